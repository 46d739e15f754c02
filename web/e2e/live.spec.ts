// Measurements reach the screen by themselves, over the socket and nothing else.
import type { Page, WebSocket } from '@playwright/test';
import { ADMIN, expect, haveSession, openLive, test } from './support/fixtures';
import { ticker } from './support/dashboard';

const requestsTo = (page: Page, path: string): string[] => {
  const seen: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith(path)) seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
};

test.beforeEach(async ({ page, server, api }) => {
  const bore = await api.createCharacteristic();
  await api.setLimits(bore.id, 10, 0.1);
  for (const value of [10.02, 9.97, 10.01]) await api.postSample(bore.id, value);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
});

test('a posted sample moves chart, readout and table without a request of the page', async ({
  page,
  server,
  api,
}) => {
  await openLive(page, server, '/dashboard?c=1&view=table');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(1 + 3);
  // What arrives from here on can only have come through the socket.
  await page.route('**/api/**', (route) => route.abort());

  await api.postSample(1, 10.123);

  await expect(rows).toHaveCount(1 + 4);
  await expect(rows.nth(1)).toContainText('10.123');
  await expect(ticker(page, 'Last')).toHaveText('10.123');
});

/** Every text that the page has drawn on a canvas so far. */
async function drawnTexts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const drawn = new Set<string>();
    Object.assign(window, { drawnTexts: drawn });
    const fillText = Reflect.get(CanvasRenderingContext2D.prototype, 'fillText');
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
      drawn.add(text);
      Reflect.apply(fillText, this, [text, ...where]);
    };
  });
  return () => page.evaluate(() => [...(window as unknown as { drawnTexts: Set<string> }).drawnTexts]);
}

test('the point that breaks a rule is drawn with the number of the rule', async ({ page, server, api }) => {
  const drawn = await drawnTexts(page);
  await openLive(page, server, '/dashboard?c=1&hist=hidden');
  await expect.poll(drawn).toContain('UCL 10.300');
  expect(await drawn()).not.toContain('1');

  await api.postSample(1, 10.41);

  await expect.poll(drawn).toContain('1');
});

test('a violation shows at once wherever it matters: chart, list and counters', async ({
  page,
  server,
  api,
}) => {
  await openLive(page, server, '/dashboard?c=1');
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '3');

  await api.postSample(1, 10.41);

  await expect(page.getByText('1 Outlier').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Pending: 2' })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /Bore/ })).toContainText('OOC');
});

test('changed limits reach an open chart', async ({ page, server, api }) => {
  await openLive(page, server, '/dashboard?c=1');
  await expect(ticker(page, 'UCL')).toHaveText('10.300');

  await api.setLimits(1, 10, 0.2);

  await expect(ticker(page, 'UCL')).toHaveText('10.600');
});

test('a connected page does not poll, however long it stands open', async ({ page, server }) => {
  await page.clock.install();
  const connected = page.waitForEvent('websocket', (socket) => socket.url().includes('/ws/samples'));
  await openLive(page, server, '/dashboard?c=1');
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '3');
  const socket: WebSocket = await connected;
  const seen = requestsTo(page, '/api/');

  // Four pings lie further apart than three rounds of the polling that a lost connection falls back to.
  for (let ping = 0; ping < 4; ping += 1) {
    const pong = socket.waitForEvent('framereceived', ({ payload }) => payload.toString().includes('pong'));
    await page.clock.fastForward('00:25');
    await pong;
  }

  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'open');
  expect(seen).toEqual([]);
});

/** Waits until the chart is drawn and can be pointed at, and points at its last point. */
async function pointAtLast(page: Page): Promise<void> {
  const chart = page.getByTestId('chart-location');
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart.getByText('UCL', { exact: true })).toBeVisible();
}

test('an arriving point is emphasized for a moment', async ({ page, server, api }) => {
  await openLive(page, server, '/dashboard?c=1');
  await pointAtLast(page);
  const moved = page.evaluate(
    () =>
      new Promise<boolean>((resolve) =>
        document.addEventListener('animationstart', () => resolve(true), { once: true }),
      ),
  );

  await api.postSample(1, 10.05);

  expect(await moved).toBe(true);
});

test('whoever wants no motion gets the arriving point without any', async ({ page, server, api }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLive(page, server, '/dashboard?c=1');
  await pointAtLast(page);

  await api.postSample(1, 10.05);

  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '4');
  // The styles cut every animation to less than a frame; one that a busy browser has not ended yet moves nothing.
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration) > 1)
        .length,
  );
  expect(moving).toBe(0);
});
