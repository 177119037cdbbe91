import type { ChildProcess } from 'node:child_process';
import { startChild } from './child-process.ts';
import type { EchoReady } from './echo-server.ts';
import type { EchoShape } from './echo-shape.ts';

/** The yardstick, running. */
export class EchoProcess {
  readonly port: number;
  readonly processId: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.processId = child.pid ?? 0;
    this.#child = child;
  }

  static async start(shape: EchoShape): Promise<EchoProcess> {
    const { child, answer } = await startChild('./echo-server.ts', shape);
    return new EchoProcess((answer as EchoReady).port, child);
  }

  stop(): void {
    this.#child.kill();
  }
}
