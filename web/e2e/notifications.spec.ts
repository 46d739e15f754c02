// From nobody being told to a message that arrived, one that failed, and one that was sent again.
import { ADMIN, expect, haveSession, openLive, test as base } from './support/fixtures';
import { Webhook } from './support/webhook';

const test = base.extend<{ hook: Webhook }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  hook: async ({}, use) => {
    const hook = await Webhook.start();
    await use(hook);
    await hook.remove();
  },
});

test('an engineer adds a channel and a rule, and the log says what became of each message', async ({
  page,
  server,
  api,
  hook,
}) => {
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 10, 0.1);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/dashboard');

  // A channel, tried at once.
  await page.getByRole('link', { name: 'Notifications', exact: true }).click();
  await expect(page.getByText('Nobody is told anything yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add Channel' }).click();
  await page.getByRole('button', { name: 'Add Channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'New Channel' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Shift phone');
  await dialog.getByRole('textbox', { name: 'URL' }).fill('hooks.example');
  await dialog.getByRole('button', { name: 'Make One' }).click();
  hook.secret = await dialog.getByRole('textbox', { name: 'Signing secret' }).inputValue();
  await dialog.getByRole('button', { name: 'Create Channel' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('this is no URL');
  await dialog.getByRole('textbox', { name: 'URL' }).fill(hook.url);
  await dialog.getByRole('button', { name: 'Create Channel' }).click();
  const channel = page.getByRole('list', { name: 'Channels' }).getByRole('listitem');
  await expect(channel).toContainText('Shift phone');
  await expect(channel).toContainText('Signed');
  await channel.getByRole('button', { name: 'Send a test message to Shift phone' }).click();
  await expect(page.getByText(/^The test message reached Shift phone/)).toBeVisible();
  expect(hook.received).toMatchObject([{ event: 'test', isGenuine: true }]);

  // A rule, and a violation that it tells.
  await page.getByRole('link', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'Add Rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Lathe 3');
  await page.getByText('Chosen places').click();
  await page.getByRole('checkbox', { name: 'Lathe 3' }).check();
  await page.getByRole('checkbox', { name: 'Shift phone (Webhook)' }).check();
  await page.getByRole('textbox', { name: /^Repeat/ }).fill('0');
  await page.getByRole('button', { name: 'Create Rule' }).click();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('Violation → Shift phone');
  await api.postSample(bore.id, 11);
  await expect(() =>
    expect(hook.received.at(-1)).toMatchObject({ text: 'CRITICAL: Outlier at Bore', isGenuine: true }),
  ).toPass();

  // A receiver that refuses, until it does not.
  hook.status = 404;
  await api.postSample(bore.id, 9);
  await page.getByRole('link', { name: 'Delivery Log' }).click();
  const row = page.getByRole('row', { name: /Outlier.* at Bore/ });
  await expect(row).not.toHaveCount(0);
  await expect(row.filter({ hasText: 'Failed' }).first()).toContainText(
    'the server answers 404, with less than 1 KiB',
  );
  await page.getByRole('combobox', { name: 'State' }).selectOption('Failed');
  await expect(page).toHaveURL(/state=dead/);
  const dead = await row.count();
  hook.status = 200;
  await page
    .getByRole('button', { name: /^Send again: CRITICAL: Outlier/ })
    .first()
    .click();
  await expect(page.getByText('The message is sent again', { exact: true })).toBeVisible();
  await expect(row).toHaveCount(dead - 1);
});

test('an operator is not let in', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await page.goto(`${demo.url}/notifications`);
  await expect(page.getByText('Access Denied', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Notifications' })).toHaveCount(0);
});
