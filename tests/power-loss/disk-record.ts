/** One thing a process did to the files of the recorded directory. */
export type DiskEvent =
  | {
      readonly kind: 'opened';
      readonly descriptor: number;
      /** Name inside the directory, empty for the directory itself. */
      readonly name: string;
      readonly creates: boolean;
      readonly empties: boolean;
    }
  | { readonly kind: 'closed'; readonly descriptor: number }
  | {
      readonly kind: 'written';
      readonly descriptor: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'truncated'; readonly descriptor: number; readonly size: number }
  | { readonly kind: 'synced'; readonly descriptor: number }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlinked'; readonly name: string };

/** Length of the head of a record: `struct head` of record-disk.c. */
const HEAD_BYTES = 24;
/** Linux's `O_CREAT` and `O_TRUNC`. */
const CREATES = 0o100;
const EMPTIES = 0o1000;

/**
 * Reads what the preload library wrote.
 *
 * @throws Error when the record is not one.
 */
export function readDiskRecord(record: Buffer): readonly DiskEvent[] {
  const events: DiskEvent[] = [];
  for (let at = 0; at < record.length; ) {
    const kind = record.readUInt32LE(at);
    const descriptor = record.readInt32LE(at + 4);
    const number = Number(record.readBigInt64LE(at + 8));
    const length = record.readUInt32LE(at + 16);
    const secondLength = record.readUInt32LE(at + 20);
    const from = at + HEAD_BYTES;
    const bytes = record.subarray(from, from + length);
    at = from + length + secondLength;
    const second = record.subarray(from + length, at);
    events.push(eventOf(kind, descriptor, number, bytes, second));
  }
  return events;
}

function eventOf(kind: number, descriptor: number, number: number, bytes: Buffer, second: Buffer): DiskEvent {
  switch (kind) {
    case 1: {
      const name = bytes.toString();
      const creates = (number & CREATES) !== 0;
      return { kind: 'opened', descriptor, name, creates, empties: (number & EMPTIES) !== 0 };
    }
    case 2:
      return { kind: 'closed', descriptor };
    case 3:
      return { kind: 'written', descriptor, offset: number, bytes };
    case 4:
      return { kind: 'truncated', descriptor, size: number };
    case 5:
      return { kind: 'synced', descriptor };
    case 6:
      return { kind: 'renamed', from: bytes.toString(), to: second.toString() };
    case 7:
      return { kind: 'unlinked', name: bytes.toString() };
    default:
      throw new Error(`the record of the disk has an event of kind ${kind}`);
  }
}
