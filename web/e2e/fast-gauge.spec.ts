// A gauge that types as fast as it measures, into a server that is slow, gone or restarted: every reading is in its
// subgroup, in order, none lost and none twice.
import type { Page } from '@playwright/test';
import type { Api } from './support/api';
import { ADMIN, expect, haveSession, test } from './support/fixtures';

const N = 4;
const READINGS = 24;
const BETWEEN_MS = 50;

/** Every one different, and as a gauge shows it. */
const readings = Array.from({ length: READINGS }, (_, index) => (500.1 + index / 10).toFixed(1));
const subgroups = (texts: readonly string[], size: number): number[][] =>
  Array.from({ length: texts.length / size }, (_, index) =>
    texts.slice(index * size, (index + 1) * size).map(Number),
  );

async function measure(page: Page, texts: readonly string[] = readings): Promise<void> {
  for (const text of texts) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(BETWEEN_MS);
  }
}

/** The answer comes late, as over a bad radio link. */
async function delayAnswers(page: Page, ms: number): Promise<void> {
  await page.route('**/api/v1/samples/', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const reply = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, ms));
    return route.fulfill({ response: reply }).catch(() => undefined);
  });
}

const stored = async (api: Api, id: number): Promise<number[][]> =>
  (await api.samples(id)).map(({ measurements }) => measurements);

async function openEntry(page: Page, url: string, id: number): Promise<void> {
  await page.goto(`${url}/data-entry?plant=1&c=${id}`);
  await expect(page.getByLabel('Reading 1')).toBeFocused();
}

for (const latency of [0, 150, 1_000]) {
  test(`twenty readings a second arrive over ${latency} ms`, async ({ page, server, api }) => {
    const { id } = await api.createCharacteristic({ subgroup_size: N });
    await haveSession(page, server, ADMIN.username, ADMIN.password);
    await delayAnswers(page, latency);
    await openEntry(page, server.url, id);
    await measure(page);
    await expect.poll(() => stored(api, id), { timeout: 30_000 }).toEqual(subgroups(readings, N));
  });
}

test('they arrive in a server that is killed and started meanwhile', async ({ page, server, api }) => {
  const { id } = await api.createCharacteristic({ subgroup_size: N });
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openEntry(page, server.url, id);
  await measure(page, readings.slice(0, 6));
  await server.kill();
  await measure(page, readings.slice(6, 18));
  await server.start();
  await measure(page, readings.slice(18));
  await expect.poll(() => stored(api, id), { timeout: 30_000 }).toEqual(subgroups(readings, N));
});

test('they survive a reload while the server is away, half a subgroup included', async ({
  page,
  server,
  api,
  context,
}) => {
  const { id } = await api.createCharacteristic({ subgroup_size: N });
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await page.route('**/api/v1/samples/', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await openEntry(page, server.url, id);
  await measure(page, readings.slice(0, 10));
  await expect(page.getByRole('status').filter({ hasText: '2 samples wait' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Reading 3')).toBeFocused();
  await context.unrouteAll();
  await page.unrouteAll();
  await measure(page, readings.slice(10, 12));
  await expect.poll(() => stored(api, id), { timeout: 30_000 }).toEqual(subgroups(readings.slice(0, 12), N));
});

test('Quick Entry takes them as well, from the very first sample on', async ({ page, server, api }) => {
  const { id } = await api.createCharacteristic({ subgroup_size: N });
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await delayAnswers(page, 150);
  await page.goto(`${server.url}/dashboard?plant=1&c=${id}`);
  await page.getByRole('button', { name: 'Enter', exact: true }).first().click();
  await expect(page.getByLabel('Reading 1')).toBeFocused();
  await measure(page);
  await expect.poll(() => stored(api, id), { timeout: 30_000 }).toEqual(subgroups(readings, N));
});

test('counts arrive as well', async ({ page, server, api }) => {
  const { id } = await api.createCharacteristic({ data_type: 'c', subgroup_size: 1 });
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await delayAnswers(page, 150);
  await page.goto(`${server.url}/data-entry?plant=1&c=${id}`);
  await expect(page.getByLabel('Defects found')).toBeFocused();
  const counts = ['3', '0', '5', '12', '7', '1', '4', '2'];
  await measure(page, counts);
  await expect
    .poll(async () => (await api.samples(id)).map(({ defect_count }) => String(defect_count)), {
      timeout: 30_000,
    })
    .toEqual(counts);
});

test('Quick Entry asks before it stores 120 for a process of 12.000', async ({ page, server, api }) => {
  const { id } = await api.createCharacteristic();
  await api.setLimits(id, 12, 0.05);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await page.goto(`${server.url}/dashboard?plant=1&c=${id}`);
  await page.getByRole('button', { name: 'Enter', exact: true }).first().click();
  await measure(page, ['120']);
  await expect(page.getByRole('alert').filter({ hasText: '120 is far from' })).toBeVisible();
  await measure(page, ['12.01']);
  await expect.poll(() => stored(api, id)).toEqual([[12.01]]);
});
