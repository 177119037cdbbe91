import { inflateRawSync } from 'node:zlib';

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

/**
 * Texts of a zip by path, read from its central directory, as unzip does.
 *
 * @throws Error when the zip is cut short or a size does not fit.
 */
export function readZip(bytes: Buffer): ReadonlyMap<string, string> {
  const end = bytes.lastIndexOf(DIRECTORY_END);
  if (end < 0) throw new Error('the zip has no end');
  const count = bytes.readUInt16LE(end + 10);
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the directory of the zip is broken');
    const method = bytes.readUInt16LE(at + 10);
    const compressedSize = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const furtherLength = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + compressedSize);
    const content = method === 0 ? packed : inflateRawSync(packed);
    if (content.length !== size) throw new Error(`${name} has ${content.length} bytes instead of ${size}`);
    files.set(name, content.toString('utf8'));
    at += 46 + nameLength + furtherLength;
  }
  return files;
}
