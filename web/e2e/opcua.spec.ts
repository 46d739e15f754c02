// From a machine's OPC UA server to a chart, and back to the machine: the engineer's and the administrator's way through the
// Connectivity Hub.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { ADMIN, expect, haveSession, openLive, test as base } from './support/fixtures';
import { OpcuaMachines, SecuredOpcuaServer } from './support/opcua';

const test = base.extend<{ machines: OpcuaMachines; secured: SecuredOpcuaServer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  machines: async ({}, use) => {
    const machines = await OpcuaMachines.start();
    await use(machines);
    await machines.stop();
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  secured: async ({}, use) => {
    const secured = await SecuredOpcuaServer.start();
    await use(secured);
    await secured.stop();
  },
});

const NODE = 'ns=1;s=Welder 1.Weld current';
const STOP = 'ns=1;s=Welder 1.Stop';

const serverRow = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Servers' }).getByRole('listitem').filter({ hasText: name });
const mappingRow = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
const navigate = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Connectivity navigation' }).getByRole('link', { name }).click();

test('an engineer adds a server, finds a node, maps it, and the chart shows what the machine measures', async ({
  page,
  server,
  api,
  machines,
}) => {
  // Listening to live values takes its seconds.
  test.slow();
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 8, 1);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity');

  // A server.
  await page.getByRole('link', { name: 'Add Server' }).click();
  await expect(page.getByRole('heading', { name: 'MQTT Broker' })).toBeVisible();
  await page.getByRole('heading', { name: 'OPC-UA Server' }).click();
  await expect(page.getByRole('heading', { name: 'New OPC-UA Server' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Line 1');
  await page.getByRole('textbox', { name: 'Endpoint' }).fill(machines.endpoint);
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByTestId('test-result')).toContainText('Connected');
  await page.getByRole('button', { name: 'Create Server' }).click();
  await expect(serverRow(page, 'Line 1').getByText('Connected', { exact: true })).toBeVisible();
  await expect(page.getByRole('radio', { name: /OPC-UA/ })).toHaveText(/1$/);

  // What it offers.
  await navigate(page, 'Browse');
  await page.getByRole('combobox', { name: 'Server' }).selectOption('Line 1');
  await page.getByRole('treeitem', { name: 'Welder 1' }).click();
  await page.getByRole('treeitem', { name: /^Weld current/ }).click();
  const live = page.getByRole('region', { name: 'Live Value' });
  await expect(live.getByTestId('node-value')).toHaveText(/^\d+(\.\d+)?$/);
  await expect(live).toContainText('Double');

  // Its mapping, tried before it is saved.
  const quickMap = page.getByRole('region', { name: 'Map to a Characteristic' });
  await quickMap.getByRole('button', { name: /^Characteristic:/ }).click();
  await page.getByRole('treeitem', { name: /Bore/ }).click();
  await quickMap.getByRole('combobox', { name: /^A measurement is/ }).selectOption('Another value');
  await quickMap.getByRole('button', { name: 'Try on live data' }).click();
  await expect(quickMap.getByText(/^\d+ of \d+ values?/)).toBeVisible();
  await quickMap.getByRole('button', { name: 'Map Node' }).click();
  await expect(quickMap).toContainText('Mapped to Bore');

  // Its samples.
  await navigate(page, 'Mapping');
  await expect(mappingRow(page, 'Bore')).toContainText(NODE);
  await expect(mappingRow(page, 'Bore')).toContainText('Receiving');
  await expect(mappingRow(page, 'Bore')).toContainText(/\d+ values · \d+ samples/);
  await navigate(page, 'Monitor');
  const card = page.getByRole('region', { name: 'Line 1' });
  await expect(card).toContainText('Values/s');
  await expect(page.getByRole('region', { name: 'Data Flow Pipeline' })).toContainText(
    'OPC-UA 1/1 connected',
  );
  await expect(page.getByRole('region', { name: 'Data Flow Pipeline' })).toContainText('1 node');

  await page.goto(`${server.url}/dashboard?c=${bore.id}`);
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', /^[1-9]/);
  await expect(page.getByTestId('source')).toHaveAttribute('data-health', 'live');
  await expect(page.getByTestId('source')).toContainText(`OPC-UA ${NODE}`);
});

test('nodes go to a spreadsheet and come back changed, and Browse remembers what was open', async ({
  page,
  server,
  api,
  machines,
}) => {
  const bore = await api.createCharacteristic();
  const { id } = await api.createOpcuaServer('Line 1', machines.endpoint);
  await api.mapNode(bore.id, id, NODE);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/mapping');
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download nodes as CSV' }).click();
  const csv = await readFile(await (await downloading).path(), 'utf8');
  expect(csv).toContain(`,${id},${NODE},`);
  const changed = csv.replace(NODE, 'ns=1;s=Moulder 6.Melt temperature');
  await page
    .getByTestId('csv-file')
    .setInputFiles({ name: 'nodes.csv', mimeType: 'text/csv', buffer: Buffer.from(changed) });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('1 mapping imported', { exact: true })).toBeVisible();
  await expect(mappingRow(page, 'Bore')).toContainText('ns=1;s=Moulder 6.Melt temperature');

  await navigate(page, 'Browse');
  await page.getByRole('combobox', { name: 'Server' }).selectOption('Line 1');
  await page.getByRole('treeitem', { name: 'Welder 1' }).click();
  await expect(page.getByRole('treeitem', { name: /^Weld current/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('treeitem', { name: /^Weld current/ })).toBeVisible();
});

test('a server is disconnected and connected by hand, and deleted with its mappings', async ({
  page,
  server,
  api,
  machines,
}) => {
  const bore = await api.createCharacteristic();
  const { id } = await api.createOpcuaServer('Line 1', machines.endpoint);
  await api.mapNode(bore.id, id, NODE);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/servers');
  const row = serverRow(page, 'Line 1');
  await expect(row.getByText('Connected', { exact: true })).toBeVisible();

  await row.getByRole('button', { name: 'Disconnect Line 1' }).click();
  await expect(row.getByText('Disconnected', { exact: true })).toBeVisible();
  await navigate(page, 'Mapping');
  await expect(mappingRow(page, 'Bore')).toContainText('Disconnected');
  await navigate(page, 'Servers');
  await row.getByRole('button', { name: 'Connect Line 1' }).click();
  await expect(row.getByText('Connected', { exact: true })).toBeVisible();

  await row.getByRole('button', { name: 'Delete Line 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Line 1?' });
  await expect(dialog).toContainText('1 mapping goes with it');
  await dialog.getByRole('button', { name: 'Delete Server' }).click();
  await expect(page.getByText('No data sources configured')).toBeVisible();
  await navigate(page, 'Mapping');
  await expect(mappingRow(page, 'Bore')).toContainText('-- unmapped --');
});

test('a server that goes away is told, and comes back by itself', async ({ page, server, api, machines }) => {
  test.slow();
  const bore = await api.createCharacteristic();
  const { id } = await api.createOpcuaServer('Line 1', machines.endpoint);
  await api.mapNode(bore.id, id, NODE);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/monitor');
  const card = page.getByRole('region', { name: 'Line 1' });
  await expect(card).toContainText('Connected');

  await machines.stop();
  await expect(card.getByText('Error', { exact: true })).toBeVisible({ timeout: 45_000 });
  await page.goto(`${server.url}/dashboard?c=${bore.id}`);
  await expect(page.getByTestId('source')).toHaveAttribute('data-health', 'disconnected');

  await machines.start();
  await expect(page.getByTestId('source')).toHaveAttribute('data-health', 'live', { timeout: 60_000 });
});

test('a mapping is changed, switched off and removed, and a node that does not exist is told', async ({
  page,
  server,
  api,
  machines,
}) => {
  const bore = await api.createCharacteristic();
  await api.createOpcuaServer('Line 1', machines.endpoint);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/mapping');
  await page.getByRole('button', { name: `Map ${bore.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'New Mapping' });
  await dialog.getByRole('textbox', { name: 'Node ID' }).fill('ns=1;s=Nothing');
  await dialog.getByRole('combobox', { name: /^A measurement is/ }).selectOption('Another value');
  await dialog.getByRole('button', { name: 'Create Mapping' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('Refused');

  await page.getByRole('button', { name: 'Edit the mapping of Bore' }).click();
  const edit = page.getByRole('dialog', { name: 'Mapping of Bore' });
  await edit.getByRole('textbox', { name: 'Node ID' }).fill(NODE);
  await edit.getByRole('button', { name: 'Save Changes' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('Receiving');

  await page.getByRole('button', { name: 'Switch off the mapping of Bore' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('Off');
  await page.getByRole('button', { name: 'Remove the mapping of Bore' }).click();
  await page.getByRole('button', { name: 'Remove Mapping' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('-- unmapped --');
});

test('an administrator allows a node, and a value reaches the machine after it was confirmed', async ({
  page,
  server,
  api,
  machines,
}) => {
  const { id } = await api.createOpcuaServer('Line 1', machines.endpoint);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, `/connectivity/browse?server=opcua-${id}`);
  await page.getByRole('treeitem', { name: 'Welder 1' }).click();
  await page.getByRole('treeitem', { name: /^Stop/ }).click();
  await page.getByRole('button', { name: 'Allow Writing' }).click();
  const allow = page.getByRole('dialog', { name: 'Allow writing to Line 1' });
  await expect(allow.getByRole('textbox', { name: 'Node ID' })).toHaveValue(STOP);
  await allow.getByRole('textbox', { name: 'Description' }).fill('Stops the welder');
  await allow.getByRole('button', { name: 'Allow a Node' }).click();

  await page.getByRole('link', { name: 'Write…' }).click();
  await page.getByRole('button', { name: `Write ${STOP}` }).click();
  await expect(page.getByRole('dialog')).toContainText('Now false (Boolean)');
  await page.getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: 'Is this right?' });
  await expect(confirm).toContainText('Line 1');
  await expect(confirm).toContainText(STOP);
  await confirm.getByRole('button', { name: 'Write Now' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.goto(`${server.url}/connectivity/browse?server=opcua-${id}&node=${encodeURIComponent(STOP)}`);
  await expect(page.getByTestId('node-value')).toHaveText('true');
});

test('a rule that fires writes what a reaction says', async ({ page, server, api, machines }) => {
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 10, 0.1);
  const { id } = await api.createOpcuaServer('Line 1', machines.endpoint);
  await api.allowWriting(id, STOP);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, `/connectivity/servers/opcua/${id}`);
  await page.getByRole('button', { name: 'Add Reaction' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Now false (Boolean)');
  await dialog.getByRole('button', { name: /^Characteristic:/ }).click();
  await page.getByRole('treeitem', { name: /Bore/ }).click();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog).toContainText('Whenever a critical rule of Bore fires');
  await dialog.getByRole('button', { name: 'Add Reaction' }).click();
  await expect(page.getByText('When a critical rule of Bore fires')).toBeVisible();

  await api.postSample(bore.id, 99);

  await page.goto(`${server.url}/connectivity/browse?server=opcua-${id}&node=${encodeURIComponent(STOP)}`);
  await expect(page.getByTestId('node-value')).toHaveText('true');
});

test('what cannot be right is refused beside its field', async ({ page, server, machines }) => {
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/servers/new/opcua');
  const endpoint = page.getByRole('textbox', { name: 'Endpoint' });

  // Known in the browser.
  await endpoint.fill('https://plc');
  await page.getByRole('button', { name: 'Create Server' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAccessibleDescription(
    'This is needed',
  );
  await expect(endpoint).toHaveAccessibleDescription(/^An address like/);

  // Known to the server only.
  await endpoint.fill(machines.endpoint);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Line 1');
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption('Certificate');
  await page.getByLabel('User certificate', { exact: true }).fill('no certificate');
  await page.getByLabel('User key', { exact: true }).fill('no key');
  await page.getByRole('button', { name: 'Create Server' }).click();
  await expect(page.getByLabel('User certificate', { exact: true })).toHaveAccessibleDescription(
    /no PEM certificate/,
  );

  // A connection that fails is told as one.
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption('Anonymous');
  await machines.stop();
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByTestId('test-result')).toHaveClass(/text-alarm/, { timeout: 30_000 });
});

test.describe('a secured server', () => {
  test.skip(!SecuredOpcuaServer.isInstalled(), 'npm ci in tests/peers installs its other side');

  test('is connected to once an administrator trusts its certificate, one click away from the failure', async ({
    page,
    server,
    secured,
  }) => {
    test.slow();
    await haveSession(page, server, ADMIN.username, ADMIN.password);
    await openLive(page, server, '/connectivity/servers/new/opcua');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Furnace');
    await page.getByRole('textbox', { name: 'Endpoint' }).fill(secured.endpoint);
    await page.getByRole('combobox', { name: 'Security policy' }).selectOption('Aes256-Sha256-RsaPss');
    await page.getByRole('combobox', { name: 'Sign in as' }).selectOption('Username + Password');
    await page.getByRole('textbox', { name: 'Username' }).fill('openspc');
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Create Server' }).click();
    await expect(serverRow(page, 'Furnace')).toContainText('certificate is not trusted');

    await serverRow(page, 'Furnace').getByRole('link', { name: 'Review certificates' }).click();
    await page.getByRole('button', { name: /^Trust/ }).click();
    await page
      .getByRole('dialog', { name: /^Trust/ })
      .getByRole('button', { name: 'Trust' })
      .click();
    await expect(page.getByText('No certificate was rejected.')).toBeVisible();

    await navigate(page, 'Servers');
    await expect(serverRow(page, 'Furnace').getByText('Connected', { exact: true })).toBeVisible({
      timeout: 60_000,
    });
  });
});

test('our certificate can be downloaded for the trust list of a server', async ({ page, server }) => {
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/servers/certificates');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await downloading).suggestedFilename()).toBe('openspc.der');
});

test('an operator is not led here, and an address leads back', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/dashboard?plant=2&c=1');
  await expect(page.getByRole('link', { name: 'Violations' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Connectivity' })).toHaveCount(0);
  await page.goto(`${demo.url}/connectivity/servers/certificates`);
  await expect(page.getByText('Access Denied').first()).toBeVisible();
  await expect(page).toHaveURL(/\/dashboard/);
});
