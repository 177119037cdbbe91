import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ChildSettings } from './child-settings.ts';

/** How a process has ended. */
export interface ChildEnding {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of the shop that can be killed, stopped for a while, and started again. */
export class Child<Ready> {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #ended: Promise<ChildEnding>;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
    this.#ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  /** Starts a program and waits for its first message. */
  static async start<Ready>(program: URL, settings: ChildSettings): Promise<Child<Ready>> {
    const child = fork(program, [JSON.stringify(settings)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    let complaints = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      complaints += bytes.toString();
    });
    const ready = await Promise.race([
      once(child, 'message').then(([message]) => message as Ready),
      once(child, 'exit').then(() => {
        throw new Error(`${program.pathname} did not start: ${complaints}`);
      }),
    ]);
    return new Child(child, ready);
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends a message and waits for the answer. */
  async ask(message: object): Promise<void> {
    const answered = once(this.#child, 'message');
    this.#child.send(message);
    await answered;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<ChildEnding> {
    this.signal(signal);
    return this.#ended;
  }

  /** Resolves when the process has ended, by whatever. */
  ended(): Promise<ChildEnding> {
    return this.#ended;
  }
}
