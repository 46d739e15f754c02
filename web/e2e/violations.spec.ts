// A supervisor works through what the rules have found.
import { Api } from './support/api';
import { DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';

test('a supervisor filters by rule and answers all of them with one reason', async ({ page, demo }) => {
  await haveSession(page, demo, 'supervisor');
  await openLive(page, demo, '/violations?plant=2');
  await page.getByLabel('Rule', { exact: true }).selectOption('Rule 4: Alternator');
  await expect(page).toHaveURL(/rule=4/);
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.first()).toContainText('Alternator');
  await expect(rows.filter({ hasNotText: 'Alternator' })).toHaveCount(0);
  const count = await rows.count();

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: `Bulk Acknowledge (${count})` }).click();
  const dialog = page.getByRole('dialog', { name: 'Bulk Acknowledge Violations' });
  await dialog.getByLabel('Reason').selectOption('Operator Error');
  await dialog.getByLabel('Note').fill('two spindles, adjusted');
  await dialog.getByRole('button', { name: `Acknowledge ${count}` }).click();

  await expect(page.getByText(`${count} violations acknowledged`, { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'Acknowledged' }).click();
  await expect(rows.first()).toContainText('two spindles, adjusted');
});

test('nothing is acknowledged without a reason that somebody chose', async ({ page, demo }) => {
  await haveSession(page, demo, 'supervisor');
  await openLive(page, demo, '/violations?plant=2&rule=7');
  await page
    .getByRole('button', { name: /^Acknowledge rule 7/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge Violation' });
  await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription('Choose a reason');
});

test('a new violation is announced while the list stands still under the reader’s eyes', async ({
  page,
  demo,
}) => {
  const api = await Api.signIn(demo.url, 'operator', DEMO_PASSWORD);
  const shaft = await api.characteristic('Shaft diameter');
  await haveSession(page, demo, 'supervisor');
  await openLive(page, demo, `/violations?plant=2&c=${shaft.id}&status=all`);
  const first = page.getByRole('table').locator('tbody tr').first();
  const before = await first.getAttribute('data-row');
  await first.focus();

  await api.postSample(shaft.id, 12.049);

  await expect(page.getByRole('button', { name: /new violation/ })).toBeVisible();
  await expect(first).toHaveAttribute('data-row', before ?? '');
});

test('an operator sees the list and who may answer it', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/violations?plant=2');
  await expect(page.getByText('Violations are acknowledged by supervisors.')).toBeVisible();
  await expect(page.getByRole('table').locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Acknowledge/ })).toHaveCount(0);
});
