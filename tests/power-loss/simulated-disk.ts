import type { SeededRandom } from '../crash/random.ts';
import type { DiskEvent } from './disk-record.ts';
import { FileContent } from './file-content.ts';

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

/** A file, whatever it is called. */
interface Inode {
  /** What has reached the disk for certain. */
  durable: FileContent;
  /** What was done since the latest sync, in order. */
  pending: (FileWrite | FileTruncation)[];
}

type FileWrite = Pick<Extract<DiskEvent, { kind: 'written' }>, 'kind' | 'offset' | 'bytes'>;
type FileTruncation = Pick<Extract<DiskEvent, { kind: 'truncated' }>, 'kind' | 'size'>;

/** A change of the directory: each of these names gets an inode or loses the one it has. */
type NameChange = readonly (readonly [name: string, inode: Inode | undefined])[];

/** Files by name. */
export type DiskImage = ReadonlyMap<string, Buffer>;

/**
 * A directory on a disk whose power may go. What a file got before its latest sync is on the disk; of what came later,
 * any part may be, sector by sector, whatever the order. Names are as lazy: only a sync of the directory holds them.
 */
export class SimulatedDisk {
  #names: Map<string, Inode>;
  #durableNames: ReadonlyMap<string, Inode>;
  #pendingNames: NameChange[] = [];
  readonly #open = new Map<number, Inode | 'directory'>();

  /** @param files what is on the disk, safely, when the record begins. */
  constructor(files: DiskImage) {
    this.#names = new Map(
      Array.from(files, ([name, bytes]) => [name, { durable: new FileContent(bytes), pending: [] }]),
    );
    this.#durableNames = new Map(this.#names);
  }

  /** Does what the process did next. */
  apply(event: DiskEvent): void {
    switch (event.kind) {
      case 'opened':
        this.#apply(event);
        return;
      case 'closed':
        this.#open.delete(event.descriptor);
        return;
      case 'written':
      case 'truncated':
        this.#file(event.descriptor).pending.push(event);
        return;
      case 'synced':
        this.#sync(event.descriptor);
        return;
      case 'renamed':
        this.#change([
          [event.from, undefined],
          [event.to, this.#named(event.from)],
        ]);
        return;
      case 'unlinked':
        this.#change([[event.name, undefined]]);
        return;
    }
  }

  /** The files as the process sees them. */
  now(): DiskImage {
    return imageOf(this.#names, () => true);
  }

  /**
   * The files as they may be found after a power cut at this instant.
   *
   * @param keptShare how much of what was not synced has reached the disk all the same, from 0 to 1.
   */
  afterPowerCut(random: SeededRandom, keptShare: number): DiskImage {
    const kept = (): boolean => random.fraction() < keptShare;
    const names = new Map(this.#durableNames);
    for (const change of this.#pendingNames) if (kept()) putNames(names, change);
    return imageOf(names, kept);
  }

  #apply({ descriptor, name, creates, empties }: Extract<DiskEvent, { kind: 'opened' }>): void {
    if (name === '') {
      this.#open.set(descriptor, 'directory');
      return;
    }
    let inode = this.#names.get(name);
    if (inode === undefined) {
      if (!creates) throw new Error(`${name} was opened and never made`);
      inode = { durable: new FileContent(), pending: [] };
      this.#change([[name, inode]]);
    }
    if (empties) inode.pending.push({ kind: 'truncated', size: 0 });
    this.#open.set(descriptor, inode);
  }

  #sync(descriptor: number): void {
    const opened = this.#open.get(descriptor);
    if (opened === 'directory') {
      this.#durableNames = new Map(this.#names);
      this.#pendingNames = [];
      return;
    }
    const inode = this.#file(descriptor);
    for (const each of inode.pending) put(inode.durable, each, () => true);
    inode.pending = [];
  }

  #file(descriptor: number): Inode {
    const opened = this.#open.get(descriptor);
    if (opened === undefined || opened === 'directory') {
      throw new Error(`descriptor ${descriptor} is no open file`);
    }
    return opened;
  }

  #named(name: string): Inode {
    const inode = this.#names.get(name);
    if (inode === undefined) throw new Error(`there is no file ${name}`);
    return inode;
  }

  #change(change: NameChange): void {
    putNames(this.#names, change);
    this.#pendingNames.push(change);
  }
}

function putNames(names: Map<string, Inode>, change: NameChange): void {
  for (const [name, inode] of change) {
    if (inode === undefined) names.delete(name);
    else names.set(name, inode);
  }
}

function imageOf(names: ReadonlyMap<string, Inode>, kept: () => boolean): DiskImage {
  return new Map(
    Array.from(names, ([name, { durable, pending }]) => {
      const content = durable.copy();
      for (const each of pending) put(content, each, kept);
      return [name, content.read()];
    }),
  );
}

function put(content: FileContent, change: FileWrite | FileTruncation, kept: () => boolean): void {
  if (change.kind === 'truncated') {
    if (kept()) content.truncate(change.size);
    return;
  }
  const { offset, bytes } = change;
  for (let from = 0; from < bytes.length; ) {
    // The next sector of the disk begins where the offset in the file says so.
    const to = Math.min(bytes.length, from + SECTOR_BYTES - ((offset + from) % SECTOR_BYTES));
    if (kept()) content.write(offset + from, bytes.subarray(from, to));
    from = to;
  }
}
