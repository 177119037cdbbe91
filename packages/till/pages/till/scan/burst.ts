import { SCAN_LENGTH_MAX } from '../../../src/page-api/index.ts';

/** Fewest characters of a scan. Payment codes have 16 and more; fewer say what else was scanned. */
const SCAN_LENGTH_MIN = 6;
/** The gap between two keys of a scan, on average, in milliseconds; what a cashier may choose from. */
export const GAP_CHOICES = [30, 50, 100, 150] as const;
export const USUAL_GAP_MS = 50;
const SILENCE_MIN_MS = 100;
/** A scanner that is held up goes on within this time. */
const HOLD_UP_MAX_MS = 500;

/** A key as it went down. */
export interface PressedKey {
  /** `KeyboardEvent.key`. */
  readonly key: string;
  readonly ctrl: boolean;
  /** Milliseconds, of a clock that never runs backwards. */
  readonly atMs: number;
}

/** What a run of keys turned out to be. */
export type Burst =
  | {
      readonly kind: 'scan';
      readonly text: string;
      /**
       * What was taken for typed just before. A scanner that is held up for a moment begins its code there; what it
       * became has to be taken back then.
       */
      readonly before: string;
    }
  /** A person typed. `text` holds what was held back. */
  | { readonly kind: 'typed'; readonly text: string };

/** What becomes of a key. */
export interface KeyEffect {
  /** The run that this key has ended, in the order to be handled. */
  readonly ended: Burst | undefined;
  /** Whether the key belongs to a run and nobody else may see it. */
  readonly held: boolean;
  /** When silence ends the run, on the same clock; absent when none is open. */
  readonly endsAtMs: number | undefined;
}

/**
 * Tells a scanner that types from a person who types, by their speed. Keys are held back until it is clear whose they are,
 * so that no digit of a scan falls into the amount. A scan ends with Enter or Tab, or with silence.
 */
export class BurstReader {
  #gapMs: number;
  #text = '';
  #startMs = 0;
  #lastMs = 0;
  #typed = { text: '', endMs: Number.NEGATIVE_INFINITY };

  constructor(gapMs: number = USUAL_GAP_MS) {
    this.#gapMs = gapMs;
  }

  /** Slower scanners need longer gaps; a person's keys are then held back longer as well. */
  set gapMs(gapMs: number) {
    this.#gapMs = gapMs;
  }

  /** Whether keys are held back now. */
  get isOpen(): boolean {
    return this.#text !== '';
  }

  press({ key, ctrl, atMs }: PressedKey): KeyEffect {
    const late = this.isOpen && atMs - this.#lastMs > this.#silenceMs ? this.#end() : undefined;
    if (isEnd(key, ctrl)) return this.#endKey(late, atMs);
    // Group separators come as Ctrl+] or as a key without a name; they say nothing, and open no browser menu.
    if (this.isOpen && (isSeparator(key, ctrl) || key === 'Unidentified')) return this.#holding(late, atMs);
    // No scan begins with a blank, and a blank presses the button that has the focus.
    const isText = key.length === 1 && !ctrl && (this.isOpen || key !== ' ');
    if (!isText) return { ended: late, held: false, endsAtMs: this.#endsAtMs };
    if (!this.isOpen) this.#startMs = atMs;
    this.#text = (this.#text + key).slice(0, SCAN_LENGTH_MAX);
    return this.#holding(late, atMs);
  }

  /** Ends the run when it has been silent for long enough. */
  silence(atMs: number): Burst | undefined {
    return this.isOpen && atMs - this.#lastMs >= this.#silenceMs ? this.#end() : undefined;
  }

  get #silenceMs(): number {
    return Math.max(SILENCE_MIN_MS, 2 * this.#gapMs);
  }

  get #endsAtMs(): number | undefined {
    return this.isOpen ? this.#lastMs + this.#silenceMs : undefined;
  }

  #holding(ended: Burst | undefined, atMs: number): KeyEffect {
    this.#lastMs = atMs;
    return { ended, held: true, endsAtMs: this.#endsAtMs };
  }

  /** Enter and Tab belong to a scan, and to nobody else; after what a person typed they do what they always do. */
  #endKey(late: Burst | undefined, atMs: number): KeyEffect {
    if (!this.isOpen) return { ended: late, held: false, endsAtMs: undefined };
    const held = atMs - this.#lastMs <= this.#silenceMs;
    const ended = this.#end();
    return { ended, held: held && ended.kind === 'scan', endsAtMs: undefined };
  }

  #end(): Burst {
    const text = this.#text;
    this.#text = '';
    const gaps = text.length - 1;
    const isFast = text.length >= SCAN_LENGTH_MIN && (this.#lastMs - this.#startMs) / gaps <= this.#gapMs;
    const { text: before, endMs } = this.#typed;
    this.#typed = { text: isFast ? '' : text, endMs: this.#lastMs };
    if (!isFast) return { kind: 'typed', text };
    return { kind: 'scan', text, before: this.#startMs - endMs < HOLD_UP_MAX_MS ? before : '' };
  }
}

/** Carriage return and line feed may come as Ctrl+M and Ctrl+J. */
function isEnd(key: string, ctrl: boolean): boolean {
  return key === 'Enter' || key === 'Tab' || (ctrl && /^[jm]$/i.test(key));
}

function isSeparator(key: string, ctrl: boolean): boolean {
  return ctrl && key === ']';
}
