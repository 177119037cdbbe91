import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import type { Output, Surroundings } from './context.ts';
import { processEnvironment, readSettings } from './settings.ts';

/** The surroundings of a real process. */
export function nodeSurroundings(): Surroundings {
  const { noColour } = readSettings(processEnvironment);
  const stderr = streamOutput(process.stderr, noColour, () => undefined);
  return {
    stdout: streamOutput(process.stdout, noColour, (why) => {
      stderr.write(`opencpm: the standard output cannot be written (${why}); the exit code still counts\n`);
    }),
    stderr,
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

/**
 * The exit code tells whether money moved, so a text that cannot be written must never change it.
 *
 * @param tell told once why nothing can be written; never that the reader of a pipe went away (`opencpm query | head`).
 */
function streamOutput(stream: WriteStream, noColour: boolean, tell: (why: string) => void): Output {
  let told = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A stream that failed refuses everything after it too: only the first reason says something.
    if (!told && error.code !== 'EPIPE') tell(error.code ?? error.message);
    told = true;
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
