// What every browser test starts from: servers that are started when a test names them, and the ways into the page.
import { test as base, expect, type Page } from '@playwright/test';
import { Api } from './api';
import { OpenspcServer } from './server';

export const DEMO_PASSWORD = 'openspc-demo';
export const ADMIN = { username: 'admin', password: 'a-better-one-1' } as const;

export type DemoUser = 'admin' | 'engineer' | 'supervisor' | 'operator';

interface TestFixtures {
  /** A server on an empty folder, as it is on its first day. */
  freshServer: OpenspcServer;
  /** One whose administrator has changed the first password to ADMIN's. */
  server: OpenspcServer;
  /** That administrator, at work in a script. */
  api: Api;
  opened: { server: OpenspcServer; api: Api };
}

interface WorkerFixtures {
  /** The demo, with a simulator so slow that the history stands still. Shared by all tests that only look or add. */
  demo: OpenspcServer;
}

export async function firstPassword(server: OpenspcServer): Promise<string> {
  const [, password = ''] = await server.printed(/^First sign-in: user 'admin', password '([^']+)'/m);
  return password;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  freshServer: async ({}, use) => {
    const server = await OpenspcServer.start();
    await use(server);
    await server.stop();
  },
  opened: async ({ freshServer }, use) => {
    const first = await firstPassword(freshServer);
    const api = await Api.signIn(freshServer.url, ADMIN.username, first);
    await api.changePassword(first, ADMIN.password);
    await use({ server: freshServer, api });
  },
  server: ({ opened }, use) => use(opened.server),
  api: ({ opened }, use) => use(opened.api),
  demo: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const demo = await OpenspcServer.start({
        command: 'demo',
        args: ['--days', '30', '--speed', '0.01'],
        // Many sign-ins and reloads from one address within a minute would meet the rate limits.
        env: { OPENSPC_DEV_MODE: 'true' },
      });
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker' },
  ],
});

/** Puts the session's cookie into the browser, as an earlier visit would have. */
export async function haveSession(
  page: Page,
  { url }: OpenspcServer,
  username: string,
  password: string = DEMO_PASSWORD,
): Promise<void> {
  const reply = await page.request.post(`${url}/api/v1/auth/login`, { data: { username, password } });
  expect(reply.status()).toBe(200);
}

/** Opens an address of the page and waits for live updates, so that what is posted next arrives by itself. */
export async function openLive(page: Page, { url }: OpenspcServer, path: string): Promise<void> {
  await page.goto(url + path);
  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'open');
}

export { expect };
