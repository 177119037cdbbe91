/** Elements of each symbol of Code 128 by value: widths of bar, space, bar, space, bar, space in modules. */
const WIDTHS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221' +
  '223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321' +
  '112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131' +
  '311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114' +
  '122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232';

const STOP_WIDTHS = '2331112';
const ELEMENTS = 6;
const START_B = 104;
const START_C = 105;
const TO_SET_B = 100;
const TO_SET_C = 99;
const CHECK_BASE = 103;
/** Space for the scanner on each side, in modules (ISO/IEC 15417). */
const QUIET_MODULES = 10;
/** Digits from which set C is worth the change into it. */
const LONG_RUN = 4;

/** A bar of the symbol, in modules from the left edge, quiet zone included. */
interface Bar {
  readonly at: number;
  readonly width: number;
}

/** A drawn bar code. */
export interface BarCode {
  readonly bars: readonly Bar[];
  /** Quiet zones included. */
  readonly modules: number;
}

function digitsAt(text: string, at: number): number {
  let count = 0;
  while (at + count < text.length && /[0-9]/.test(text.charAt(at + count))) count += 1;
  return count;
}

/**
 * Symbol values of a text in sets B and C, start and check included, without the stop.
 *
 * @param text characters from U+0020 to U+007E, at least one.
 * @throws RangeError for any other text.
 */
export function code128Values(text: string): readonly number[] {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('Code 128 takes printable ASCII, one or more.');
  const run = digitsAt(text, 0);
  let inC = run >= LONG_RUN || (run === text.length && run === 2);
  const values = [inC ? START_C : START_B];
  let at = 0;
  while (at < text.length) {
    const digits = digitsAt(text, at);
    if (inC && digits >= 2) {
      values.push(Number(text.slice(at, at + 2)));
      at += 2;
    } else if (inC) {
      values.push(TO_SET_B);
      inC = false;
    } else if (digits >= LONG_RUN && digits % 2 === 0) {
      values.push(TO_SET_C);
      inC = true;
    } else {
      values.push(text.charCodeAt(at) - 0x20);
      at += 1;
    }
  }
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % CHECK_BASE;
  return [...values, check];
}

/** Draws a text as Code 128 with its quiet zones. */
export function drawCode128(text: string): BarCode {
  const widths =
    code128Values(text)
      .map((value) => WIDTHS.slice(value * ELEMENTS, (value + 1) * ELEMENTS))
      .join('') + STOP_WIDTHS;
  const bars: Bar[] = [];
  let at = QUIET_MODULES;
  for (const [place, digit] of Array.from(widths).entries()) {
    const width = Number(digit);
    if (place % 2 === 0) bars.push({ at, width });
    at += width;
  }
  return { bars, modules: at + QUIET_MODULES };
}
