import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../crash/random.ts';
import type { DiskEvent } from './disk-record.ts';
import { type DiskImage, SimulatedDisk } from './simulated-disk.ts';

const FILE = 3;
const DIRECTORY = 4;
const SYNC_FILE: DiskEvent = { kind: 'synced', descriptor: FILE };
const SYNC_DIRECTORY: DiskEvent = { kind: 'synced', descriptor: DIRECTORY };

function open(name: string, descriptor = FILE): DiskEvent {
  return { kind: 'opened', descriptor, name, creates: name !== '', empties: false };
}

function write(offset: number, text: string): DiskEvent {
  return { kind: 'written', descriptor: FILE, offset, bytes: Buffer.from(text) };
}

function diskAfter(events: readonly DiskEvent[], files: DiskImage = new Map()): SimulatedDisk {
  const disk = new SimulatedDisk(files);
  for (const event of [open('', DIRECTORY), ...events]) disk.apply(event);
  return disk;
}

function text(image: DiskImage): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(image, ([name, bytes]) => [name, bytes.toString()]));
}

const nothingElse = (disk: SimulatedDisk): Readonly<Record<string, string>> =>
  text(disk.afterPowerCut(new SeededRandom(1), 0));

describe('a simulated disk', () => {
  it('keeps what was synced and may lose all that came later', () => {
    const disk = diskAfter([open('a'), write(0, 'one'), SYNC_FILE, SYNC_DIRECTORY, write(3, ' two')]);
    expect(nothingElse(disk)).toEqual({ a: 'one' });
    expect(text(disk.now())).toEqual({ a: 'one two' });
    expect(text(disk.afterPowerCut(new SeededRandom(1), 1))).toEqual({ a: 'one two' });
  });

  it('may lose the name of a file whose content was synced', () => {
    const events = [open('a'), write(0, 'one'), SYNC_FILE];
    expect(nothingElse(diskAfter(events))).toEqual({});
    expect(nothingElse(diskAfter([...events, SYNC_DIRECTORY]))).toEqual({ a: 'one' });
  });

  it('may undo a rename and a removal until the directory is synced', () => {
    const files = new Map([
      ['a', Buffer.from('one')],
      ['c', Buffer.from('three')],
    ]);
    const events: readonly DiskEvent[] = [
      { kind: 'renamed', from: 'a', to: 'b' },
      { kind: 'unlinked', name: 'c' },
    ];
    expect(nothingElse(diskAfter(events, files))).toEqual({ a: 'one', c: 'three' });
    expect(nothingElse(diskAfter([...events, SYNC_DIRECTORY], files))).toEqual({ b: 'one' });
  });

  it('may keep any sector of a write, and a later write without an earlier one', () => {
    const disk = diskAfter([
      open('a'),
      write(0, 'x'.repeat(1_024)),
      SYNC_FILE,
      SYNC_DIRECTORY,
      write(0, 'A'.repeat(512)),
      write(256, 'B'.repeat(512)),
    ]);
    const random = new SeededRandom(1);
    const seen = new Set(
      Array.from({ length: 200 }, () => {
        const content = disk.afterPowerCut(random, 0.5).get('a')?.toString() ?? '';
        return [0, 256, 512, 768].map((at) => content.charAt(at)).join('');
      }),
    );
    // The second write is torn at the border of the sectors, inside of the write.
    expect(seen).toEqual(new Set(['xxxx', 'AAxx', 'xBxx', 'ABxx', 'xxBx', 'AABx', 'xBBx', 'ABBx']));
  });

  it('fills a gap with zeros and forgets what a truncation cut off', () => {
    const cut: DiskEvent = { kind: 'truncated', descriptor: FILE, size: 1 };
    const disk = diskAfter([open('a'), write(0, 'one'), cut, write(3, 'e')]);
    expect(text(disk.now())).toEqual({ a: 'o\0\0e' });
  });
});
