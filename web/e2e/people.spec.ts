// Who gets in: a person for one line, a machine by its key, and a session that is ended from elsewhere.
import type { Browser, Page } from '@playwright/test';
import { Api } from './support/api';
import { DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';
import { OpenspcServer } from './support/server';
import { fillSignIn } from './support/sign-in';

const OWN_PASSWORD = 'lathe-by-the-window';

let server: OpenspcServer;
test.beforeAll(async () => {
  server = await OpenspcServer.start({
    command: 'demo',
    args: ['--days', '5', '--speed', '0.01'],
    // Not the mode of developers, in which nobody has to change a password.
    env: { OPENSPC_RATE_LIMIT_LOGIN: '100/minute' },
  });
});
test.afterAll(() => server.stop());

const otherBrowser = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB' })).newPage();

/** As the administrator does it; answers with the one-time password. */
async function inviteForLine1(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Create User' }).click();
  await page.getByRole('textbox', { name: 'Username' }).fill(name);
  await page.getByRole('textbox', { name: 'Email' }).fill(`${name}@example.com`);
  await page.getByLabel('Northfield Precision', { exact: true }).selectOption('Operator');
  await page.getByLabel('Limited to branches').check();
  await page
    .getByRole('list', { name: /^Branches of/ })
    .getByLabel('Line 1', { exact: true })
    .check();
  await page.getByRole('button', { name: 'Create User' }).click();
  const password = await page.getByLabel('One-time password').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return password;
}

test('a person for one line gets in with a one-time password, and no further', async ({ page, browser }) => {
  await haveSession(page, server, 'admin');
  await openLive(page, server, '/admin/users');
  const password = await inviteForLine1(page, 'robin');
  await expect(page.getByRole('row', { name: /robin/ })).toContainText('Northfield Precision: Operator');
  await expect(page.getByText(password)).toHaveCount(0);

  const robin = await otherBrowser(browser);
  await robin.goto(server.url);
  await fillSignIn(robin, 'robin', password);
  await robin.getByLabel('Current password').fill(password);
  await robin.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
  await robin.getByLabel('Confirm new password').fill(OWN_PASSWORD);
  await robin.getByRole('button', { name: 'Change Password' }).click();

  await robin.getByRole('button', { name: 'Northfield Precision' }).click();
  await expect(robin.getByRole('option')).toHaveText([/Northfield Precision/]);
  await robin.keyboard.press('Escape');
  await expect(robin.getByRole('link', { name: 'Users' })).toHaveCount(0);
  await robin.goto(`${server.url}/admin/users`);
  await expect(robin.getByText('Access Denied').first()).toBeVisible();

  const admin = await Api.signIn(server.url, 'admin', DEMO_PASSWORD);
  const [bore, torque] = await Promise.all([
    admin.characteristic('Bore diameter'),
    admin.characteristic('Tightening torque'),
  ]);
  const own = await Api.signIn(server.url, 'robin', OWN_PASSWORD);
  await own.postSample(bore.id, ...Array<number>(bore.subgroup_size).fill(25));
  await expect(own.postSample(torque.id, ...Array<number>(torque.subgroup_size).fill(12))).rejects.toThrow(
    /: 403 /,
  );
});

test('a name that is taken is told beside its field', async ({ page }) => {
  await haveSession(page, server, 'admin');
  await openLive(page, server, '/admin/users/new');
  await page.getByLabel('Username').fill('operator');
  await page.getByRole('button', { name: 'Create User' }).click();
  await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Username already exists')).toBeVisible();
});

test('the last administrator cannot be made less', async ({ page }) => {
  await haveSession(page, server, 'admin');
  await openLive(page, server, '/admin/users');
  await page.getByRole('link', { name: 'admin', exact: true }).click();
  for (const plant of ['Northfield Precision', 'Harbor Foods'])
    await page.getByLabel(plant, { exact: true }).selectOption('Operator');
  await page.getByRole('button', { name: 'Save Changes' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'administrator any more' })).toBeVisible();
});

test('an account is shut out, let in again, shut out and deleted', async ({ page }) => {
  await haveSession(page, server, 'admin');
  await openLive(page, server, '/admin/users');
  await inviteForLine1(page, 'chris');
  await page.getByRole('button', { name: 'Deactivate chris' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('row', { name: /chris/ })).toHaveCount(0);
  await page.getByLabel('Show inactive').click();
  await expect(page.getByLabel('Show inactive')).toBeChecked();
  await page.getByRole('button', { name: 'Reactivate chris' }).click();
  await page.getByRole('button', { name: 'Deactivate chris' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('button', { name: 'Delete chris' }).click();
  await page.getByRole('button', { name: 'Delete Permanently' }).click();
  await expect(page.getByRole('row', { name: /chris/ })).toHaveCount(0);
});

test('a machine sends its readings by a key that is shown once', async ({ page }) => {
  const admin = await Api.signIn(server.url, 'admin', DEMO_PASSWORD);
  const bore = await admin.characteristic('Bore diameter');
  await haveSession(page, server, 'admin');
  await openLive(page, server, '/settings/api-keys');
  await page.getByRole('link', { name: 'Create Your First Key' }).click();
  await page.getByLabel('Name').fill('Gauge at lathe 3');
  await page.getByLabel('Limited to').selectOption('Branches');
  await page.getByLabel('Line 1', { exact: true }).check();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const key = await page.getByLabel('Key of Gauge at lathe 3').inputValue();

  const submit = () =>
    fetch(`${server.url}/api/v1/data-entry/submit`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': key },
      body: JSON.stringify({
        characteristic_id: bore.id,
        measurements: Array<number>(bore.subgroup_size).fill(25),
      }),
    });
  expect((await submit()).status).toBe(201);

  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Gauge at lathe 3', { exact: true })).toBeVisible();
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: 'Revoke Gauge at lathe 3' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expect((await submit()).status).toBe(401);
});

test('a session that is ended from the profile is over', async ({ page, browser }) => {
  const other = await otherBrowser(browser);
  await haveSession(other, server, 'operator');
  await openLive(other, server, '/dashboard');
  await haveSession(page, server, 'operator');
  await openLive(page, server, '/dashboard');

  await page.getByRole('button', { name: 'User menu' }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).click();
  const sessions = page.getByRole('list', { name: 'Sessions' });
  await expect(sessions.getByText('This browser')).toHaveCount(1);
  const before = await sessions.getByRole('listitem').count();
  await sessions
    .getByRole('button', { name: /^End the session Chrome on/ })
    .first()
    .click();
  await expect(sessions.getByRole('listitem')).toHaveCount(before - 1);

  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Sign In');
});
