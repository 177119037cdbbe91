import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeKeys } from './wedge.ts';

const CODE = '287766554433221100';
/** Between two keys of a scanner. */
const GAP_MS = 3;

class NoField {}

let press: (event: object) => void;
let scans: string[];
let typed: string;
let letGo: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('HTMLInputElement', NoField);
  vi.stubGlobal('HTMLTextAreaElement', NoField);
  vi.stubGlobal('document', {
    addEventListener(_name: string, listener: (event: object) => void) {
      press = listener;
    },
    removeEventListener: () => undefined,
  });
  scans = [];
  typed = '';
  letGo = takeKeys({
    onScan: (text) => scans.push(text),
    onTyped: (key) => {
      typed += key;
    },
  });
});

afterEach(() => {
  letGo();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function hear(key: string, timeStamp: number): void {
  const nothing = (): void => undefined;
  const mods = { ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 0 };
  press({ key, timeStamp, target: null, preventDefault: nothing, stopPropagation: nothing, ...mods });
}

/** A scan whose keys went down in time, heard late and with a pause in the middle. */
function hearLate(lateMs: number, pauseMs: number): void {
  vi.advanceTimersByTime(lateMs);
  Array.from(CODE).forEach((digit, index) => {
    if (index === 8) vi.advanceTimersByTime(pauseMs);
    hear(digit, index * GAP_MS);
  });
}

describe('the keys of the counter', () => {
  it('are one scan when the machine hears them late and haltingly', () => {
    hearLate(400, 450);
    vi.advanceTimersByTime(5_000);
    expect(scans).toEqual([CODE]);
    expect(typed).toBe('');
  });

  it('end with silence soon after they were heard in time', () => {
    hearLate(0, 0);
    vi.advanceTimersByTime(99);
    expect(scans).toEqual([]);
    vi.advanceTimersByTime(51);
    expect(scans).toEqual([CODE]);
  });

  it('show up within moments when they are stamped by another clock', () => {
    vi.advanceTimersByTime(3_600_000);
    hear('7', 0);
    vi.advanceTimersByTime(2_100);
    expect(typed).toBe('7');
  });

  it('show up although they are stamped in the future', () => {
    hear('7', 3_600_000);
    vi.advanceTimersByTime(100);
    expect(typed).toBe('7');
  });
});
