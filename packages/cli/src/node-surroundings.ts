import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import type { Output, Surroundings } from './context.ts';
import { processEnvironment, readSettings } from './settings.ts';

/** The surroundings of a real process. */
export function nodeSurroundings(): Surroundings {
  const { noColour } = readSettings(processEnvironment);
  return {
    stdout: streamOutput(process.stdout, noColour),
    stderr: streamOutput(process.stderr, noColour),
    readStdin: () => (process.stdin.isTTY ? Promise.resolve(undefined) : text(process.stdin)),
    environment: processEnvironment,
    fetch,
    clock: {
      nowMs: () => Date.now(),
      monotonicMs: () => performance.now(),
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    },
    randomBytes: (count) => randomBytes(count),
    interruption: interruptionOnCtrlC(),
  };
}

function streamOutput(stream: WriteStream, noColour: boolean): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe went away (`opencpm query | head`); the exit code still tells the outcome.
    if (error.code !== 'EPIPE') throw error;
  });
  return { write: (chunk) => void stream.write(chunk), colour: stream.isTTY === true && !noColour };
}

function interruptionOnCtrlC(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller === undefined) {
      const own = new AbortController();
      // Once: the second Ctrl-C finds no listener and ends the process.
      process.once('SIGINT', () => own.abort());
      controller = own;
    }
    return controller.signal;
  };
}
