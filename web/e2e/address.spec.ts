// An address shows what it says; where it cannot, the page tells in words what was asked and what is shown instead.
import type { Page } from '@playwright/test';
import { Api } from './support/api';
import { DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';

const notice = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'Not everything that this address' });

test.beforeEach(async ({ page, demo }) => {
  await haveSession(page, demo, 'engineer');
});

test.describe('an address that can be followed', () => {
  for (const [range, name] of [
    ['last120', 'Last 120'],
    ['3h', 'Last 3h'],
    ['30d', 'Last 30 days'],
    ['1000d', 'Last 1000 days'],
  ] as const) {
    test(`${range} is shown as ${name}`, async ({ page, demo }) => {
      await openLive(page, demo, `/dashboard?plant=2&c=1&range=${range}`);
      await expect(page.getByRole('button', { name: `Time range: ${name}`, exact: true })).toBeVisible();
      await expect(notice(page)).toBeHidden();
    });
  }

  test('the range of a list that no option offers is an option while it is shown', async ({ page, demo }) => {
    await openLive(page, demo, '/violations?plant=2&range=36h');
    await expect(page.getByLabel('Time range')).toHaveText(/Last 36h/);
    await expect(page.getByLabel('Time range')).toHaveValue('36h');
  });
});

test.describe('an address that cannot be followed says so', () => {
  for (const { path, asked, instead } of [
    { path: '/dashboard?plant=2&c=1&range=last10000', asked: 'range=last10000', instead: 'Last 1000' },
    { path: '/dashboard?plant=2&c=1&range=soon', asked: 'range=soon', instead: 'Last 50' },
    { path: '/dashboard?plant=2&c=1&x=weeks', asked: 'x=weeks', instead: 'Index' },
    { path: '/dashboard?plant=99', asked: 'plant=99', instead: /./ },
    { path: '/data-entry?plant=99', asked: 'plant=99', instead: /./ },
    { path: '/data-entry?plant=2&c=1&view=past', asked: 'view=past', instead: 'Manual Entry' },
    { path: '/violations?status=open', asked: 'status=open', instead: 'Pending' },
    { path: '/violations?range=last50', asked: 'range=last50', instead: 'All time' },
    { path: '/notifications/deliveries?state=lost', asked: 'state=lost', instead: 'All' },
    { path: '/connectivity/mapping?show=some', asked: 'show=some', instead: 'All' },
    { path: '/connectivity/mapping?plant=2', asked: 'plant=2: this page has no such option', instead: '' },
    {
      path: '/dashboard?plant=2&c=1&rnage=24h',
      asked: 'rnage=24h: this page has no such option',
      instead: '',
    },
    {
      path: '/dashboard?plant=2&c=1&range=3h&range=5h',
      asked: 'range=5h: given more than once',
      instead: 'Last 3h',
    },
    {
      path: '/dashboard?plant=2&c=1&sample=999999',
      asked: 'sample=999999: this characteristic has no',
      instead: 'no single sample',
    },
    { path: '/connectivity/monitor?show=all', asked: 'show=all: this page has no such option', instead: '' },
    { path: '/notifications?lang=en', asked: 'lang=en: this page has no such option', instead: '' },
    { path: '/?rnage=24h', asked: 'rnage=24h: this page has no such option', instead: '' },
    { path: '/connectivity/browse?topic=line', asked: 'topic=line: this needs the server', instead: '' },
    {
      path: '/connectivity/browse?server=mqtt-9',
      asked: 'server=mqtt-9: there is no such server',
      instead: '',
    },
  ]) {
    test(path, async ({ page, demo }) => {
      await openLive(page, demo, path);
      await expect(notice(page).getByRole('listitem').filter({ hasText: asked })).toContainText(instead);
    });
  }

  test('a characteristic that is nowhere', async ({ page, demo }) => {
    await openLive(page, demo, '/dashboard?plant=2&c=9999');
    await expect(notice(page)).toContainText('c=9999: there is no such characteristic');
    await expect(page.getByText('This characteristic does not exist', { exact: false })).toBeVisible();
  });

  test('a sample of another characteristic', async ({ page, demo }) => {
    const api = await Api.signIn(demo.url, 'engineer', DEMO_PASSWORD);
    const [sample] = await api.samples(2);
    const other = sample?.id ?? 0;
    await openLive(page, demo, `/dashboard?plant=2&c=1&sample=${other}`);
    await expect(notice(page)).toContainText(`sample=${other}: this characteristic has no such sample`);
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  test('a page after the last one', async ({ page, demo }) => {
    await openLive(page, demo, '/violations?plant=2&status=all&page=9999');
    await expect(page.getByText('There is no page 9999', { exact: true })).toBeVisible();
  });

  test('until the address is corrected', async ({ page, demo }) => {
    await openLive(page, demo, '/dashboard?plant=2&c=1&range=last10000');
    await notice(page).getByRole('button', { name: 'Correct the address' }).click();
    await expect(notice(page)).toBeHidden();
    await expect(page).toHaveURL(/range=last1000&/);
  });
});

test.describe('a characteristic of another plant', () => {
  for (const path of [
    '/dashboard?c=1',
    '/dashboard?plant=1&c=1',
    '/dashboard?plant=99&c=1',
    '/data-entry?c=1',
    '/violations?plant=1&c=1',
  ]) {
    test(`is shown at its plant: ${path}`, async ({ page, demo }) => {
      await page.addInitScript(() =>
        localStorage.setItem('openspc.plant', JSON.stringify({ state: { plantId: 3 }, version: 0 })),
      );
      await openLive(page, demo, path);
      await expect(
        page.getByText('Bore diameter belongs to Northfield Precision', { exact: true }),
      ).toBeVisible();
      await expect(page.getByRole('button', { name: 'Northfield Precision' })).toBeVisible();
      await expect(page).toHaveURL(/plant=2/);
    });
  }

  test('is left behind when another plant is chosen', async ({ page, demo }) => {
    await openLive(page, demo, '/dashboard?c=1');
    await expect(page.getByTestId('chart-location')).toBeVisible();
    await page.getByRole('button', { name: /Northfield/ }).click();
    await page.getByRole('option', { name: /Harbor/ }).click();
    await expect(page.getByRole('button', { name: /Harbor/ })).toBeVisible();
    await expect(page).not.toHaveURL(/c=1&/);
  });
});
