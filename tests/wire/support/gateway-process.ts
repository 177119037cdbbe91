import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Credentials } from './wire-client.ts';

const OPENCPM = fileURLToPath(new URL('../../../packages/cli/bin/opencpm.js', import.meta.url));

/** What `opencpm start --json` says when it is ready. */
interface Announcement {
  readonly url: string;
  readonly merchants: readonly { readonly app_code: string; readonly client_key: string }[];
}

/** A running `opencpm start` on a free port and an empty data directory. */
export class GatewayProcess {
  readonly url: string;
  readonly credentials: readonly Credentials[];
  readonly masterKey: string;
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #errorText: Promise<string>;

  /** @param logWritable whether its standard error takes anything; every write to it fails otherwise. */
  static async start(logWritable: boolean): Promise<GatewayProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-wire-process-'));
    const unwritable = openSync(OPENCPM, 'r');
    const child = spawn(process.execPath, [OPENCPM, 'start', '--json', '--port', '0', '--data', directory], {
      stdio: ['ignore', 'pipe', logWritable ? 'pipe' : unwritable],
      env: { PATH: process.env['PATH'], OPENCPM_RATE_LIMIT: 'off' },
    });
    closeSync(unwritable);
    const { stdout, stderr } = child;
    if (stdout === null) throw new Error('the process has no standard output');
    const errorText = stderr === null ? Promise.resolve('') : text(stderr);
    const [line] = await Promise.race([
      once(createInterface({ input: stdout }), 'line'),
      once(child, 'exit').then(async () =>
        Promise.reject(new Error(`it does not start: ${await errorText}`)),
      ),
    ]);
    return new GatewayProcess(child, directory, errorText, JSON.parse(String(line)));
  }

  private constructor(
    child: ChildProcess,
    directory: string,
    errorText: Promise<string>,
    { url, merchants }: Announcement,
  ) {
    this.#child = child;
    this.#directory = directory;
    this.#errorText = errorText;
    this.url = url;
    this.credentials = merchants.map(({ app_code: appCode, client_key: clientKey }) => ({
      appCode,
      clientKey,
    }));
    this.masterKey = readFileSync(join(directory, 'master.key'), 'utf8').trim();
  }

  /** Asks it to stop as a service manager does and removes its data. */
  async stop(): Promise<{ readonly exitCode: number | null; readonly errorText: string }> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#directory, { recursive: true });
    return { exitCode: this.#child.exitCode, errorText: await this.#errorText };
  }
}
