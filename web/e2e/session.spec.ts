// Coming in, staying in, going out: one session for all tabs of a browser.
import { ADMIN, DEMO_PASSWORD, expect, haveSession, openLive, test } from './support/fixtures';
import { OpenspcServer } from './support/server';
import { fillSignIn } from './support/sign-in';

const signInHeading = { level: 1, name: 'Sign In' } as const;
const pageHeading = { level: 1, name: 'Violations' } as const;

test('a wrong password is refused in words, and the right one then leads on', async ({ page, server }) => {
  await page.goto(`${server.url}/violations`);

  await fillSignIn(page, ADMIN.username, 'not the password');
  await expect(page.getByRole('alert')).toContainText('Incorrect username or password');
  await expect(page.getByLabel('Password')).toBeFocused();

  await fillSignIn(page, ADMIN.username, ADMIN.password);
  await expect(page.getByRole('heading', pageHeading)).toBeVisible();
});

test('empty fields are named before anything is sent', async ({ page, freshServer: server }) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Enter your username');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Enter your password');
});

test('guessing passwords is slowed down and the page says why', async ({ page }) => {
  const server = await OpenspcServer.start({ env: { OPENSPC_RATE_LIMIT_LOGIN: '2/minute' } });
  try {
    await page.goto(server.url);
    for (const guess of ['one', 'two']) {
      const answer = page.waitForResponse('**/auth/login');
      await fillSignIn(page, 'admin', guess);
      expect((await answer).status()).toBe(401);
    }
    await fillSignIn(page, 'admin', 'three');
    await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Try again in \d+ seconds\./);
  } finally {
    await server.stop();
  }
});

test('the people of the demo leave attempts to whoever looks at it', async ({ request }) => {
  const demo = await OpenspcServer.start({ command: 'demo', args: ['--days', '5', '--speed', '0.01'] });
  try {
    for (let attempt = 0; attempt < 6; ++attempt) {
      const answer = await request.post(`${demo.url}/api/v1/auth/login`, {
        data: { username: 'admin', password: DEMO_PASSWORD },
      });
      expect(answer.status()).toBe(200);
    }
  } finally {
    await demo.stop();
  }
});

test.describe('signed in', () => {
  test.beforeEach(async ({ page, server }) => {
    await haveSession(page, server, ADMIN.username, ADMIN.password);
  });

  test('tabs take turns at the refresh cookie, so that none of them signs the others out', async ({
    page,
    server,
    context,
  }) => {
    const other = await context.newPage();
    await Promise.all([page, other].map((tab) => tab.goto(`${server.url}/violations`)));
    await expect(page.getByRole('heading', pageHeading)).toBeVisible();
    await expect(other.getByRole('heading', pageHeading)).toBeVisible();
  });

  test('two tabs that refresh with the same cookie at once both stay signed in', async ({
    page,
    server,
    context,
  }) => {
    const other = await context.newPage();
    // Without the lock that makes tabs take turns.
    await context.addInitScript(() => {
      const request = (_: string, work: () => unknown) => work();
      Object.defineProperty(navigator, 'locks', { value: { request } });
    });
    const cookies: (string | undefined)[] = [];
    let release = (): void => undefined;
    const bothAsk = new Promise<void>((resolve) => {
      release = resolve;
    });
    await context.route('**/auth/refresh', async (route) => {
      cookies.push((await route.request().allHeaders()).cookie);
      if (cookies.length === 2) release();
      await bothAsk;
      await route.continue();
    });
    await Promise.all([page, other].map((tab) => tab.goto(`${server.url}/violations`)));
    await expect(page.getByRole('heading', pageHeading)).toBeVisible();
    await expect(other.getByRole('heading', pageHeading)).toBeVisible();
    expect(cookies[0]).toBe(cookies[1]);
    await context.unroute('**/auth/refresh');

    await Promise.all([page, other].map((tab) => tab.reload()));

    await expect(page.getByRole('heading', pageHeading)).toBeVisible();
    await expect(other.getByRole('heading', pageHeading)).toBeVisible();
  });

  test('a page that meets the limit of refreshes says how long it waits, and goes on by itself', async ({
    page,
    server,
  }) => {
    let refusals = 1;
    await page.route('**/auth/refresh', async (route) => {
      if (refusals === 0) return route.continue();
      refusals -= 1;
      return route.fulfill({
        status: 429,
        headers: { 'Retry-After': '2' },
        json: { error: 'Rate limit exceeded', detail: 'Try again in 2 seconds.', retry_after: 2 },
      });
    });
    await page.goto(`${server.url}/violations`);
    await expect(page.getByRole('status')).toContainText('The server asks to wait');
    await expect(page.getByRole('heading', pageHeading)).toBeVisible();
  });

  test('a page that is left while it renews its session does not end it', async ({ page, server }) => {
    // The refresh is on its way when the page goes, and its answer meets nobody.
    for (let visit = 0; visit < 3; visit += 1) {
      const renewing = page.waitForRequest('**/auth/refresh');
      await page.goto(`${server.url}/violations`, { waitUntil: 'commit' });
      await renewing;
    }
    await expect(page.getByRole('heading', pageHeading)).toBeVisible();
  });

  test('signing out ends the session: going back or reloading shows the sign-in', async ({
    page,
    server,
  }) => {
    await page.goto(`${server.url}/violations`);
    await page.getByRole('button', { name: 'User menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign Out' }).click();
    await expect(page.getByRole('heading', signInHeading)).toBeVisible();

    await page.goto(`${server.url}/violations`);

    await expect(page.getByRole('heading', signInHeading)).toBeVisible();
  });

  test('signing out in one tab signs out the other at its next step', async ({ page, server, context }) => {
    const other = await context.newPage();
    await openLive(other, server, '/dashboard');
    await openLive(page, server, '/dashboard');
    await page.getByRole('button', { name: 'User menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign Out' }).click();
    await expect(page.getByRole('heading', signInHeading)).toBeVisible();

    await other.getByRole('link', { name: 'Violations' }).click();

    await expect(other.getByRole('heading', signInHeading)).toBeVisible();
  });

  test('an ended session leads to the sign-in and from there back to where one was', async ({
    page,
    server,
    api,
  }) => {
    const bore = await api.createCharacteristic();
    await page.clock.install();
    await openLive(page, server, `/dashboard?plant=1&c=${bore.id}&view=table`);
    const address = page.url();
    await page.context().clearCookies();

    // Later than the moment at which the page renews its token.
    await page.clock.fastForward('20:00');
    await expect(page.getByRole('heading', signInHeading)).toBeVisible();
    await fillSignIn(page, ADMIN.username, ADMIN.password);

    await expect(page.getByRole('heading', { level: 2, name: 'Bore' })).toBeVisible();
    expect(page.url()).toBe(address);
  });

  test('an address from outside does not lead away after the sign-in', async ({ page, server }) => {
    await page.goto(`${server.url}/login?next=${encodeURIComponent('//example.com/')}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeAttached();
    expect(new URL(page.url()).origin).toBe(server.url);
  });
});
