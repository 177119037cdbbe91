import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { jsonLog } from './json-log.ts';

/** Lines a log wrote to a file of its own. */
function linesOf(use: (log: ReturnType<typeof jsonLog>, time: ManualTime) => void): readonly unknown[] {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-log-'));
  const file = join(directory, 'log');
  const descriptor = openSync(file, 'w');
  try {
    const time = new ManualTime();
    const log = jsonLog('info', descriptor, time, time);
    use(log, time);
    log.flush();
    const written = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return written.map((line) => JSON.parse(line) as unknown);
  } finally {
    closeSync(descriptor);
    rmSync(directory, { recursive: true });
  }
}

describe('jsonLog', () => {
  it('gives every line the time at which it was written', () => {
    const lines = linesOf((log, time) => {
      log.info('first');
      log.warn('same');
      time.advance(1);
      log.info('later');
      time.jump(-1);
      log.info('back');
    });
    expect(lines).toEqual([
      { level: 'info', time: '2026-03-01T04:00:00.000Z', event: 'first' },
      { level: 'warn', time: '2026-03-01T04:00:00.000Z', event: 'same' },
      { level: 'info', time: '2026-03-01T04:00:00.001Z', event: 'later' },
      { level: 'info', time: '2026-03-01T04:00:00.000Z', event: 'back' },
    ]);
  });

  it('keeps one event on one line, whatever ends a line for a reader', () => {
    const [line] = linesOf((log) => log.info('odd', { text: 'a\nb\u2028c\u0085d' }));
    expect(line).toMatchObject({ event: 'odd', text: 'a\nb\ufffdc\ufffdd' });
  });

  it('writes fields as JSON and leaves out those without a value', () => {
    const [line] = linesOf((log) =>
      log.info('all', { text: 'a"\\', count: 2, done: false, none: undefined }),
    );
    expect(line).toEqual({
      level: 'info',
      time: '2026-03-01T04:00:00.000Z',
      event: 'all',
      text: 'a"\\',
      count: 2,
      done: false,
    });
  });

  it.each([
    ['info', ['info', 'warn', 'alert']],
    ['warn', ['warn', 'alert']],
    ['alert', ['alert']],
    ['silent', []],
  ] as const)('at level %s writes %j', async (level, written) => {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-log-'));
    const file = join(directory, 'log');
    const descriptor = openSync(file, 'w');
    try {
      const log = jsonLog(level, descriptor);
      log.info('any');
      log.warn('any');
      log.alert('any');
      // An alert sends what is gathered, so nobody has to flush it.
      const levels = () =>
        [...readFileSync(file, 'utf8').matchAll(/"level":"(\w+)"/g)].map(([, each]) => each);
      await expect.poll(levels).toEqual(written);
    } finally {
      closeSync(descriptor);
      rmSync(directory, { recursive: true });
    }
  });
});
