/** Something that happens to a code between the phone and the gateway. */
interface DamageRow {
  readonly name: string;
  /** What does it, one sentence. */
  readonly meaning: string;
  readonly damage: (code: string) => string;
}

const GROUP_SEPARATOR = '\x1d';
/** From a character of ASCII to the same one as Chinese input methods write it. */
const FULL_WIDTH_OFFSET = 0xfee0;
/** Where a group separator falls into a code. */
const MIDDLE = 8;

function swapCase(letter: string): string {
  const lower = letter.toLowerCase();
  return letter === lower ? letter.toUpperCase() : lower;
}

const ROWS = [
  {
    name: 'line-end',
    meaning: 'The scanner sends CR and LF behind the code.',
    damage: (code) => `${code}\r\n`,
  },
  {
    name: 'aim-prefix',
    meaning: 'The scanner sends `]Q1` before the code.',
    damage: (code) => `]Q1${code}`,
  },
  {
    name: 'group-separator',
    meaning: 'The scanner sends a group separator (0x1D) within the code.',
    damage: (code) => code.slice(0, MIDDLE) + GROUP_SEPARATOR + code.slice(MIDDLE),
  },
  {
    name: 'caps-lock',
    meaning: 'Caps Lock is on: small letters become capital ones, and the other way round.',
    damage: (code) => code.replace(/[A-Za-z]/g, swapCase),
  },
  {
    name: 'full-width',
    meaning: 'A Chinese input method is on: every character comes in full width.',
    damage: (code) =>
      code.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + FULL_WIDTH_OFFSET)),
  },
  {
    name: 'slash-lost',
    meaning: 'The keyboard layout has no `/` where the scanner presses it.',
    damage: (code) => code.replaceAll('/', ''),
  },
  {
    name: 'cut',
    meaning: 'The last character is dropped, and padding behind it.',
    damage: (code) => code.replace(/.=*$/, ''),
  },
  {
    name: 'glued',
    meaning: 'The code is read twice, and nothing stands between.',
    damage: (code) => code + code,
  },
  {
    name: 'padding-lost',
    meaning: 'The scanner strips `=` off the end.',
    damage: (code) => code.replace(/=+$/, ''),
  },
  {
    name: 'plus-as-blank',
    meaning: 'A form that was not URL-encoded turns `+` into blanks.',
    damage: (code) => code.replaceAll('+', ' '),
  },
  {
    name: 'encoded-twice',
    meaning: 'A form was URL-encoded twice.',
    damage: (code) => encodeURIComponent(code),
  },
] as const satisfies readonly DamageRow[];

/** Name of a damage, as commands and calls of the sandbox have it. */
export type CodeDamage = (typeof ROWS)[number]['name'];

/** Every damage with what does it, scanners and keyboards first, forms last. */
export const CODE_DAMAGES: readonly { readonly name: CodeDamage; readonly meaning: string }[] = ROWS.map(
  ({ name, meaning }) => ({ name, meaning }),
);

/** Whether a text names a damage. */
export function isCodeDamage(text: string): text is CodeDamage {
  return ROWS.some(({ name }) => name === text);
}

/**
 * A code as it arrives after a damage. Pure.
 *
 * @param code digits or an EMV text, as the phone shows it.
 * @returns undefined when the damage does nothing to this code: digits have no letters, and not every text has a `/`.
 */
export function damageCode(damage: CodeDamage, code: string): string | undefined {
  const damaged = ROWS.find(({ name }) => name === damage)?.damage(code);
  return damaged === code ? undefined : damaged;
}
