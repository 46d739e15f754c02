// The API's own documents come from the server alone: a plant's network has no way out.
import { expect, test } from './support/fixtures';

for (const { path, operation } of [
  { path: '/docs', operation: /auth/ },
  { path: '/redoc', operation: /Password login/ },
]) {
  test(`${path} is drawn without a request that leaves the host`, async ({ page, demo }) => {
    const outside: string[] = [];
    await page.route(
      (url) => url.origin !== demo.url && url.protocol.startsWith('http'),
      (route) => {
        outside.push(route.request().url());
        return route.abort();
      },
    );
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

    await page.goto(demo.url + path);

    await expect(page.getByRole('heading', { level: 1, name: /OpenSPC/ })).toBeVisible();
    await expect(page.getByRole('heading', { name: operation })).toBeVisible();
    expect(outside).toEqual([]);
    expect(complaints).toEqual([]);
  });
}
