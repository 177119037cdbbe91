import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemTimers } from '../clock/system-clock.ts';
import { LineWriter } from './line-writer.ts';

let directory: string;
let file: string;
let descriptor: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-log-'));
  file = join(directory, 'log');
  writeFileSync(file, '');
  descriptor = openSync(file, 'a');
});
afterEach(() => {
  closeSync(descriptor);
  rmSync(directory, { recursive: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function untilWritten(text: string): Promise<void> {
  return until(() => readFileSync(file, 'utf8') === text);
}

/** Timers that are called when the test says so. */
class HandTimers {
  #waiting: (() => void)[] = [];

  after(_delayMs: number, callback: () => void): () => void {
    this.#waiting.push(callback);
    return () => undefined;
  }

  ring(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const callback of due) callback();
  }

  get count(): number {
    return this.#waiting.length;
  }
}

describe('a line writer', () => {
  it('gathers lines and writes them together when the time is up', async () => {
    const timers = new HandTimers();
    const writer = new LineWriter(descriptor, timers);
    writer.write('one\n');
    writer.write('zwei 二\n');
    expect(timers.count).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('');
    timers.ring();
    await untilWritten('one\nzwei 二\n');
  });

  it('writes without waiting for the time when much is gathered, and when it is told to', async () => {
    const timers = new HandTimers();
    const writer = new LineWriter(descriptor, timers);
    const long = `${'x'.repeat(5_000)}\n`;
    writer.write(long);
    await untilWritten(long);
    writer.write('short\n');
    writer.send();
    await untilWritten(`${long}short\n`);
  });

  it('keeps the order of lines written while others are on their way', async () => {
    const writer = new LineWriter(descriptor, systemTimers);
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}\n`);
    for (const line of lines) writer.write(line);
    await untilWritten(lines.join(''));
  });

  it('has written everything when flush returns', () => {
    const writer = new LineWriter(descriptor, new HandTimers());
    writer.write('one\n');
    writer.flush();
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    writer.flush();
    expect(readFileSync(file, 'utf8')).toBe('one\n');
  });

  it('raises nothing and comes back when nothing can be written, and keeps nobody waiting at the end', async () => {
    const readOnly = openSync(file, 'r');
    try {
      const timers = new HandTimers();
      const writer = new LineWriter(readOnly, timers);
      const megabyte = `${'x'.repeat(1_048_575)}\n`;
      for (let times = 0; times < 10; times += 1) writer.write(megabyte);
      await until(() => timers.count === 1);
      timers.ring();
      await until(() => timers.count === 1);
      writer.flush();
      timers.ring();
      expect(timers.count).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe('');
    } finally {
      closeSync(readOnly);
    }
  });

  it('tries again what could not be written', async () => {
    closeSync(descriptor);
    const timers = new HandTimers();
    const writer = new LineWriter(descriptor, timers);
    writer.write('one\n');
    timers.ring();
    await until(() => timers.count === 1);
    // The lowest free number is given out again: the log is writable now.
    const reopened = openSync(file, 'a');
    expect(reopened).toBe(descriptor);
    writer.write('two\n');
    timers.ring();
    await until(() => timers.count === 1);
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    timers.ring();
    await untilWritten('one\ntwo\n');
  });
});
