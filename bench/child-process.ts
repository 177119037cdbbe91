import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a program of this directory as a child, sends it one message and waits for its first answer. The children end
 * by themselves when their parent is gone.
 *
 * @throws Error when the child ends without an answer.
 */
export async function startChild(
  file: string,
  message: object,
): Promise<{ readonly child: ChildProcess; readonly answer: unknown }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { serialization: 'advanced' });
  const over = new AbortController();
  const ended = once(child, 'exit', { signal: over.signal }).then(([code]) => {
    throw new Error(`${file} ended with ${String(code)} and without an answer`);
  });
  const answered = once(child, 'message', { signal: over.signal });
  child.send(message);
  try {
    const [answer] = (await Promise.race([answered, ended])) as [unknown];
    return { child, answer };
  } finally {
    over.abort();
    await Promise.allSettled([ended, answered]);
  }
}
