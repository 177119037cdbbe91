import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { type BillLine, BillUnreadable, type ReadBill } from '@opencpm/gateway';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';

/**
 * Reads a wallet's bill from a file, unpacking one whose name ends in `.gz`.
 *
 * @throws CommandFailure naming the file, and the line at which reading ended.
 */
export async function* billFromFile(path: string, read: ReadBill): AsyncGenerator<BillLine> {
  const file = createReadStream(path);
  // What goes wrong with the file comes out of the pipe's end, where it is read.
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    yield* linesOf(path, read(bytes as AsyncIterable<Uint8Array>));
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw wrongUsage(
        `The bill cannot be read: ${error.message}`,
        'Name a file of the wallet with --bill FILE.',
      );
    }
    throw error;
  }
}

/**
 * The lines of a bill.
 *
 * @param name of the file or its source, for people.
 * @throws CommandFailure naming it, and the line at which reading ended.
 */
export async function* linesOf(name: string, lines: AsyncIterable<BillLine>): AsyncGenerator<BillLine> {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof BillUnreadable)) throw error;
    throw new CommandFailure(
      EXIT.refused,
      `${name}: ${error.message}.`,
      'Nothing was concluded. Fetch the file again, and see that --format is that of the wallet.',
    );
  }
}
