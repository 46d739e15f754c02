// From an empty folder to the first point on a chart, as an administrator meets it.
import { ADMIN, expect, firstPassword, haveSession, openLive, test } from './support/fixtures';
import { fillSignIn } from './support/sign-in';

test('the generated first password opens nothing but its own change', async ({
  page,
  freshServer: server,
}) => {
  const first = await firstPassword(server);
  await page.goto(server.url);
  await fillSignIn(page, 'admin', first);

  await expect(page.getByRole('heading', { level: 1, name: 'Change Password' })).toBeVisible();
  await page.goto(`${server.url}/violations`);
  await expect(page.getByRole('heading', { level: 1, name: 'Change Password' })).toBeVisible();

  await page.getByLabel('Current password').fill(first);
  await page.getByLabel('New password', { exact: true }).fill(ADMIN.password);
  await page.getByLabel('Confirm new password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Change Password' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Violations' })).toBeVisible();
});

test('a new password that is short or mistyped is refused beside its field', async ({
  page,
  freshServer: server,
}) => {
  const first = await firstPassword(server);
  await haveSession(page, server, 'admin', first);
  await page.goto(server.url);
  await page.getByLabel('Current password').fill(first);
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.getByLabel('Confirm new password').fill('other');
  await page.getByRole('button', { name: 'Change Password' }).click();

  await expect(page.getByLabel('New password', { exact: true })).toHaveAccessibleDescription(
    /must have at least 8 characters/,
  );
  await expect(page.getByLabel('Confirm new password')).toHaveAccessibleDescription(/do not match/);
});

test('an empty plant leads to its first node, its first characteristic and an empty chart', async ({
  page,
  server,
}) => {
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await page.goto(server.url);

  await expect(page.getByText('Nothing is measured in this plant yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add Characteristic' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add Hierarchy Node' }).click();
  await page.getByLabel('Name').fill('Lathe 3');
  await page.getByLabel('Node Type').selectOption('Equipment');
  await page.getByRole('button', { name: 'Create Node' }).click();

  const form = page.getByRole('dialog', { name: 'Add Characteristic' });
  await form.getByLabel('Name').fill('Bore');
  await form.getByLabel('Subgroup size').fill('1');
  await form.getByLabel('LSL').fill('9.5');
  await form.getByLabel('USL').fill('10.5');
  await form.getByRole('button', { name: 'Create' }).click();

  await expect(page.getByRole('heading', { level: 2, name: 'Bore' })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /Bore/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('No samples in this range')).toBeVisible();
});

test('a script’s first sample turns the empty state into a chart', async ({ page, server, api }) => {
  const bore = await api.createCharacteristic();
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, `/dashboard?c=${bore.id}`);
  await expect(page.getByText('No samples in this range')).toBeVisible();

  await api.postSample(bore.id, 10.02);

  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '1');
});

test('390 px: a chart without limits keeps its room beside the note about them', async ({
  page,
  server,
  api,
}) => {
  const bore = await api.createCharacteristic();
  await api.postSample(bore.id, 10.02);
  await page.setViewportSize({ width: 390, height: 844 });
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, `/dashboard?c=${bore.id}`);

  const chart = page.getByTestId('chart-location');
  await expect(chart).toHaveAttribute('data-points', '1');
  expect((await chart.boundingBox())?.height).toBeGreaterThan(120);
});
