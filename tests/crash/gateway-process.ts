import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CrashPlan, GatewayReady } from './crash-plan.ts';

const PROGRAM = fileURLToPath(new URL('./crashing-gateway.ts', import.meta.url));

/** A running gateway that can be killed. */
export class GatewayProcess {
  readonly ready: GatewayReady;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess, ready: GatewayReady) {
    this.#child = child;
    this.ready = ready;
    this.#ended = once(child, 'exit');
  }

  /** Starts a gateway on a data directory and waits until it listens. */
  static async start(directory: string): Promise<GatewayProcess> {
    const child = fork(PROGRAM, [directory], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    let complaints = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      complaints += bytes.toString();
    });
    const ready = await Promise.race([
      once(child, 'message').then(([message]) => message as GatewayReady),
      once(child, 'exit').then(() => {
        throw new Error(`the gateway did not start: ${complaints}`);
      }),
    ]);
    return new GatewayProcess(child, ready);
  }

  /** Resolves once the process will kill itself at the point of the plan. */
  async arm(plan: CrashPlan): Promise<void> {
    const armed = once(this.#child, 'message');
    this.#child.send(plan);
    await armed;
  }

  /** Kills the process as `kill -9` does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Resolves when the process has ended, by whatever. */
  async ended(): Promise<void> {
    await this.#ended;
    if (this.#child.signalCode !== 'SIGKILL') {
      throw new Error(`the gateway ended by itself: code ${this.#child.exitCode}`);
    }
  }
}
