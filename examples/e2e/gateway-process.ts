import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const OPENCPM = fileURLToPath(new URL('../../packages/cli/bin/opencpm.js', import.meta.url));
const READY_LINE = /^opencpm: gateway ready at (http:\/\/\S+)$/;

/** A running `opencpm start`: gateway and sandbox with an empty database of their own. */
export interface GatewayProcess {
  /** Address without a slash at its end. */
  readonly url: string;
  /** Ends the process and removes its data; done when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts gateway and sandbox on a free port and waits until they say that they are ready.
 *
 * @throws Error with everything the process wrote, when it ends before it is ready.
 */
export async function startGateway(): Promise<GatewayProcess> {
  const data = await mkdtemp(join(tmpdir(), 'opencpm-examples-'));
  const child = spawn(process.execPath, [OPENCPM, 'start', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const written: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      // Read to the end even after the address is known: a full pipe would stop the process.
      createInterface({ input: stream }).on('line', (line) => {
        written.push(line);
        const address = READY_LINE.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      reject(
        new Error(`opencpm start ended with ${code ?? signal} before it was ready:\n${written.join('\n')}`),
      );
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
