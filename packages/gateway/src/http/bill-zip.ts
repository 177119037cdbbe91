import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file of a zip, written when its turn comes. */
export interface ZipEntry {
  readonly path: string;
  /** Text in pieces, encoded as UTF-8. */
  readonly text: () => AsyncIterable<string>;
}

/** Bytes kept ready in front of the compression. */
const BUFFER_BYTES = 64 * 1024;

/**
 * Writes a zip as a stream, one file after the other, asking for text no faster than the reader takes bytes. Whoever
 * destroys the stream ends the reading of the text.
 *
 * @param modifiedAtMs time of every file.
 */
export function zipStream(entries: readonly ZipEntry[], modifiedAtMs: number): Readable {
  const zip = new ZipFile();
  // The library declares the older kind of stream; what it makes is a PassThrough.
  const output = zip.outputStream as Readable;
  let current: Readable | undefined;
  const fail = (error: Error): void => {
    output.destroy(error);
  };
  output.once('close', () => current?.destroy());
  zip.on('error', fail);
  for (const { path, text } of entries) {
    zip.addReadStreamLazy(path, { mtime: new Date(modifiedAtMs) }, (take) => {
      current = Readable.from(text(), { objectMode: false, highWaterMark: BUFFER_BYTES });
      current.on('error', fail);
      take(null, current);
    });
  }
  zip.end();
  return output;
}
