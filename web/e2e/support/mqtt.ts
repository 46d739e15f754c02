// A real mosquitto on a free port, and a machine that publishes to it: MQTT 3.1.1 with quality of service 0, written by hand,
// so that the tests need no client of their own. OPENSPC_MOSQUITTO replaces Debian's program.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

const program = process.env.OPENSPC_MOSQUITTO ?? '/usr/sbin/mosquitto';
const START_MS = 10_000;

const connected = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** One control packet; short ones only, whose length fits into two bytes. */
const packet = (type: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.concat([Buffer.from([type, ...length]), body]);
};

const CONNECT = packet(
  0x10,
  text('MQTT'),
  Buffer.from([4, 0x02, 0, 60]), // version 3.1.1, clean session, keepalive
  text('a-machine'),
);

export class MqttBroker {
  readonly port: number;
  readonly #folder: string;
  #child: ChildProcess | null = null;
  #machine: Socket | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  static async start(): Promise<MqttBroker> {
    const broker = new MqttBroker(await mkdtemp(join(tmpdir(), 'openspc-mqtt-')), await freePort());
    await broker.start();
    return broker;
  }

  /** Starts on the same port as before. */
  async start(): Promise<void> {
    const settings = join(this.#folder, 'mosquitto.conf');
    await writeFile(settings, `listener ${this.port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
    const child = spawn(program, ['-c', settings], { stdio: 'ignore' });
    const failed = once(child, 'error').then(([error]) => {
      throw error as Error;
    });
    this.#child = child;
    const deadline = Date.now() + START_MS;
    const listening = async (): Promise<void> => {
      for (;;) {
        try {
          (await connected(this.port)).destroy();
          return;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    await Promise.race([listening(), failed]);
  }

  /** As a machine would: the message is on its way when this returns. */
  async publish(topic: string, payload: string): Promise<void> {
    if (this.#machine === null) {
      this.#machine = await connected(this.port);
      this.#machine.on('error', () => undefined);
      this.#machine.write(CONNECT);
      await once(this.#machine, 'data');
    }
    const message = packet(0x30, text(topic), Buffer.from(payload));
    await new Promise<void>((resolve) => this.#machine?.write(message, () => resolve()));
  }

  /** Goes away, as when somebody pulls the plug. */
  async stop(): Promise<void> {
    this.#machine?.destroy();
    this.#machine = null;
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
