// A range with more samples than a chart draws one by one: all of it at a glance, and from there to single samples.
import type { Page } from '@playwright/test';
import { expect, haveSession, openLive, test } from './support/fixtures';

const ALL = '/dashboard?plant=2&c=1&range=all';

test.beforeEach(async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
});

const history = (page: Page) => page.getByTestId('chart-history');

test('a long history is seen at once, and Enter leads to its samples and back', async ({ page, demo }) => {
  await openLive(page, demo, '/dashboard?plant=2&c=1');
  await page.getByRole('button', { name: /Time range/ }).click();
  await page.getByRole('button', { name: 'All time', exact: true }).click();
  await expect(history(page)).toBeVisible();
  await expect(page).toHaveURL(/range=all&/);

  await history(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(history(page).locator('[aria-live]')).toHaveText(
    /^[\d,]+ subgroups?, .*: mean [\d.]+, min [\d.]+, max [\d.]+, (no|\d+) signals?$/,
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/range=\d{4}-[^&]+(~|%7E)[^&]+/);
  // The stretch is seen among its neighbours.
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', /^\d{2,3}$/);

  await page.goBack();
  await expect(history(page)).toBeVisible();
});

test('the table has a row for each stretch, and every sample is in one', async ({ page, demo }) => {
  await openLive(page, demo, `${ALL}&view=table`);
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const column = (number: number) => page.locator(`tbody td:nth-child(${number})`).allTextContents();
  const sum = (texts: string[]): number =>
    texts.reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
  const [samples, excluded] = [await column(3), await column(4)];
  expect(samples.length).toBeLessThanOrEqual(600);
  expect(sum(samples) + sum(excluded)).toBeGreaterThan(500);
});

for (const width of [390, 1440]) {
  test(`${width} px: what is pointed at is told inside the chart`, async ({ page, demo }) => {
    await page.setViewportSize({ width, height: 844 });
    await openLive(page, demo, ALL);
    await expect(history(page).locator('canvas')).toBeVisible();
    const chart = await history(page).boundingBox();
    if (!chart) throw new Error('It is not shown');
    await page.mouse.move(chart.x + chart.width / 2, chart.y + chart.height / 2);
    const told = await history(page).locator('dl').boundingBox();
    expect(told?.x).toBeGreaterThanOrEqual(chart.x);
    expect((told?.x ?? 0) + (told?.width ?? 0)).toBeLessThanOrEqual(chart.x + chart.width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
