// From a broker's address to a chart that a machine draws: the engineer's way through the Connectivity Hub.
import type { Page } from '@playwright/test';
import { ADMIN, expect, haveSession, openLive, test as base } from './support/fixtures';
import { MqttBroker } from './support/mqtt';

const test = base.extend<{ broker: MqttBroker }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  broker: async ({}, use) => {
    const broker = await MqttBroker.start();
    await use(broker);
    await broker.remove();
  },
});

const TOPIC = 'hall/lathe-3/bore';

const serverRow = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Servers' }).getByRole('listitem').filter({ hasText: name });
const mappingRow = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

test('an engineer adds a broker, finds a topic, maps it, and the chart shows what the machine measures', async ({
  page,
  server,
  api,
  broker,
}) => {
  // Listening to live messages takes its seconds.
  test.slow();
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 10, 0.1);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/dashboard');

  // A broker.
  await page.getByRole('link', { name: 'Connectivity' }).click();
  await expect(page.getByText('No data sources configured')).toBeVisible();
  await page.getByRole('link', { name: 'Add Server' }).click();
  await page.getByRole('link', { name: 'MQTT Broker' }).click();
  await expect(page.getByRole('heading', { name: 'New MQTT Broker' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Hall A');
  await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Port' }).fill(String(broker.port));
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByTestId('test-result')).toContainText('Connected with MQTT 5');
  await page.getByRole('button', { name: 'Create Broker' }).click();
  await expect(serverRow(page, 'Hall A').getByText('Connected', { exact: true })).toBeVisible();

  // What it carries.
  const navigation = page.getByRole('navigation', { name: 'Connectivity navigation' });
  await navigation.getByRole('link', { name: 'Browse' }).click();
  await page.getByRole('combobox', { name: 'Server' }).selectOption('Hall A');
  await page.getByRole('button', { name: 'Start Discovery' }).click();
  await expect(page.getByText('Scanning for topics…')).toBeVisible();
  await broker.publish(TOPIC, '10.01');
  await page.getByRole('treeitem', { name: 'bore' }).click();
  const preview = page.getByRole('region', { name: 'Live Preview' });
  await expect(preview).toContainText('Listening…');
  await expect(async () => {
    await broker.publish(TOPIC, '10.02');
    await expect(preview.getByRole('listitem').first()).toContainText('10.02', { timeout: 1_000 });
  }).toPass();

  // Its mapping, tried before it is saved.
  const quickMap = page.getByRole('region', { name: 'Map to a Characteristic' });
  await quickMap.getByRole('button', { name: /^Characteristic:/ }).click();
  await page.getByRole('treeitem', { name: /Bore/ }).click();
  await quickMap.getByRole('button', { name: 'Try on live data' }).click();
  await expect(async () => {
    await broker.publish(TOPIC, '10.03');
    await expect(quickMap.getByText(/messages? (is|are) (a )?measurements?/)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(quickMap.getByRole('listitem').first()).toContainText('10.03');
  await quickMap.getByRole('button', { name: 'Map Topic' }).click();
  await expect(quickMap).toContainText('Mapped to Bore');

  // Its samples.
  await navigation.getByRole('link', { name: 'Mapping' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText(TOPIC);
  await expect(mappingRow(page, 'Bore')).toContainText('Nothing yet');
  for (const value of ['10.01', '9.99', '10.02']) await broker.publish(TOPIC, value);
  await expect(mappingRow(page, 'Bore')).toContainText('3 messages · 3 samples');
  await expect(mappingRow(page, 'Bore')).toContainText('Receiving');
  await expect(mappingRow(page, 'Bore')).toContainText('10.020');
  await broker.publish(TOPIC, 'no number');
  await expect(mappingRow(page, 'Bore')).toContainText(/1 rejected: not a number/);

  await page.goto(`${server.url}/dashboard?c=${bore.id}`);
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '3');
  await expect(page.getByTestId('source')).toHaveAttribute('data-health', 'live');
  await expect(page.getByTestId('source')).toContainText(`MQTT ${TOPIC}`);
  await broker.publish(TOPIC, '10.00');
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '4');
});

test('what cannot be right is refused beside its field', async ({ page, server, api, broker }) => {
  await api.createBroker('Hall A', broker.port);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/servers/new/mqtt');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  const port = page.getByRole('textbox', { name: 'Port' });

  // Known in the browser.
  await port.fill('70000');
  await page.getByRole('button', { name: 'Create Broker' }).click();
  await expect(name).toHaveAccessibleDescription('This is needed');
  await expect(port).toHaveAccessibleDescription('A whole number from 1 to 65535');

  // Known to the server only.
  await port.fill(String(broker.port));
  await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
  await name.fill('Hall A');
  await page.getByRole('button', { name: 'Create Broker' }).click();
  await expect(name).toHaveAccessibleDescription(/already exists/);
  await name.fill('Hall B');
  await page.getByLabel('Use TLS').check();
  await page.getByLabel('CA certificate', { exact: true }).fill('no certificate');
  await page.getByRole('button', { name: 'Create Broker' }).click();
  await expect(page.getByLabel('CA certificate', { exact: true })).toHaveAccessibleDescription(
    /no PEM certificate/,
  );

  // A connection that fails is told as one.
  await page.getByLabel('Use TLS').uncheck();
  await broker.stop();
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByTestId('test-result')).toContainText('Connection refused');
});

test('a broker that goes away is told on every page, and comes back by itself', async ({
  page,
  server,
  api,
  broker,
}) => {
  const bore = await api.createCharacteristic();
  const { id } = await api.createBroker('Hall A', broker.port);
  await api.mapTopic(bore.id, id, TOPIC);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/monitor');
  const card = page.getByRole('region', { name: 'Hall A' });
  await expect(card).toContainText('Connected');

  await broker.stop();
  await expect(card).toContainText(/Error|Connecting/);
  await expect(card).toContainText('Connection refused');
  await page.goto(`${server.url}/dashboard?c=${bore.id}`);
  await expect(page.getByTestId('source')).toHaveAttribute('data-health', 'disconnected');

  await broker.start();
  await page.goto(`${server.url}/connectivity/servers`);
  await expect(serverRow(page, 'Hall A').getByText('Connected', { exact: true })).toBeVisible({
    timeout: 45_000,
  });
});

test('mappings come from a file, and what does not fit is listed with its line', async ({
  page,
  server,
  api,
  broker,
}) => {
  const bore = await api.createCharacteristic();
  const { id } = await api.createBroker('Hall A', broker.port);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, '/connectivity/mapping');
  await expect(page.getByText('Showing 0 mappings (1 unmapped characteristics)')).toBeVisible();

  await page.getByRole('button', { name: 'Import CSV' }).click();
  const csv = ['characteristic_id,broker_id,mqtt_topic', `${bore.id},${id},${TOPIC}`, `99,${id},other`];
  await page
    .getByTestId('csv-file')
    .setInputFiles({ name: 'map.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.join('\n')) });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import Mappings' });
  await expect(dialog).toContainText('1 of 2 rows imported');
  await expect(dialog.getByRole('row').nth(1)).toHaveText(/^3.*Characteristic 99 not found/);
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  await expect(mappingRow(page, 'Bore')).toContainText(TOPIC);
  await page.getByRole('button', { name: 'Switch off the mapping of Bore' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('Off');
  await page.getByRole('button', { name: 'Remove the mapping of Bore' }).click();
  await page.getByRole('button', { name: 'Remove Mapping' }).click();
  await expect(mappingRow(page, 'Bore')).toContainText('-- unmapped --');
});

test('an operator is not led here, and an address leads back', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/dashboard?plant=2&c=1');
  await expect(page.getByRole('link', { name: 'Violations' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Connectivity' })).toHaveCount(0);
  await page.goto(`${demo.url}/connectivity/servers`);
  await expect(page.getByText('Access Denied').first()).toBeVisible();
  await expect(page).toHaveURL(/\/dashboard/);
});
