// The server dies and comes back; whoever watches sees that it is away, and misses nothing of what came in the meantime.
import { ADMIN, expect, haveSession, openLive, test } from './support/fixtures';
import { ticker } from './support/dashboard';

test('a killed server is visible, and samples of the gap appear when the page is connected again', async ({
  page,
  server,
  api,
}) => {
  const bore = await api.createCharacteristic();
  await api.postSample(bore.id, 10.01);
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await openLive(page, server, `/dashboard?c=${bore.id}`);
  const connection = page.getByTestId('connection');
  await expect(ticker(page, 'Last')).toHaveText('10.010');

  await server.kill();
  await expect(connection).toContainText('Disconnected');
  await expect(connection).toContainText(/Trying again in \d+ s/);
  await expect(page.getByText('Live updates are interrupted', { exact: true })).toBeVisible();

  // The page stays cut off until the samples of the gap are in.
  await page.route('**/api/**', (route) => route.abort());
  await server.start();
  await api.postSample(bore.id, 10.07);
  await api.postSample(bore.id, 10.08);
  await page.unroute('**/api/**');

  await expect(connection).toHaveAttribute('data-state', 'open');
  await expect(
    page.getByText('Live updates are back; everything was refreshed', { exact: true }),
  ).toBeVisible();
  await expect(ticker(page, 'Last')).toHaveText('10.080');
  await expect(page.getByTestId('chart-location')).toHaveAttribute('data-points', '3');
});

test('nobody who is impatient has to wait for the next attempt', async ({ page, server, api }) => {
  const bore = await api.createCharacteristic();
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await page.clock.install();
  await openLive(page, server, `/dashboard?c=${bore.id}`);
  await server.kill();
  await expect(page.getByTestId('connection')).toContainText('Disconnected');
  // From here on time stands still, so that only the person can end the waiting.
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'waiting');
  await server.start();

  await page.getByRole('button', { name: 'Reconnect now' }).click();

  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'open');
});

test('a page that opens while the server is away says so and continues by itself', async ({
  page,
  server,
  api,
}) => {
  const bore = await api.createCharacteristic();
  await haveSession(page, server, ADMIN.username, ADMIN.password);
  await page.route('**/api/v1/auth/refresh', (route) => route.abort());
  await page.goto(`${server.url}/dashboard?c=${bore.id}`);
  await expect(page.getByText('The server does not answer')).toBeVisible();

  await page.unroute('**/api/v1/auth/refresh');

  await expect(page.getByRole('heading', { level: 2, name: 'Bore' })).toBeVisible();
});
