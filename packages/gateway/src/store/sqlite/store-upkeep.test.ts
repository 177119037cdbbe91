import { describe, expect, it } from 'vitest';
import { ManualTime } from '../../clock/test-time.ts';
import { KeptLog } from '../../log/test-log.ts';
import { keepUp, LOG_ALERT_BYTES, type NeedsUpkeep } from './store-upkeep.ts';

/** A store whose log is as large as the test says. */
class ImitatedStore implements NeedsUpkeep {
  notes = 0;
  folds = 0;
  bytes = 0;
  pinned = false;
  full = false;

  noteWatermark(): void {
    if (this.full) throw new Error('no space left');
    this.notes += 1;
  }

  logBytes(): number {
    return this.bytes;
  }

  foldLog(): boolean {
    this.folds += 1;
    if (this.pinned) return false;
    this.bytes = 0;
    return true;
  }
}

function begin() {
  const time = new ManualTime();
  const log = new KeptLog();
  const store = new ImitatedStore();
  const end = keepUp(store, time, log);
  return { time, log, store, end };
}

describe('keepUp', () => {
  it('notes the watermark once a second until it is ended', () => {
    const { time, store, end } = begin();
    for (let look = 0; look < 3; look += 1) time.advance(1_000);
    expect(store.notes).toBe(3);
    end();
    time.advance(5_000);
    expect(store.notes).toBe(3);
    expect(time.running).toBe(0);
  });

  it('does not go on when it is ended by what it looks at', () => {
    const { time, store, end } = begin();
    store.logBytes = () => {
      end();
      return 0;
    };
    time.advance(5_000);
    expect(store.notes).toBe(1);
    expect(time.running).toBe(0);
  });

  it('warns once when the watermark cannot be written, and again after it could', () => {
    const { time, store, log } = begin();
    for (const full of [true, true, false, true]) {
      store.full = full;
      time.advance(1_000);
    }
    const warning = { event: 'watermark_not_written', fields: { why: 'Error: no space left' } };
    expect(log.lines).toMatchObject([warning, warning]);
  });

  it('folds a log that has grown too large and says nothing when that helps', () => {
    const { time, store, log } = begin();
    store.bytes = LOG_ALERT_BYTES;
    expect(LOG_ALERT_BYTES).toBe(67_108_864);
    time.advance(1_000);
    expect(store.folds).toBe(0);
    store.bytes = LOG_ALERT_BYTES + 1;
    time.advance(1_000);
    expect(store.folds).toBe(1);
    expect(log.lines).toEqual([]);
  });

  it('raises an alert once while a reader stands in the way', () => {
    const { time, store, log } = begin();
    store.pinned = true;
    store.bytes = LOG_ALERT_BYTES + 1;
    for (let look = 0; look < 3; look += 1) time.advance(1_000);
    expect(log.alerts).toEqual(['database_log_large']);
    expect(log.lines[0]?.fields).toEqual({
      bytes: LOG_ALERT_BYTES + 1,
      mend: 'another program holds the database file open for reading; end it',
    });
    store.pinned = false;
    time.advance(1_000);
    expect(store.bytes).toBe(0);
    store.pinned = true;
    store.bytes = LOG_ALERT_BYTES + 1;
    time.advance(1_000);
    expect(log.alerts).toEqual(['database_log_large', 'database_log_large']);
  });
});
