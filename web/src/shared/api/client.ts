// The one door to the server. Called by the query and mutation hooks; typed by path from the generated schema.
// Every call carries the access token, is repeated once after a refresh when the token has expired, and throws ApiError
// (the server refused) or NetworkError (nothing answered).
import createClient from 'openapi-fetch';
import { accessToken, refreshAfterUnauthorized } from '@/shared/auth/session';
import { apiErrorFrom, NetworkError } from './errors';
import type { paths } from './schema.gen';
import { noteServerTime } from './server-clock';

const send = async (request: Request): Promise<Response> => {
  const token = accessToken();
  if (token) request.headers.set('Authorization', `Bearer ${token}`);
  try {
    const reply = await fetch(request);
    noteServerTime(reply.headers.get('Date'));
    return reply;
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new NetworkError(cause);
  }
};

const authorizedFetch = async (request: Request): Promise<Response> => {
  const spare = request.clone();
  const tokenUsed = accessToken();
  const reply = await send(request);
  if (reply.status !== 401) return reply;
  return (await refreshAfterUnauthorized(tokenUsed)) ? send(spare) : reply;
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: authorizedFetch,
});

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Turns openapi-fetch's either-or into a value or a thrown ApiError. */
export async function unwrap<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw apiErrorFrom(response.status, error);
  return data as T;
}
