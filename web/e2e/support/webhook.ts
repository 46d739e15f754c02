// A receiver of webhooks on a free port, that checks what it is given as docs/notifications.md tells its readers to.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

export interface Received {
  event: string;
  delivery: string;
  text: string;
  isGenuine: boolean;
}

const TOLERANCE_S = 300;

function isGenuine(request: IncomingMessage, body: string, secret: string): boolean {
  const [, time = '', signature = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['x-openspc-signature'])) ?? [];
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  const given = Buffer.from(signature, 'hex');
  const isRecent = Math.abs(Date.now() / 1000 - Number(time)) < TOLERANCE_S;
  return isRecent && given.length === expected.length && timingSafeEqual(given, expected);
}

export class Webhook {
  readonly received: Received[] = [];
  /** What the next requests are answered with. */
  status = 200;
  secret = '';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(
      (request, response) =>
        void this.#take(request).then(() => {
          response.writeHead(this.status).end('seen');
        }),
    );
  }

  static async start(): Promise<Webhook> {
    const hook = new Webhook();
    hook.#server.listen(0, '127.0.0.1');
    await once(hook.#server, 'listening');
    return hook;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('No port');
    return `http://127.0.0.1:${address.port}/alarm`;
  }

  async remove(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const { text } = JSON.parse(body) as { text: string };
    this.received.push({
      event: String(request.headers['x-openspc-event']),
      delivery: String(request.headers['x-openspc-delivery']),
      text,
      isGenuine: isGenuine(request, body, this.secret),
    });
  }
}
