import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { zipStream } from '../http/bill-zip.ts';
import { zipEntries } from './zip-entries.ts';

const MAX = 1_000_000;

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, text]) => ({ path, text: () => once(text) }));
  return buffer(zipStream(entries, Date.UTC(2026, 2, 1)));
}

it('reads the files of a zip as they went in', async () => {
  const files = { 'one.csv': 'a,b\r\n'.repeat(10_000), 'zwei/日.csv': '茶', 'empty.csv': '' };
  const entries = zipEntries(await zipOf(files), MAX) ?? [];
  expect(Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes.toString()]))).toEqual(files);
});

it('refuses a file that is longer than wanted once it is unpacked', async () => {
  expect(zipEntries(await zipOf({ 'long.csv': 'x'.repeat(100_001) }), 100_000)).toBeUndefined();
});

it('refuses what is no zip, and one that is cut anywhere', async () => {
  expect(zipEntries(Buffer.from('<html>'), MAX)).toBeUndefined();
  const zip = await zipOf({ 'one.csv': 'a,b,c' });
  for (let length = 0; length < zip.length; length += 1) {
    expect(zipEntries(zip.subarray(0, length), MAX)).toBeUndefined();
  }
});

it('never throws, whatever the bytes', async () => {
  const zip = await zipOf({ 'one.csv': 'a,b,c'.repeat(9), 'two.csv': 'd' });
  fc.assert(
    fc.property(fc.nat(zip.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(zip);
      changed[at] = byte;
      expect(() => zipEntries(changed, MAX)).not.toThrow();
    }),
  );
});
