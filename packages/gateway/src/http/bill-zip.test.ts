import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { zipStream } from './bill-zip.ts';

/** Text without end that says when its reader has gone. */
function endless(): {
  readonly text: () => AsyncIterable<string>;
  readonly ended: Promise<void>;
  pieces: number;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  const source = {
    ended: promise,
    pieces: 0,
    async *text() {
      try {
        for (;;) {
          source.pieces += 1;
          // Does not compress, so that it has to go somewhere.
          yield Array.from({ length: 1_000 }, (_, index) => (index * 7_919 * source.pieces) % 104_729).join(
            ',',
          );
        }
      } finally {
        resolve();
      }
    },
  };
  return source;
}

describe('zipStream', () => {
  it('stops asking for text while nobody reads', async () => {
    const source = endless();
    const zip = zipStream([{ path: 'a.csv', text: source.text }], 0);
    await once(zip, 'readable');
    let before = -1;
    // Buffers fill up, and then nothing is asked for any more.
    while (before !== source.pieces) {
      before = source.pieces;
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(source.pieces).toBeLessThan(200);
    zip.destroy();
    await source.ended;
  });

  it('ends the reading of the text when it is destroyed', async () => {
    const source = endless();
    const zip = zipStream([{ path: 'a.csv', text: source.text }], 0);
    await once(zip, 'readable');
    zip.destroy();
    await source.ended;
    expect(zip.destroyed).toBe(true);
  });

  it('is destroyed when the text fails, and does not look whole', async () => {
    const zip = zipStream(
      [
        {
          path: 'a.csv',
          async *text() {
            yield 'begun';
            throw new Error('the disk is gone');
          },
        },
        {
          path: 'b.csv',
          async *text() {
            yield 'never';
          },
        },
      ],
      0,
    );
    await expect(buffer(zip)).rejects.toThrow('the disk is gone');
  });
});
