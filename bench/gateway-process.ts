import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { processStat, TICK_MS } from './cpu-time.ts';
import type { Signer } from './load-plan.ts';

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/opencpm.js', import.meta.url));
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;

/** How long a start took. */
export interface StartUpTime {
  /** From the moment the process was asked for to its ready line. */
  readonly fromSpawnMs: number;
  /** From the moment the system had made the process, to ten milliseconds; `undefined` where it does not tell. */
  readonly fromProcessMs: number | undefined;
}

interface ReadyLine {
  readonly url: string;
}

interface SandboxReadyLine extends ReadyLine {
  readonly merchants: readonly {
    readonly app_code: string;
    readonly client_key: string;
    readonly stores: readonly string[];
  }[];
}

/** A program that was started and has said that it is ready. */
interface Started {
  readonly child: ChildProcess;
  readonly ready: ReadyLine;
  readonly startUp: StartUpTime;
}

/** A real gateway. */
export class GatewayProcess {
  readonly port: number;
  readonly processId: number;
  /** The partner the load pays for, with its stores. */
  readonly signer: Signer;
  readonly startUp: StartUpTime;
  readonly #child: ChildProcess;

  private constructor({ child, ready, startUp }: Started, signer: Signer) {
    this.#child = child;
    this.processId = child.pid ?? 0;
    this.port = Number(new URL(ready.url).port);
    this.signer = signer;
    this.startUp = startUp;
  }

  /**
   * Starts a gateway with the sandbox's wallets, called directly, on a data directory and waits until it is ready. It logs
   * as usual, to nowhere; request rates are not limited.
   *
   * @throws Error when it does not become ready.
   */
  static async start(dataDirectory: string): Promise<GatewayProcess> {
    const started = await launch(['start', '--data', dataDirectory, '--sandbox-wallets', 'direct']);
    const { merchants } = started.ready as SandboxReadyLine;
    const partner = merchants.find(({ stores }) => stores.length > 0);
    if (partner === undefined) throw new Error('the gateway names no merchant with stores');
    const { app_code: appCode, client_key: clientKey, stores } = partner;
    return new GatewayProcess(started, { appCode, clientKey, storeIds: stores });
  }

  /**
   * Starts a gateway with the wallets that `wallets.json` of its data directory names; everything else as with
   * {@link start}.
   *
   * @param signer a merchant of that directory.
   */
  static async serve(dataDirectory: string, signer: Signer): Promise<GatewayProcess> {
    return new GatewayProcess(await launch(['serve', '--data', dataDirectory]), signer);
  }

  /** Most memory the process has held so far, in bytes; `undefined` where the system does not tell. */
  peakMemoryBytes(): number | undefined {
    try {
      const [, kib] =
        /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.processId}/status`, 'utf8')) ?? [];
      return kib === undefined ? undefined : Number(kib) * 1024;
    } catch {
      return undefined;
    }
  }

  /**
   * Stops the gateway and waits for its end.
   *
   * @throws Error when it does not end, or ends with another exit code than 0.
   */
  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
    this.#child.kill('SIGTERM');
    const [code, signal] = (await exit) as [number | null, string | null];
    if (code !== 0) throw new Error(`the gateway ended with ${code ?? signal ?? 'nothing'} instead of 0`);
  }
}

/** Starts a command of `opencpm` that listens, on any free port, and waits for its ready line. */
async function launch(words: readonly string[]): Promise<Started> {
  const spawnedAtMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...words, '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, OPENCPM_RATE_LIMIT: 'off', OPENCPM_HOST: '127.0.0.1' },
  });
  // Whatever ends the bench must not leave a gateway behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  const ready = JSON.parse(await firstLine(child)) as ReadyLine;
  const fromSpawnMs = performance.now() - spawnedAtMs;
  return { child, ready, startUp: { fromSpawnMs, fromProcessMs: processAgeMs(child.pid ?? 0) } };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the gateway has no standard output');
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    throw new Error(`the gateway ended with ${String(code ?? signal)} before it was ready`);
  });
  const line = once(lines, 'line', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  const [text] = (await Promise.race([line, ended])) as [string];
  return text;
}

/** Age of a process by the system's own books. */
function processAgeMs(processId: number): number | undefined {
  const startTicks = Number(processStat(processId)?.[19]);
  if (Number.isNaN(startTicks)) return undefined;
  const uptimeMs = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]) * 1000;
  return Math.max(0, uptimeMs - startTicks * TICK_MS);
}
