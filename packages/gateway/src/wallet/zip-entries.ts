import { inflateRawSync } from 'node:zlib';

/** A file inside of a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const COMMENT_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the files of a zip. Zips with passwords, of several parts, or beyond 4 GB are none that wallets send.
 *
 * @param entryBytesMax longest file that is unpacked.
 * @returns undefined when the bytes are no whole zip.
 */
export function zipEntries(zip: Buffer, entryBytesMax: number): readonly ZipEntry[] | undefined {
  const end = endOf(zip);
  if (end === undefined) return undefined;
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  try {
    let at = zip.readUInt32LE(end + 16);
    for (let number = 0; number < count; number += 1) {
      if (zip.readUInt32LE(at) !== CENTRAL_SIGNATURE) return undefined;
      const nameLength = zip.readUInt16LE(at + 28);
      const bytes = contentOf(zip, at, entryBytesMax);
      if (bytes === undefined) return undefined;
      entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), bytes });
      at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
  } catch {
    // Lengths that lead out of the file, or a file that cannot be unpacked.
    return undefined;
  }
  return entries;
}

function endOf(zip: Buffer): number | undefined {
  const last = zip.length - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - COMMENT_MAX); at -= 1) {
    if (zip.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

/** The content of the file whose row of the directory is at a place. */
function contentOf(zip: Buffer, at: number, bytesMax: number): Buffer | undefined {
  const method = zip.readUInt16LE(at + 10);
  const packedLength = zip.readUInt32LE(at + 20);
  const length = zip.readUInt32LE(at + 24);
  const local = zip.readUInt32LE(at + 42);
  if (zip.readUInt32LE(local) !== LOCAL_SIGNATURE || length > bytesMax) return undefined;
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(from, from + packedLength);
  if (packed.length !== packedLength) return undefined;
  if (method === STORED) return packed;
  if (method !== DEFLATED) return undefined;
  const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, length) });
  return content.length === length ? content : undefined;
}
