// Real OPC UA servers on free ports: believable machines that nothing secures (`openspc simulate opcua`, measuring often), and
// a secured server of other people's making (npm's node-opcua, as the tests of the API use it).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port';
import { program } from './server';

const START_MS = 10_000;

export class OpcuaMachines {
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<OpcuaMachines> {
    const machines = new OpcuaMachines(await freePort());
    await machines.start();
    return machines;
  }

  get endpoint(): string {
    return `opc.tcp://127.0.0.1:${this.#port}`;
  }

  /** Starts on the same port as before. */
  async start(): Promise<void> {
    const child = spawn(program, ['simulate', 'opcua', '--port', String(this.#port), '--speed', '20'], {
      stdio: 'ignore',
    });
    const failed = once(child, 'error').then(([error]) => {
      throw error as Error;
    });
    this.#child = child;
    await Promise.race([this.#listening(), failed]);
  }

  /** Goes away, as when somebody pulls the plug. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async #listening(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      try {
        const socket = connect(this.#port, '127.0.0.1');
        await once(socket, 'connect');
        socket.destroy();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }
}

const peer = fileURLToPath(new URL('../../../tests/peers/opcua_server.cjs', import.meta.url));

/** Shows a certificate that nobody trusts yet, and lets in the user openspc with the password secret. */
export class SecuredOpcuaServer {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(endpoint: string, child: ChildProcess, folder: string) {
    this.endpoint = endpoint;
    this.#child = child;
    this.#folder = folder;
  }

  /** Whether `npm ci` was run in tests/peers. */
  static isInstalled(): boolean {
    try {
      createRequire(peer).resolve('node-opcua-server');
      return true;
    } catch {
      return false;
    }
  }

  static async start(): Promise<SecuredOpcuaServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'openspc-opcua-'));
    const child = spawn(process.execPath, [peer, String(port), folder], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('The secured OPC UA server did not start')));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (/^ready$/m.test(text)) resolve();
      });
    });
    return new SecuredOpcuaServer(`opc.tcp://127.0.0.1:${port}`, child, folder);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
