// Where things stand on screens of all widths, and on paper.
import type { Locator, Page } from '@playwright/test';
import { expect, haveSession, openLive, test } from './support/fixtures';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const boxOf = async (locator: Locator): Promise<Box> => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not shown');
  return box;
};

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const BORE = '/dashboard?plant=2&c=1';
const WIDTHS = [390, 1024, 1100, 1440, 1920];

const openAt = async (page: Page, width: number): Promise<void> =>
  page.setViewportSize({ width, height: width < 500 ? 844 : 800 });

test.beforeEach(async ({ page, demo }) => {
  await haveSession(page, demo, 'engineer');
});

for (const width of WIDTHS) {
  test(`${width} px: every current value stands above the toolbar`, async ({ page, demo }) => {
    await openAt(page, width);
    await openLive(page, demo, BORE);
    await expect(page.getByTestId('chart-location')).toBeVisible();
    const toolbar = await boxOf(page.getByRole('toolbar', { name: 'Chart options' }));
    for (const value of await page.getByRole('region', { name: 'Current values' }).locator('dd').all()) {
      expect(overlap(await boxOf(value), toolbar)).toBe(false);
    }
  });

  test(`${width} px: an open sample is explained beside its chart`, async ({ page, demo }) => {
    await openAt(page, width);
    await openLive(page, demo, BORE);
    const chart = page.getByTestId('chart-location');
    await expect(chart).toHaveAttribute('data-points', '50');
    await chart.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('dialog', { name: /^Sample/ });
    await expect(inspector.getByRole('tabpanel')).toBeVisible();
    expect(overlap(await boxOf(inspector), await boxOf(chart))).toBe(false);
  });
}

test('390 px: each row of the mapping says what feeds it', async ({ page, demo }) => {
  await openAt(page, 390);
  await openLive(page, demo, '/connectivity/mapping');
  const table = await boxOf(page.getByRole('table'));
  const map = await boxOf(page.getByRole('button', { name: /^Map / }).first());
  expect(map.x + map.width).toBeLessThanOrEqual(table.x + table.width);
  expect(table.width).toBeLessThanOrEqual(390);
});

test('390 px: the number of violations stays inside the sidebar', async ({ page, demo }) => {
  await openAt(page, 390);
  await openLive(page, demo, BORE);
  const badge = await boxOf(page.getByLabel(/^\d+ pending$/));
  const sidebar = await boxOf(page.getByRole('navigation', { name: 'Main navigation' }));
  expect(badge.x + badge.width).toBeLessThan(sidebar.x + sidebar.width - 4);
});

test('on paper the chart has its title, its limits and its table, and nothing to click', async ({
  page,
  demo,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openLive(page, demo, BORE);
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '50');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // A sheet of A4, upright, between its margins.
  await page.setViewportSize({ width: 703, height: 1032 });

  await expect(page.getByRole('heading', { level: 3, name: /Lathe 3.*Bore diameter/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Current values' })).toContainText(/UCL.*LCL/);
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(1 + 50);
  for (const name of ['Main navigation', 'Chart options']) {
    await expect(page.getByLabel(name)).toBeHidden();
  }
  const chart = await boxOf(page.getByTestId('chart-dispersion'));
  const table = await boxOf(page.getByRole('table'));
  expect(overlap(chart, table)).toBe(false);
  expect(table.x + table.width).toBeLessThanOrEqual(703);
  expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(false);
});
