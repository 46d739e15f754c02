// @vitest-environment jsdom
import {
  FIRST_RETRY_MS,
  LAST_RETRY_MS,
  LiveConnection,
  type LiveOptions,
  type LiveStatus,
  PING_MS,
  PONG_MS,
} from './live-connection';

/** The far end of one socket, in the hands of the test. */
class FakeSocket {
  readyState: number = WebSocket.CONNECTING;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = WebSocket.CLOSED;
  }
  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }
  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  lose(): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.();
  }
}

function setUp(options: Partial<LiveOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const statuses: LiveStatus[] = [];
  const onEvent = vi.fn();
  const onReconnect = vi.fn();
  const connection = new LiveConnection({
    url: () => Promise.resolve('ws://server/ws/samples?ticket=t'),
    onStatus: (status) => statuses.push(status),
    onEvent,
    onReconnect,
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    // The longest possible wait, so that the tests can say when.
    random: () => 1,
    ...options,
  });
  const newest = () => sockets.at(-1)!;
  const state = () => statuses.at(-1)?.state;
  /** Lets the promise of the address settle. */
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const open = async () => {
    connection.start();
    await settle();
    newest().accept();
  };
  return { connection, sockets, statuses, onEvent, onReconnect, newest, state, settle, open };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a live connection', () => {
  it('tells that it is open once the socket is', async () => {
    const { open, state } = setUp();
    await open();
    expect(state()).toBe('open');
  });

  it('subscribes to what is watched when it opens', async () => {
    const { connection, open, newest } = setUp();
    connection.watch([1, 2]);
    await open();
    expect(newest().sent).toEqual([{ type: 'subscribe', characteristic_ids: [1, 2] }]);
  });

  it('sends only the difference when the watched set changes', async () => {
    const { connection, open, newest } = setUp();
    connection.watch([1, 2]);
    await open();
    connection.watch([2, 3]);
    expect(newest().sent.slice(1)).toEqual([
      { type: 'unsubscribe', characteristic_ids: [1] },
      { type: 'subscribe', characteristic_ids: [3] },
    ]);
  });

  it('hands on events and keeps replies to itself', async () => {
    const { open, newest, onEvent } = setUp();
    await open();
    newest().say({ type: 'pong' });
    newest().say({ type: 'limits_update', characteristic_id: 1 });
    expect(onEvent.mock.calls).toEqual([[{ type: 'limits_update', characteristic_id: 1 }]]);
  });

  it('is off after it was stopped, and stays so', async () => {
    const { connection, open, sockets, state } = setUp();
    await open();
    connection.stop();
    await vi.advanceTimersByTimeAsync(LAST_RETRY_MS);
    expect(state()).toBe('off');
    expect(sockets).toHaveLength(1);
  });
});

describe('after a loss', () => {
  it('comes back, subscribes again and tells that events may have been missed', async () => {
    const { connection, open, newest, onReconnect } = setUp();
    connection.watch([5]);
    await open();
    expect(onReconnect).not.toHaveBeenCalled();
    newest().lose();
    await vi.advanceTimersByTimeAsync(FIRST_RETRY_MS);
    newest().accept();
    expect(newest().sent).toEqual([{ type: 'subscribe', characteristic_ids: [5] }]);
    expect(onReconnect).toHaveBeenCalledOnce();
  });

  it('waits twice as long after each failure, up to a limit', async () => {
    const { connection, statuses, newest, settle } = setUp();
    connection.start();
    await settle();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      newest().lose();
      const wait = (statuses.at(-1)?.retryAt ?? 0) - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, LAST_RETRY_MS, LAST_RETRY_MS]);
  });

  it('spreads the return of many clients over half of the wait', async () => {
    const { connection, statuses, newest, settle } = setUp({ random: () => 0 });
    connection.start();
    await settle();
    newest().lose();
    expect((statuses.at(-1)?.retryAt ?? 0) - Date.now()).toBe(FIRST_RETRY_MS / 2);
  });

  it('starts over with short waits once the server has spoken', async () => {
    const { connection, statuses, newest, settle } = setUp();
    connection.start();
    await settle();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      newest().lose();
      await vi.advanceTimersByTimeAsync(LAST_RETRY_MS);
    }
    newest().accept();
    newest().say({ type: 'pong' });
    newest().lose();
    expect((statuses.at(-1)?.retryAt ?? 0) - Date.now()).toBe(FIRST_RETRY_MS);
  });

  it('does not start over for a socket that opens and is closed without a word', async () => {
    const { connection, statuses, newest, settle } = setUp();
    connection.start();
    await settle();
    newest().lose();
    await vi.advanceTimersByTimeAsync(FIRST_RETRY_MS);
    newest().accept();
    newest().lose();
    expect((statuses.at(-1)?.retryAt ?? 0) - Date.now()).toBe(2 * FIRST_RETRY_MS);
  });

  it('tries at once when asked to', async () => {
    const { connection, open, newest, sockets, settle } = setUp();
    await open();
    newest().lose();
    connection.retryNow();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('tries again when there was no ticket to be had', async () => {
    let fails = true;
    const url = () => (fails ? Promise.reject(new Error('away')) : Promise.resolve('ws://server'));
    const { connection, sockets, state, settle } = setUp({ url });
    connection.start();
    await settle();
    expect(state()).toBe('waiting');
    fails = false;
    await vi.advanceTimersByTimeAsync(FIRST_RETRY_MS);
    expect(sockets).toHaveLength(1);
  });
});

describe('a silent connection', () => {
  it('is pinged', async () => {
    const { open, newest } = setUp();
    await open();
    await vi.advanceTimersByTimeAsync(PING_MS);
    expect(newest().sent).toEqual([{ type: 'ping' }]);
  });

  it('is given up when the ping is not answered', async () => {
    const { open, state } = setUp();
    await open();
    await vi.advanceTimersByTimeAsync(PING_MS + PONG_MS);
    expect(state()).toBe('waiting');
  });

  it('stays open while pings are answered', async () => {
    const { open, newest, state } = setUp();
    await open();
    for (let ping = 0; ping < 4; ping += 1) {
      await vi.advanceTimersByTimeAsync(PING_MS);
      newest().say({ type: 'pong' });
    }
    expect(state()).toBe('open');
  });

  it('that never opens is given up too', async () => {
    const { connection, state, settle } = setUp();
    connection.start();
    await settle();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state()).toBe('waiting');
  });
});
