import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shop } from './shop.ts';

const PROGRAM = fileURLToPath(new URL('../../../packages/cli/bin/opencpm.js', import.meta.url));
const HURRY = new URL('hurried-client.ts', import.meta.url).href;

/** `opencpm till` as a process of its own, which can be killed at any moment. */
export class TillProcess {
  readonly url: string;
  readonly setUpCode: string | undefined;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: { url: string; set_up_code?: string | undefined }) {
    this.#child = child;
    this.url = ready.url;
    this.setUpCode = ready.set_up_code;
  }

  static async start(shop: Shop, more: readonly string[] = []): Promise<TillProcess> {
    const { appCode, clientKey } = shop.access;
    const data = join(shop.directory, 'till');
    const words = [
      'till',
      '--gateway',
      shop.line.url,
      '--app-code',
      appCode,
      '--data',
      data,
      '--port',
      '0',
      '--json',
    ];
    const child = spawn(process.execPath, ['--import', HURRY, PROGRAM, ...words, ...more], {
      env: { PATH: process.env['PATH'], OPENCPM_KEY: clientKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const ready = await new Promise<string>((resolve, reject) => {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('\n')) resolve(output);
      });
      child.once('exit', (code) => reject(new Error(`the till has ended with ${code}: ${output}${errors}`)));
    });
    const facts = JSON.parse(ready) as { url?: string; set_up_code?: string };
    if (facts.url === undefined) throw new Error(`the till has not started: ${ready}`);
    return new TillProcess(child, { ...facts, url: facts.url });
  }

  /** The power fails, for this process alone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** @returns its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    this.#child.kill(signal);
    const [code] = (await once(this.#child, 'exit')) as [number | null];
    return code;
  }
}
