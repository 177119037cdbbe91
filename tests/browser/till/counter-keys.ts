import type { CDPSession, Page } from 'playwright-core';

/** Between two keys of a scanner, in milliseconds. */
const SCANNER_GAP_MS = 3;
/** Between two keys of a person: longer than the pause by which scanners are told from people. */
const PERSON_GAP_MS = 130;

interface Key {
  readonly key: string;
  readonly code: string;
  readonly windowsVirtualKeyCode: number;
  readonly text?: string;
}

const END_KEYS = {
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
} as const;

function digitKey(digit: string): Key {
  if (!/^\d$/.test(digit)) throw new Error(`no digit: ${digit}`);
  return { key: digit, code: `Digit${digit}`, windowsVirtualKeyCode: digit.charCodeAt(0), text: digit };
}

/**
 * The keyboard of a counter. Each key carries the moment at which it went down, so that the page sees the speed of a
 * scanner or of a person however busy the machine is, and no test has to wait for it.
 */
export class CounterKeys {
  readonly #page: Page;
  #session: Promise<CDPSession> | undefined;
  #lastMs = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Digits as a person types them. */
  async typeByHand(digits: string): Promise<void> {
    const keys = Array.from(digits, digitKey);
    await this.#press(keys, PERSON_GAP_MS, Date.now() - keys.length * PERSON_GAP_MS);
  }

  /** Digits as a scanner types them. */
  async scan(digits: string, end: 'Enter' | 'Tab' | ''): Promise<void> {
    const ending = end === '' ? [] : [END_KEYS[end]];
    await this.#press([...Array.from(digits, digitKey), ...ending], SCANNER_GAP_MS, Date.now());
  }

  /** Hands all keys over at once; the browser takes them in this order. */
  async #press(keys: readonly Key[], gapMs: number, fromMs: number): Promise<void> {
    this.#session ??= this.#page.context().newCDPSession(this.#page);
    const session = await this.#session;
    // To a page, all that went down before it was there went down at one moment.
    const pageMs = await this.#page.evaluate(() => performance.timeOrigin);
    let atMs = Math.max(fromMs, pageMs, this.#lastMs + gapMs);
    const taken: Promise<unknown>[] = [];
    for (const { text, ...key } of keys) {
      const timestamp = atMs / 1_000;
      const down = text === undefined ? { type: 'rawKeyDown' as const } : { type: 'keyDown' as const, text };
      taken.push(session.send('Input.dispatchKeyEvent', { ...down, ...key, timestamp }));
      taken.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, timestamp }));
      this.#lastMs = atMs;
      atMs += gapMs;
    }
    await Promise.all(taken);
  }
}
