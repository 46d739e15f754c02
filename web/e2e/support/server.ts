// The real server as a child process on a free port, with a data folder of its own that goes away with it.
// OPENSPC_PROGRAM and OPENSPC_WEB_DIR replace the release build and the built page.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathTo = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
export const program = process.env.OPENSPC_PROGRAM ?? pathTo('../../../build/release/bin/openspc');
const page = process.env.OPENSPC_WEB_DIR ?? pathTo('../../dist');

const START_MS = 20_000;

export interface ServerOptions {
  command?: 'serve' | 'demo';
  args?: string[];
  env?: Record<string, string>;
}

export class OpenspcServer {
  readonly folder: string;
  readonly #options: Required<ServerOptions>;
  #child: ChildProcess | null = null;
  #output = '';
  #port = 0;

  private constructor(folder: string, options: ServerOptions) {
    this.folder = folder;
    this.#options = { command: 'serve', args: [], env: {}, ...options };
  }

  static async start(options: ServerOptions = {}): Promise<OpenspcServer> {
    const server = new OpenspcServer(await mkdtemp(join(tmpdir(), 'openspc-e2e-')), options);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts on the same folder, and after the first time on the same port. */
  async start(): Promise<void> {
    const { command, args, env } = this.#options;
    const where = ['--host', '127.0.0.1', '--port', String(this.#port), '--web-dir', page];
    this.#output = '';
    const child = spawn(program, [command, ...where, '--data-dir', this.folder, ...args], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        child.emit('output');
      });
    }
    const [, port] = await this.printed(/^OpenSPC is at http:\/\/[^:]+:(\d+)$/m);
    this.#port = Number(port);
  }

  /** Waits until the output matches. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    const child = this.#child;
    if (!child) throw new Error('The server was not started');
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        child.off('output', look).off('exit', giveUp);
        settle();
      };
      const look = (): void => {
        const match = pattern.exec(this.#output);
        if (match) end(() => resolve(match));
      };
      const giveUp = (): void =>
        end(() => reject(new Error(`The server never printed ${String(pattern)}:\n${this.#output}`)));
      const timer = setTimeout(giveUp, START_MS);
      child.on('output', look).on('exit', giveUp);
      look();
    });
  }

  /** As a power cut would: nothing is finished, nothing is closed. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
