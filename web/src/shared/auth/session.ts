// Who is signed in. Owns the access token, which lives in memory only; the refresh token is an httpOnly cookie that this
// code never sees. Refreshes 120 s before expiry, and at most once at a time: concurrent callers share one refresh, tabs
// take turns, because the server rotates the cookie and, after half a minute, treats a reused one as stolen.
import { create } from 'zustand';
import { ApiError, apiErrorFrom, NetworkError } from '@/shared/api/errors';
import type { CurrentUser, LoginReply, TokenReply } from '@/shared/api/types';
import { oneTabAtATime } from './one-tab';
import { tokenExpiry } from './token';

export type SessionStatus =
  | 'restoring' // the page has loaded and asks the cookie who we are
  | 'unreachable' // it could not ask; tried again soon
  | 'waiting' // the server answers, and asks to come again in a while
  | 'anonymous'
  | 'must-change-password'
  | 'signed-in';

interface SessionState {
  status: SessionStatus;
  user: CurrentUser | null;
  /** When the page asks again by itself, in milliseconds since 1970; while waiting. */
  retryAt?: number | undefined;
}

export const useSession = create<SessionState>(() => ({ status: 'restoring', user: null }));

const REFRESH_AHEAD_MS = 120_000;
const RETRY_MS = 5_000;

let token: string | null = null;
let refreshTimer: ReturnType<typeof setTimeout> | undefined;
let refreshing: Promise<boolean> | undefined;

export const accessToken = (): string | null => token;

const call = async <T>(path: string, init: RequestInit): Promise<T> => {
  let reply: Response;
  try {
    reply = await fetch(`/api/v1/auth/${path}`, { credentials: 'same-origin', ...init });
  } catch (cause) {
    throw new NetworkError(cause);
  }
  const body: unknown = await reply.json().catch(() => null);
  if (!reply.ok) throw apiErrorFrom(reply.status, body);
  return body as T;
};

const refused = (error: unknown): boolean =>
  !(error instanceof NetworkError) && (error as { status?: number }).status === 401;

/** Milliseconds until it is worth asking again after such an error. */
const patienceFor = (error: unknown): number =>
  error instanceof ApiError && error.retryAfter !== undefined ? error.retryAfter * 1_000 : RETRY_MS;

const forget = (): void => {
  token = null;
  clearTimeout(refreshTimer);
  useSession.setState({ status: 'anonymous', user: null, retryAt: undefined });
};

const adopt = (accessTokenText: string): void => {
  token = accessTokenText;
  clearTimeout(refreshTimer);
  const expiry = tokenExpiry(accessTokenText);
  if (expiry === null) return;
  const wait = Math.max(expiry - Date.now() - REFRESH_AHEAD_MS, 1_000);
  refreshTimer = setTimeout(() => void keepAlive(), wait);
};

const enter = (user: CurrentUser, mustChange: boolean): void => {
  const status = mustChange ? 'must-change-password' : 'signed-in';
  useSession.setState({ user, status, retryAt: undefined });
};

/** True when a fresh token was obtained; false when the cookie is no longer good. Throws when the server is away. */
const refresh = (): Promise<boolean> => {
  refreshing ??= oneTabAtATime('openspc.refresh', async () => {
    try {
      // Each cookie is good once and, for half a minute, for the same answer again. A page that is closed while the answer
      // is under way must still leave the new cookie behind, or the next visit would be taken for a thief's.
      adopt((await call<TokenReply>('refresh', { method: 'POST', keepalive: true })).access_token);
      return true;
    } catch (error) {
      if (refused(error)) return false;
      throw error;
    }
  }).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
};

const keepAlive = async (): Promise<void> => {
  try {
    if (!(await refresh())) forget();
  } catch (error) {
    refreshTimer = setTimeout(() => void keepAlive(), patienceFor(error));
  }
};

/**
 * For a request that met 401: true when it is worth repeating. `tokenUsed` tells a token that has been replaced meanwhile
 * from one that must be refreshed now.
 */
export async function refreshAfterUnauthorized(tokenUsed: string | null): Promise<boolean> {
  if (token !== null && token !== tokenUsed) return true;
  try {
    if (await refresh()) return true;
  } catch {
    return false;
  }
  forget();
  return false;
}

const withToken = (): RequestInit => ({ headers: { Authorization: `Bearer ${token ?? ''}` } });

/** Called once when the page loads. */
export async function restoreSession(): Promise<void> {
  try {
    if (!(await refresh())) {
      forget();
      return;
    }
    const user = await call<CurrentUser>('me', withToken());
    enter(user, user.must_change_password);
  } catch (error) {
    if (refused(error)) {
      forget();
      return;
    }
    const wait = patienceFor(error);
    const answers = error instanceof ApiError && error.retryAfter !== undefined;
    useSession.setState(
      answers ? { status: 'waiting', retryAt: Date.now() + wait } : { status: 'unreachable' },
    );
    setTimeout(() => void restoreSession(), wait);
  }
}

const post = <T>(path: string, body: unknown): Promise<T> =>
  call<T>(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
  });

export interface Credentials {
  username: string;
  password: string;
  rememberMe: boolean;
}

export async function signIn({ username, password, rememberMe }: Credentials): Promise<void> {
  token = null;
  const reply = await post<LoginReply>('login', { username, password, remember_me: rememberMe });
  adopt(reply.access_token);
  enter(reply.user, reply.must_change_password);
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await post('change-password', { current_password: currentPassword, new_password: newPassword });
  // The server may end every older session with the password; a new pair makes this one independent of that.
  if (!(await refresh())) {
    forget();
    return;
  }
  const { user } = useSession.getState();
  if (user) enter({ ...user, must_change_password: false }, false);
}

export async function signOut(): Promise<void> {
  try {
    await post('logout', {});
  } finally {
    forget();
  }
}
