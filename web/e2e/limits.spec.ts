// A change of the control limits is seen before it is made, and seen on the chart afterwards.
import { ADMIN, expect, haveSession, openLive, test } from './support/fixtures';
import { ticker } from './support/dashboard';

test.beforeEach(async ({ page, server, api }) => {
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 10, 1);
  for (const value of [10.2, 9.7, 10.1, 12, 9.9]) await api.postSample(bore.id, value);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
});

for (const width of [1280, 390]) {
  test(`a step of the limits tells who made it, at ${width} pixels`, async ({ page, server, api }) => {
    await page.setViewportSize({ width, height: 900 });
    await api.setLimits(1, 10, 0.2);
    await api.postSample(1, 10.05);
    await openLive(page, server, '/dashboard?c=1');
    await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '6');

    const marker = page.getByRole('button', { name: /^Limits set by hand, UCL 10\.600.*By admin/ }).first();
    await marker.focus();
    await page.keyboard.press('Enter');

    await expect(page.getByRole('dialog').getByText('admin')).toBeVisible();
  });
}

test('a recalculation shows old and new lines before anything is stored', async ({ page, server, api }) => {
  await openLive(page, server, '/dashboard?c=1');
  await page.getByRole('button', { name: 'Recalculate limits' }).click();
  const preview = page.getByTestId('limits-preview');
  await expect(preview.getByRole('row', { name: /^UCL 13\.000/ })).toBeVisible();
  await expect(preview.getByRole('row', { name: /^Signals/ })).toBeVisible();
  expect((await api.chartData(1)).control_limits.ucl).toBe(13);

  await page.getByLabel('Why').fill('After the overhaul');
  await page.getByRole('button', { name: 'Recalculate', exact: true }).click();

  await expect(ticker(page, 'UCL')).not.toHaveText('13.000');
  const { data_points, stages } = await api.chartData(1);
  expect(data_points.map(({ ucl }) => ucl)).toEqual([13, 13, 13, 13, 13]);
  expect(stages.at(-1)).toMatchObject({ note: 'After the overhaul', origin: 'recalculated' });
});
