import { RESPONSE_CODE_ENTRIES, type ResponseCodeEntry } from '@opencpm/protocol';
import { type NumberedCall, numberedFault } from './fault-numbers.ts';
import { type Behaviour, NAMED_BEHAVIOURS } from './behaviour.ts';
import { NAMED_REFUND_BEHAVIOURS, type RefundBehaviour } from './refund-behaviour.ts';
import { refusalCodeOf } from './refusal-code.ts';
import { REVERSAL_BEHAVIOURS, type ReversalBehaviour } from './reversal-behaviour.ts';

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
  return `declined-${code}`;
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

/** A number that makes the reversal of a test code's payment go in a certain way. */
export interface ReversalTestNumber extends Omit<TestNumber, 'behaviour'> {
  readonly reversalBehaviour: ReversalBehaviour;
}

/** An amount that makes a refund of a test code's payment go in a certain way. */
export interface RefundTestNumber extends Omit<TestNumber, 'number' | 'behaviour'> {
  readonly refundBehaviour: RefundBehaviour;
}

/** How a payment waits that is made to be reversed. */
const TO_BE_REVERSED: Behaviour = 'password-unanswered';

/**
 * `4300` and the number of a behaviour of reversals: the payment waits for its payer, and its reversal goes as the
 * number says. They are chosen like {@link TEST_NUMBERS}.
 */
export const REVERSAL_TEST_NUMBERS: readonly ReversalTestNumber[] = REVERSAL_BEHAVIOURS.map(
  ({ name, meaning }, index) => {
    const amountMinor = 430_001 + index;
    return { number: String(amountMinor), amountMinor, reversalBehaviour: name, meaning };
  },
);

/** `4200` and the number of a behaviour of refunds: the amount of the refund, in minor units of whatever currency. */
export const REFUND_TEST_NUMBERS: readonly RefundTestNumber[] = NAMED_REFUND_BEHAVIOURS.map(
  ({ name, meaning }, index) => ({ amountMinor: 420_001 + index, refundBehaviour: name, meaning }),
);

/** How a payment and its reversal go. */
export interface TestOutcome {
  readonly behaviour: Behaviour;
  readonly reversalBehaviour: ReversalBehaviour;
}

const OUTCOME_BY_NUMBER: ReadonlyMap<number, TestOutcome> = new Map<number, TestOutcome>([
  ...TEST_NUMBERS.map(
    ({ amountMinor, behaviour }) => [amountMinor, { behaviour, reversalBehaviour: 'done' as const }] as const,
  ),
  ...REVERSAL_TEST_NUMBERS.map(
    ({ amountMinor, reversalBehaviour }) =>
      [amountMinor, { behaviour: TO_BE_REVERSED, reversalBehaviour }] as const,
  ),
]);

const REFUND_BY_AMOUNT: ReadonlyMap<number, RefundBehaviour> = new Map(
  REFUND_TEST_NUMBERS.map(({ amountMinor, refundBehaviour }) => [amountMinor, refundBehaviour]),
);

/** How a payment goes whose number spoils a call: so that the call takes place, and else without trouble. */
const BEHAVIOUR_BEHIND_FAULT: Readonly<Record<NumberedCall, Behaviour>> = {
  charge: 'paid',
  query: 'processing-paid',
  reverse: TO_BE_REVERSED,
  refund: 'paid',
  queryRefund: 'paid',
  notification: 'paid',
};

function outcomeOfNumber(number: string): TestOutcome | undefined {
  const outcome = OUTCOME_BY_NUMBER.get(Number(number));
  if (outcome !== undefined) return outcome;
  const fault = numberedFault(number);
  return fault === undefined
    ? undefined
    : { behaviour: BEHAVIOUR_BEHIND_FAULT[fault.call], reversalBehaviour: 'done' };
}

/**
 * How a test code ends: by its last six digits, else by the amount, else it is paid.
 *
 * @param codeDigits the digits of the code; for an EMV text those of its card number.
 * @param amountMinor the amount of the sale in minor units of whatever currency.
 */
export function outcomeOfTestCode(codeDigits: string, amountMinor: number): TestOutcome {
  return (
    outcomeOfNumber(codeDigits.slice(-6)) ??
    outcomeOfNumber(String(amountMinor)) ?? { behaviour: 'paid', reversalBehaviour: 'done' }
  );
}

const REFUND_REFUSAL = /^42(\d{4})$/;

/** How a refund of a test code's payment goes: by {@link REFUND_TEST_NUMBERS}, or refused by `42` and a response code. */
export function refundBehaviourOfAmount(amountMinor: number): RefundBehaviour {
  const respcd = refusalCodeOf(REFUND_REFUSAL.exec(String(amountMinor))?.[1]);
  return REFUND_BY_AMOUNT.get(amountMinor) ?? (respcd === undefined ? 'returned' : `refused-${respcd}`);
}
