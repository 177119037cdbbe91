import { isResponseCode, RESPONSE_CODE_ENTRIES, type ResponseCodeEntry } from '@opencpm/protocol';
import { type Behaviour, NAMED_BEHAVIOURS } from './behaviour.ts';

/** A number that makes a test code end in a certain way. */
export interface TestNumber {
  /** Six digits: the last six digits of the payment code, or exactly the amount in minor units. */
  readonly number: string;
  /** The same number as an amount (`txamt`). */
  readonly amountMinor: number;
  readonly behaviour: Behaviour;
  /** What the merchant side sees, one line. */
  readonly meaning: string;
}

function behaviourOfCode({ code, class: codeClass, retry }: ResponseCodeEntry): Behaviour {
  if (codeClass === 'success') return 'paid';
  if (code === '1143') return 'password-unanswered';
  // A code that says "ask again" is no outcome: the wallet gives no clear answer and the payment is decided later.
  if (codeClass === 'pending' || (codeClass === 'system' && retry === 'query')) return 'processing-paid';
  if (isResponseCode(code)) return `declined-${code}`;
  throw new RangeError(`The catalogue does not know its own code ${code}.`);
}

function meaningOfCode({ code, textEn }: ResponseCodeEntry, behaviour: Behaviour): string {
  if (behaviour.startsWith('declined-')) return `Declined with ${code}: ${textEn}.`;
  if (behaviour === 'paid') return 'Paid at once (0000).';
  if (behaviour === 'password-unanswered') {
    return 'Waits for the payer (1143) until somebody approves or refuses; closed after 180 s (1142).';
  }
  return `No clear answer, as after ${code} (${textEn}); paid 5 s later.`;
}

function testNumber(number: string, behaviour: Behaviour, meaning: string): TestNumber {
  return { number, amountMinor: Number(number), behaviour, meaning };
}

/**
 * The test numbers: `40` and a response code of the catalogue, or `4100` and the number of a behaviour. They work on
 * test codes only, that is on well-formed payment codes that no sandbox phone has issued.
 */
export const TEST_NUMBERS: readonly TestNumber[] = [
  ...RESPONSE_CODE_ENTRIES.map((entry) => {
    const behaviour = behaviourOfCode(entry);
    return testNumber(`40${entry.code}`, behaviour, meaningOfCode(entry, behaviour));
  }),
  ...NAMED_BEHAVIOURS.map(({ name, meaning }, index) =>
    testNumber(`4100${String(index + 1).padStart(2, '0')}`, name, meaning),
  ),
];

const BEHAVIOUR_BY_NUMBER: ReadonlyMap<number, Behaviour> = new Map(
  TEST_NUMBERS.map(({ amountMinor, behaviour }) => [amountMinor, behaviour]),
);

/**
 * How a test code ends: by its last six digits, else by the amount, else it is paid.
 *
 * @param codeDigits the digits of the code; for an EMV text those of its card number.
 * @param amountMinor the amount of the sale in minor units of whatever currency.
 */
export function behaviourOfTestCode(codeDigits: string, amountMinor: number): Behaviour {
  return (
    BEHAVIOUR_BY_NUMBER.get(Number(codeDigits.slice(-6))) ?? BEHAVIOUR_BY_NUMBER.get(amountMinor) ?? 'paid'
  );
}
