// What a person sees depends on the role at the plant; what belongs to another plant is not there at all.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Api } from './support/api';
import { DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';
import { OpenspcServer } from './support/server';

const engineerActions = ['Add', 'Recalculate limits'];

for (const [user, offered] of [
  ['operator', false],
  ['engineer', true],
] as const) {
  test(`the ${user} ${offered ? 'is offered' : 'does not see'} the engineer’s actions`, async ({
    page,
    demo,
  }) => {
    await haveSession(page, demo, user);
    await openLive(page, demo, '/dashboard?plant=2&c=1');
    await expect(page.getByRole('button', { name: 'Enter', exact: true })).toBeVisible();
    for (const name of engineerActions) {
      await expect(page.getByRole('button', { name, exact: true })).toHaveCount(offered ? 1 : 0);
    }
  });
}

test('an operator can look at a violation but not answer it', async ({ page, demo }) => {
  const api = await Api.signIn(demo.url, 'supervisor', DEMO_PASSWORD);
  const { data_points } = await api.chartData(1, 'limit=500');
  const open = data_points.find((point) => point.unacknowledged_violation_ids.length > 0);
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, `/dashboard?plant=2&c=1&range=last500&sample=${open?.sample_id ?? 0}`);

  await page.getByRole('tab', { name: /Violations/ }).click();

  await expect(page.getByText('Needs acknowledgement').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
});

test.describe('bound to one plant', () => {
  let server: OpenspcServer;

  test.beforeAll(async () => {
    server = await OpenspcServer.start({
      command: 'demo',
      args: ['--days', '5', '--speed', '0.01'],
      env: { OPENSPC_DEV_MODE: 'true' },
    });
    const leave = `DELETE FROM user_plant_role WHERE
      user_id = (SELECT id FROM user WHERE username = 'supervisor') AND
      plant_id = (SELECT id FROM plant WHERE code = 'HBF')`;
    execFileSync('sqlite3', ['-cmd', '.timeout 5000', join(server.folder, 'openspc.db'), leave]);
  });
  test.afterAll(() => server.stop());

  test('a person is offered no other plant', async ({ page }) => {
    await haveSession(page, server, 'supervisor');
    await openLive(page, server, '/dashboard');
    await page.getByRole('button', { name: 'Northfield Precision' }).click();
    await expect(page.getByRole('option')).toHaveText([/Northfield Precision/]);
  });

  test('an address of another plant’s characteristic shows nothing of it', async ({ page }) => {
    const { id } = await (await Api.signIn(server.url, 'admin', DEMO_PASSWORD)).characteristic('Fill weight');
    await haveSession(page, server, 'supervisor');
    const received: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => received.push(payload.toString())),
    );

    await openLive(page, server, `/dashboard?plant=3&c=${id}`);

    await expect(page.getByRole('treeitem', { name: /Northfield/ })).toBeVisible();
    await expect(page.getByText('Fill weight')).toHaveCount(0);
    await expect(page.getByRole('treeitem', { name: 'Harbor' })).toHaveCount(0);
    expect(received.filter((frame) => frame.includes('"sample"'))).toEqual([]);
  });
});
