// The dashboard on the demo: what an engineer reads, and that the picture, the table and the address agree.
import type { Locator, Page } from '@playwright/test';
import type { ChartPoint } from '../src/shared/api/types';
import { Api } from './support/api';
import { DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';
import { OpenspcServer } from './support/server';

const BORE = '/dashboard?plant=2&c=1';

test.describe('for an engineer', () => {
  test.beforeEach(async ({ page, demo }) => {
    await haveSession(page, demo, 'engineer');
  });

  test('a characteristic shows where it is, both its charts, and what the process is capable of', async ({
    page,
    demo,
  }) => {
    await openLive(page, demo, '/dashboard?plant=2');
    await page.getByRole('treeitem', { name: /Bore diameter/ }).click();

    await expect(
      page.getByRole('heading', { level: 3, name: /Lathe 3.*Bore diameter.*X-Bar/ }),
    ).toBeVisible();
    await expect(
      page.getByRole('application', { name: /X-Bar Chart of Bore diameter, 50 points/ }),
    ).toBeVisible();
    await expect(
      page.getByRole('application', { name: /Range Chart of Bore diameter, 50 points/ }),
    ).toBeVisible();
    await expect(page.getByRole('heading', { level: 3, name: 'Capability' })).toBeVisible();
    await expect(page.getByText('Cpk').last()).toBeVisible();
  });

  test('every chart type of the demo draws its points', async ({ page, demo }) => {
    const api = await Api.signIn(demo.url, 'engineer', DEMO_PASSWORD);
    await openLive(page, demo, BORE);
    for (const { name, chart } of [
      { name: 'Surface roughness Ra', chart: 'X-Bar Chart' },
      { name: 'Shaft diameter', chart: 'Individuals Chart' },
      { name: 'Boards with a solder defect', chart: 'p Chart' },
      { name: 'Scratches on a housing', chart: 'c Chart' },
    ]) {
      const { id } = await api.characteristic(name);
      await page.getByRole('treeitem', { name: new RegExp(name) }).click();
      await expect(page).toHaveURL(new RegExp(`c=${id}&`));
      await expect(
        page.getByRole('application', { name: new RegExp(`${chart} of ${name}`) }),
      ).toHaveAttribute('data-points', '50');
    }
  });

  test('the address restores the view in another browser', async ({ page, demo, browser }) => {
    await openLive(page, demo, BORE);
    await page.getByRole('radio', { name: 'Time', exact: true }).click();
    await page.getByRole('button', { name: 'LSL/USL' }).click();
    await page.getByRole('radio', { name: 'Histogram below' }).click();
    await page.getByRole('button', { name: /Time range/ }).click();
    await page.getByRole('button', { name: 'Last 100', exact: true }).click();
    await page.getByRole('radio', { name: 'Table' }).click();

    const elsewhere = await (await browser.newContext()).newPage();
    await haveSession(elsewhere, demo, 'supervisor');
    await elsewhere.goto(page.url());

    await expect(elsewhere.getByRole('table').getByRole('row')).toHaveCount(1 + 100);
    await expect(elsewhere.getByRole('radio', { name: 'Time', exact: true })).toBeChecked();
    await expect(elsewhere.getByRole('radio', { name: 'Histogram below' })).toBeChecked();
    await expect(elsewhere.getByRole('button', { name: 'LSL/USL' })).toHaveAttribute('aria-pressed', 'false');
    await elsewhere.context().close();
  });

  test('going back in the browser returns to the characteristic before', async ({ page, demo }) => {
    await openLive(page, demo, BORE);
    await page.getByRole('treeitem', { name: /Shaft diameter/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Shaft diameter' })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 2, name: 'Bore diameter' })).toBeVisible();
  });

  test('the table says what chart-data says, point for point', async ({ page, demo }) => {
    const api = await Api.signIn(demo.url, 'engineer', DEMO_PASSWORD);
    const all = (await api.chartData(1, 'limit=500')).data_points;
    const points = all.slice(0, 120);
    await openLive(
      page,
      demo,
      `${BORE}&range=${all[0]?.timestamp ?? ''}~${all[120]?.timestamp ?? ''}&view=table`,
    );
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(1 + points.length);

    const rows = await page.getByRole('table').locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('td').allTextContents()));

    // At least the digits of the characteristic, more where a value would read as its limit.
    const digits = (value: number | null | undefined, shown: string | undefined): string =>
      value?.toFixed(Math.max(3, shown?.split('.')[1]?.length ?? 0)) ?? '–';
    const rulesOf = ({ violations }: ChartPoint): string =>
      [...new Set(violations.filter(({ chart }) => chart === 'location').map(({ rule_id }) => rule_id))].join(
        ', ',
      );
    const expected = points
      .toReversed()
      .map((point, i) => [
        point.display_key,
        String(point.actual_n),
        digits(point.mean, cells[i]?.[3]),
        digits(point.lcl, cells[i]?.[5]),
        digits(point.center, cells[i]?.[6]),
        digits(point.ucl, cells[i]?.[7]),
        rulesOf(point),
      ]);
    // Sample, n, mean, LCL, CL, UCL, rules: the columns that need no translation.
    expect(cells.map((row) => [0, 2, 3, 5, 6, 7, 9].map((column) => row[column]))).toEqual(expected);
  });

  for (const [scheme, dark] of [
    ['light', false],
    ['dark', true],
  ] as const) {
    test(`a ${scheme} screen is followed, and the theme button overrules it`, async ({ page, demo }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await openLive(page, demo, BORE);
      expect(await isDark(page)).toBe(dark);

      const button = page.getByRole('button', { name: /^Theme/ });
      await expect(button).toHaveAccessibleName('Theme: System');
      while (!(await button.getAttribute('aria-label'))?.endsWith(dark ? 'Light' : 'Dark'))
        await button.click();
      expect(await isDark(page)).toBe(!dark);
    });
  }
});

const isDark = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return red + green + blue < 3 * 128;
  });

async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(goal).toBeFocused();
}

test('with the keyboard alone: sign in, choose, read the table, answer a violation', async ({
  page,
  demo,
}) => {
  const api = await Api.signIn(demo.url, 'operator', DEMO_PASSWORD);
  const shaft = await api.characteristic('Shaft diameter');
  const { display_key } = await api.postSample(shaft.id, 12.049);
  await page.goto(`${demo.url}/dashboard?plant=2`);

  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.type('supervisor');
  await page.keyboard.press('Tab');
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');

  const leaf = page.getByRole('treeitem', { name: /Shaft diameter/ });
  await expect(leaf).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('shaft');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(leaf).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('chart-location')).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: /Time range/ }));
  await page.keyboard.press('d');
  await tabTo(page, page.getByRole('button', { name: `Open ${display_key}` }));
  await page.keyboard.press('Enter');

  const inspector = page.getByRole('dialog');
  await tabTo(page, inspector.getByRole('tab', { name: 'Measurements' }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, inspector.getByRole('button', { name: 'Acknowledge' }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, inspector.getByLabel('Note'));
  await page.keyboard.type('chip under the gauge');
  await page.keyboard.press('Enter');

  await expect(page.getByText('Violation acknowledged', { exact: true })).toBeVisible();
  await expect(inspector.getByText('Acknowledged', { exact: true })).toBeVisible();
});

test('the arrow keys walk from point to point and Enter opens the sample', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, BORE);
  const chart = page.getByTestId('chart-location');
  await expect(chart).toHaveAttribute('data-points', '50');
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(chart.locator('[aria-live]')).toContainText(/\d{6}-\d{3}, 2[45]\.\d{3}, /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /Sample \d{6}-\d{3}/ })).toBeVisible();
});

test('a newcomer who starts the demo and chooses nothing sees a chart that moves by itself', async ({
  page,
}) => {
  const lively = await OpenspcServer.start({ command: 'demo', args: ['--days', '5', '--speed', '20'] });
  try {
    await haveSession(page, lively, 'engineer');
    await openLive(page, lively, '/');
    await expect(page.getByRole('button', { name: 'Northfield Precision' })).toBeVisible();
    await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '50');
    await page.keyboard.press('d');
    const newest = page.locator('tbody tr').first();
    const before = (await newest.textContent()) ?? '';
    await expect(newest).not.toHaveText(before);
  } finally {
    await lively.stop();
  }
});
