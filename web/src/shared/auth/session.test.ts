// @vitest-environment jsdom
import {
  accessToken,
  refreshAfterUnauthorized,
  restoreSession,
  signIn,
  signOut,
  useSession,
} from './session';

const USER = { id: 1, username: 'eva', must_change_password: false, plant_roles: [] };

/** A token that says when it expires; its signature is the server's business. */
const jwt = (name: string, expiresInS = 900): string =>
  [name, btoa(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + expiresInS })), ''].join('.');

type Answer = { status: number; body: unknown } | 'unreachable';

/** Answers the routes under /api/v1/auth/ and counts the calls. */
function serve(answers: Record<string, () => Answer | Promise<Answer>>) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const path = url.replace('/api/v1/auth/', '');
    calls.push(path);
    const answer = await answers[path]!();
    if (answer === 'unreachable') throw new TypeError('fetch failed');
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  });
  return { count: (path: string) => calls.filter((call) => call === path).length };
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const REFUSED: Answer = { status: 401, body: { detail: 'Invalid refresh token' } };

const signedIn = async (token: string): Promise<void> => {
  serve({ login: () => ok({ access_token: token, user: USER, must_change_password: false }) });
  await signIn({ username: 'eva', password: 'x', rememberMe: false });
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const request = (_: string, work: () => Promise<unknown>) => work();
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
});

afterEach(async () => {
  serve({ logout: () => ok(null) });
  await signOut();
  Reflect.deleteProperty(navigator, 'locks');
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('refreshing', () => {
  it('asks once for many requests that met 401 at the same time', async () => {
    const old = jwt('old');
    await signedIn(old);
    const server = serve({ refresh: () => ok({ access_token: jwt('new') }) });
    const outcomes = await Promise.all([1, 2, 3].map(() => refreshAfterUnauthorized(old)));
    expect(outcomes).toEqual([true, true, true]);
    expect(server.count('refresh')).toBe(1);
  });

  it('does not ask for a request that had used a token that is replaced already', async () => {
    await signedIn(jwt('new'));
    const server = serve({});
    expect(await refreshAfterUnauthorized(jwt('old'))).toBe(true);
    expect(server.count('refresh')).toBe(0);
  });

  it('happens by itself two minutes before the token expires', async () => {
    await signedIn(jwt('old', 900));
    const next = jwt('next', 1800);
    const server = serve({ refresh: () => ok({ access_token: next }) });
    await vi.advanceTimersByTimeAsync(779_000);
    expect(server.count('refresh')).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.count('refresh')).toBe(1);
    expect(accessToken()).toBe(next);
  });

  it('signs out when the server refuses the cookie', async () => {
    const old = jwt('old');
    await signedIn(old);
    serve({ refresh: () => REFUSED });
    expect(await refreshAfterUnauthorized(old)).toBe(false);
    expect(useSession.getState()).toEqual({ status: 'anonymous', user: null });
    expect(accessToken()).toBeNull();
  });

  it('keeps the person signed in while the server is away', async () => {
    const old = jwt('old');
    await signedIn(old);
    serve({ refresh: () => 'unreachable' });
    expect(await refreshAfterUnauthorized(old)).toBe(false);
    expect(useSession.getState().status).toBe('signed-in');
  });
});

describe('restoring a session when the page loads', () => {
  it('signs in with the cookie', async () => {
    serve({ refresh: () => ok({ access_token: jwt('a') }), me: () => ok(USER) });
    await restoreSession();
    expect(useSession.getState()).toEqual({ status: 'signed-in', user: USER });
  });

  it('asks for the change of a password that must be changed', async () => {
    serve({
      refresh: () => ok({ access_token: jwt('a') }),
      me: () => ok({ ...USER, must_change_password: true }),
    });
    await restoreSession();
    expect(useSession.getState().status).toBe('must-change-password');
  });

  it('shows the sign-in page without a cookie', async () => {
    serve({ refresh: () => REFUSED });
    await restoreSession();
    expect(useSession.getState().status).toBe('anonymous');
  });

  it('waits as long as the server asks for, and says so', async () => {
    let answer: Answer = {
      status: 429,
      body: { error: 'Rate limit exceeded', detail: 'Try again in 42 seconds.', retry_after: 42 },
    };
    const server = serve({ refresh: () => answer, me: () => ok(USER) });
    await restoreSession();
    expect(useSession.getState()).toMatchObject({ status: 'waiting', retryAt: Date.now() + 42_000 });
    answer = ok({ access_token: jwt('a') });
    await vi.advanceTimersByTimeAsync(41_000);
    expect(server.count('refresh')).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(useSession.getState()).toEqual({ status: 'signed-in', user: USER });
  });

  it('tries again soon when the server is away', async () => {
    let answer: Answer = 'unreachable';
    serve({ refresh: () => answer, me: () => ok(USER) });
    await restoreSession();
    expect(useSession.getState().status).toBe('unreachable');
    answer = ok({ access_token: jwt('a') });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(useSession.getState().status).toBe('signed-in');
  });
});
