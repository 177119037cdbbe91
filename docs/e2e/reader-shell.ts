import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './markdown-documents.ts';

/** The address the documents write. */
const DOCUMENTED_URL = 'http://127.0.0.1:8080';
const READY_LINE = /^opencpm: gateway ready at (http:\/\/\S+)$/m;
/** The last words of the welcome. */
const WELCOME_END = '--wait\n';

/** How a pasted block ended. */
export interface ShellRun {
  readonly exitCode: number | null;
  /** Standard output and standard error as a terminal shows them. */
  readonly output: string;
}

/**
 * A reader of one document: a checkout of their own, without data, in which `npm start` runs. The gateway listens on a
 * free port; where the document writes port 8080, that port is meant.
 */
export class ReaderShell {
  readonly #checkout: string;
  #gateway: ChildProcess | undefined;
  #url = DOCUMENTED_URL;
  #welcome = '';

  private constructor(checkout: string) {
    this.#checkout = checkout;
  }

  /** Makes the checkout, of links into the real one. */
  static open(): ReaderShell {
    const checkout = mkdtempSync(join(tmpdir(), 'opencpm-reader-'));
    for (const name of readdirSync(ROOT)) {
      if (name !== 'data' && name !== '.git') symlinkSync(join(ROOT, name), join(checkout, name));
    }
    return new ReaderShell(checkout);
  }

  /** What the gateway printed when it was ready. */
  get welcome(): string {
    return this.#welcome.replaceAll(this.#url, DOCUMENTED_URL);
  }

  /**
   * Starts the gateway and waits until it has said everything.
   *
   * @throws Error with everything it wrote, when it ends before.
   */
  async start(): Promise<void> {
    const gateway = spawn(process.execPath, ['packages/cli/bin/opencpm.js', 'start', '--port', '0'], {
      cwd: this.#checkout,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#gateway = gateway;
    this.#welcome = await welcomeOf(gateway);
    this.#url = READY_LINE.exec(this.#welcome)?.[1] ?? DOCUMENTED_URL;
  }

  /** Stops the gateway as Ctrl-C does and waits until it is gone. */
  async stop(): Promise<void> {
    const gateway = this.#gateway;
    this.#gateway = undefined;
    if (gateway === undefined || gateway.exitCode !== null || gateway.signalCode !== null) return;
    const gone = once(gateway, 'exit');
    gateway.kill('SIGINT');
    await gone;
  }

  /** Runs a block; the first command that fails ends it. */
  async run(script: string): Promise<ShellRun> {
    const commands = `exec 2>&1\n${script.replaceAll(DOCUMENTED_URL, this.#url)}`;
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: this.#checkout,
      env: { ...this.#environment(), OPENCPM_URL: this.#url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      shell.once('error', reject);
      shell.once('close', resolve);
    });
    const [exitCode, output] = await Promise.all([ended, text(shell.stdout)]);
    return { exitCode, output: output.replaceAll(this.#url, DOCUMENTED_URL) };
  }

  /** Stops the gateway and removes the checkout. */
  async leave(): Promise<void> {
    await this.stop();
    rmSync(this.#checkout, { recursive: true });
  }

  /** The environment of the test without what npm, vitest and Node put into it. */
  #environment(): Record<string, string | undefined> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(OPENCPM_|NODE_|VITEST|npm_|INIT_CWD$|PORT$|CI$)/i.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      NO_COLOR: '1',
      NO_UPDATE_NOTIFIER: '1',
      NO_PROXY: '127.0.0.1',
    };
  }
}

function welcomeOf(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = '';
    gateway.stdout?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      if (written.includes(WELCOME_END)) resolve(written);
    });
    // Read to the end as well: a full pipe would stop the gateway.
    gateway.stderr?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
    gateway.once('error', reject);
    gateway.once('close', (code, signal) => {
      reject(new Error(`the gateway ended with ${code ?? signal} before it was ready:\n${written}`));
    });
  });
}
