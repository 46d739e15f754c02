// The page's single live connection: its state for whoever shows it, and events for whoever listens.
import { api, unwrap } from '@/shared/api/client';
import { ApiError } from '@/shared/api/errors';
import { accessToken } from '@/shared/auth/session';
import { create } from 'zustand';
import { LiveConnection, type LiveStatus } from './live-connection';
import type { LiveEvent } from './messages';

export const useLiveStatus = create<LiveStatus>(() => ({ state: 'off', lastMessageAt: null, retryAt: null }));

type EventListener = (event: LiveEvent) => void;
const eventListeners = new Set<EventListener>();
const reconnectListeners = new Set<() => void>();

const credential = async (): Promise<string> => {
  try {
    const { ticket } = await unwrap(api.POST('/api/v1/auth/ws-ticket'));
    return `ticket=${encodeURIComponent(ticket)}`;
  } catch (error) {
    // A server of version 0.4 knows no tickets and takes the access token.
    const token = accessToken();
    if (error instanceof ApiError && error.status === 404 && token)
      return `token=${encodeURIComponent(token)}`;
    throw error;
  }
};

const socketUrl = async (): Promise<string> => {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/samples?${await credential()}`;
};

export const live = new LiveConnection({
  url: socketUrl,
  onStatus: (status) => useLiveStatus.setState(status),
  onEvent: (event) => eventListeners.forEach((listener) => listener(event)),
  onReconnect: () => reconnectListeners.forEach((listener) => listener()),
});

export function onLiveEvent(listener: EventListener): () => void {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

export function onLiveReconnect(listener: () => void): () => void {
  reconnectListeners.add(listener);
  return () => reconnectListeners.delete(listener);
}

/** Queries poll at this interval while the socket is down and not at all while it is up. */
export const DISCONNECTED_POLL_MS = 30_000;

export function usePollWhileDisconnected(): number | false {
  const isOpen = useLiveStatus((status) => status.state === 'open');
  return isOpen ? false : DISCONNECTED_POLL_MS;
}
