// One WebSocket that stays up: connects with a one-time ticket, pings so that neither side takes silence for death,
// comes back after a loss (1 s doubling to 30 s, with jitter) and subscribes again. Knows nothing of React or of caches:
// `onEvent` gets every event, `onReconnect` is told that events may have been missed.
import { type LiveEvent, type LiveMessage, parseMessage } from './messages';

export type LiveState = 'off' | 'connecting' | 'open' | 'waiting';

export interface LiveStatus {
  state: LiveState;
  lastMessageAt: number | null;
  /** When the next attempt starts, while waiting. */
  retryAt: number | null;
}

export interface LiveOptions {
  url: () => Promise<string>;
  onStatus: (status: LiveStatus) => void;
  onEvent: (event: LiveEvent) => void;
  onReconnect: () => void;
  openSocket?: (url: string) => WebSocket;
  random?: () => number;
}

export const PING_MS = 25_000;
/** No answer to a ping within this time means that the connection is dead, whatever the socket believes. */
export const PONG_MS = 10_000;
export const FIRST_RETRY_MS = 1_000;
export const LAST_RETRY_MS = 30_000;
const CONNECT_MS = 15_000;

type Timer = ReturnType<typeof setTimeout>;

export class LiveConnection {
  readonly #options: LiveOptions;
  #status: LiveStatus = { state: 'off', lastMessageAt: null, retryAt: null };
  #socket: WebSocket | null = null;
  #ids = new Set<number>();
  #attempt = 0;
  #everOpen = false;
  #retryTimer: Timer | undefined;
  #deadline: Timer | undefined;
  #pingTimer: Timer | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#status.state === 'off') void this.#connect();
  }

  stop(): void {
    this.#drop();
    clearTimeout(this.#retryTimer);
    this.#attempt = 0;
    this.#everOpen = false;
    this.#report({ state: 'off', retryAt: null });
  }

  /** Skips the rest of the waiting time. */
  retryNow(): void {
    if (this.#status.state === 'waiting') void this.#connect();
  }

  /** Replaces the set of characteristics to hear of; only the difference is sent. */
  watch(ids: Iterable<number>): void {
    const wanted = new Set(ids);
    this.#send(
      'unsubscribe',
      [...this.#ids].filter((id) => !wanted.has(id)),
    );
    this.#send(
      'subscribe',
      [...wanted].filter((id) => !this.#ids.has(id)),
    );
    this.#ids = wanted;
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#drop();
    this.#report({ state: 'connecting', retryAt: null });
    try {
      const url = await this.#options.url();
      if (this.#status.state !== 'connecting') return;
      this.#open((this.#options.openSocket ?? ((address) => new WebSocket(address)))(url));
    } catch {
      this.#retry();
    }
  }

  #open(socket: WebSocket): void {
    this.#socket = socket;
    const isCurrent = () => this.#socket === socket;
    this.#deadline = setTimeout(() => isCurrent() && this.#retry(), CONNECT_MS);
    socket.onopen = () => isCurrent() && this.#opened();
    socket.onmessage = ({ data }) => isCurrent() && this.#received(data as unknown);
    socket.onclose = () => isCurrent() && this.#retry();
  }

  #opened(): void {
    clearTimeout(this.#deadline);
    this.#send('subscribe', [...this.#ids]);
    this.#schedulePing();
    this.#report({ state: 'open', lastMessageAt: Date.now(), retryAt: null });
    if (this.#everOpen) this.#options.onReconnect();
    this.#everOpen = true;
  }

  #received(data: unknown): void {
    // The back-off starts over only when the server has really spoken: a socket that opens and is closed at once, as an
    // authentication failure does, must not be retried every second.
    this.#attempt = 0;
    clearTimeout(this.#deadline);
    this.#report({ lastMessageAt: Date.now() });
    const message = typeof data === 'string' ? parseMessage(data) : null;
    if (message) this.#dispatch(message);
  }

  #dispatch(message: LiveMessage): void {
    switch (message.type) {
      case 'subscribed':
      case 'unsubscribed':
      case 'pong':
      case 'error':
        return;
      default:
        this.#options.onEvent(message);
    }
  }

  #schedulePing(): void {
    clearTimeout(this.#pingTimer);
    this.#pingTimer = setTimeout(() => {
      this.#socket?.send(JSON.stringify({ type: 'ping' }));
      clearTimeout(this.#deadline);
      this.#deadline = setTimeout(() => this.#retry(), PONG_MS);
      this.#schedulePing();
    }, PING_MS);
  }

  #retry(): void {
    this.#drop();
    const full = Math.min(FIRST_RETRY_MS * 2 ** this.#attempt, LAST_RETRY_MS);
    this.#attempt += 1;
    // Half fixed, half random: many clients of a restarted server do not come back in the same instant.
    const wait = full / 2 + (full / 2) * (this.#options.random ?? Math.random)();
    this.#retryTimer = setTimeout(() => void this.#connect(), wait);
    this.#report({ state: 'waiting', retryAt: Date.now() + wait });
  }

  #drop(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#pingTimer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close(1000);
  }

  #send(type: 'subscribe' | 'unsubscribe', ids: number[]): void {
    if (ids.length === 0 || this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type, characteristic_ids: ids }));
  }

  #report(change: Partial<LiveStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.onStatus(this.#status);
  }
}
