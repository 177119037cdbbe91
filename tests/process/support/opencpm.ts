import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { GatewayReady } from '../../crash/crash-plan.ts';

/** The program a developer starts. */
export const OPENCPM = fileURLToPath(new URL('../../../packages/cli/bin/opencpm.js', import.meta.url));

/** How `opencpm start` is started. */
export interface StartOptions {
  /** Data directory; without it the program's own choice. */
  readonly data?: string;
  /** Without it any free port; `undefined` leaves it to the environment. */
  readonly port?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Shell commands that run before the program takes the shell's place. */
  readonly before?: string;
  /** The user and group it runs as. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** A module loaded before the program. */
  readonly preload?: string;
  /** Further options of the command. */
  readonly options?: readonly string[];
}

/** How a process has ended and what it said. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Announcement {
  readonly url: string;
  readonly merchants: readonly { readonly app_code: string; readonly client_key: string }[];
}

const running = new Set<ChildProcess>();

/** Kills what a test has left behind. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

function spawnStart(options: StartOptions, json: boolean): ChildProcess {
  const { data, environment, workingDirectory, before, user, preload } = options;
  const port = 'port' in options ? options.port : '0';
  const command = [
    process.execPath,
    ...(preload === undefined ? [] : ['--import', preload]),
    OPENCPM,
    'start',
    ...(port === undefined ? [] : ['--port', port]),
    ...(data === undefined ? [] : ['--data', data]),
    ...(json ? ['--json'] : []),
    ...(options.options ?? []),
  ];
  const [program = '', ...parameters] =
    before === undefined ? command : ['sh', '-c', `${before}; exec "$@"`, 'sh', ...command];
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], OPENCPM_RATE_LIMIT: 'off', ...environment },
    ...(workingDirectory === undefined ? {} : { cwd: workingDirectory }),
    ...user,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  const { stdout, stderr } = child;
  const [said, complained] = await Promise.all([
    stdout === null ? '' : text(stdout),
    stderr === null ? '' : text(stderr),
    child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined,
  ]);
  return { exitCode: child.exitCode, signal: child.signalCode, stdout: said, stderr: complained };
}

/** Runs `opencpm start` where it is expected not to start, and waits for its end. */
export function failToStart(options: StartOptions): Promise<Ending> {
  return endingOf(spawnStart(options, false));
}

/** An `opencpm start` that listens. */
export class RunningGateway {
  readonly ready: GatewayReady;
  readonly #child: ChildProcess;
  readonly #complaints: Promise<string>;

  private constructor(child: ChildProcess, complaints: Promise<string>, ready: GatewayReady) {
    this.#child = child;
    this.#complaints = complaints;
    this.ready = ready;
  }

  /** Starts the program and waits until it listens. */
  static async start(options: StartOptions): Promise<RunningGateway> {
    const child = spawnStart(options, true);
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('the process has no output');
    const complaints = text(stderr);
    const line = await Promise.race([
      once(createInterface({ input: stdout }), 'line').then(([first]) => String(first)),
      once(child, 'exit').then(async () => {
        throw new Error(`it does not start: ${await complaints}`);
      }),
    ]);
    const { url, merchants } = JSON.parse(line) as Announcement;
    const [direct] = merchants;
    if (direct === undefined) throw new Error('it has no merchant');
    return new RunningGateway(child, complaints, {
      url,
      appCode: direct.app_code,
      clientKey: direct.client_key,
    });
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.signal(signal);
    return this.ended();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the process has ended, by whatever. */
  async ended(): Promise<Ending> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return {
      exitCode: child.exitCode,
      signal: child.signalCode,
      stdout: '',
      stderr: await this.#complaints,
    };
  }
}
