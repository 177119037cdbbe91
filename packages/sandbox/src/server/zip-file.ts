import { crc32 } from 'node:zlib';

/** The first day a zip knows: its files have no time of their own here. */
const FIRST_DAY = 0x0021;
const UTF8_NAMES = 0x0800;
const VERSION = 20;

/** A zip of one file, not packed. */
export function zipFile(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  writeFacts(local, 4, path, content);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(VERSION, 4);
  writeFacts(central, 6, path, content);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + content.length, 16);
  return Buffer.concat([local, path, content, central, path, end]);
}

/** What both rows of a file have, one after the other. */
function writeFacts(row: Buffer, at: number, path: Buffer, content: Buffer): void {
  row.writeUInt16LE(VERSION, at);
  row.writeUInt16LE(UTF8_NAMES, at + 2);
  row.writeUInt16LE(FIRST_DAY, at + 8);
  row.writeUInt32LE(crc32(content), at + 10);
  row.writeUInt32LE(content.length, at + 14);
  row.writeUInt32LE(content.length, at + 18);
  row.writeUInt16LE(path.length, at + 22);
}
