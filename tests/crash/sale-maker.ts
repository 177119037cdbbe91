import { type Behaviour, TEST_NUMBERS } from '../../packages/sandbox/src/index.ts';
import type { SeededRandom } from './random.ts';
import type { Sale } from './till.ts';

/** Behaviours of the wallet, each as often as it stands there. */
export type BehaviourMix = readonly [Behaviour, ...Behaviour[]];

/** How often each behaviour of the wallet occurs: most payments are paid, the rest is everything that can go wrong. */
const MIX: BehaviourMix = [
  'paid',
  'paid',
  'paid',
  'paid',
  'paid',
  'paid',
  'declined-1201',
  'password-approved',
  'processing-paid',
  'processing-declined',
  'answer-lost',
  'declined-not-final',
  'never-arrived',
  'late-success',
];

/** Makes sales that no other sale shares an order number or a code with. */
export class SaleMaker {
  readonly #random: SeededRandom;
  readonly #mix: BehaviourMix;
  #count = 0;

  constructor(random: SeededRandom, mix: BehaviourMix = MIX) {
    this.#random = random;
    this.#mix = mix;
  }

  next(): Sale {
    this.#count += 1;
    const behaviour = this.#random.pick(this.#mix);
    const orderNumber = `CRASH-${this.#count}`;
    const amountMinor = this.#random.whole(1, 99_999);
    return {
      orderNumber,
      behaviour,
      amountMinor,
      answers: [],
      parameters: [
        ['txamt', String(amountMinor)],
        ['txcurrcd', 'HKD'],
        ['pay_type', '800108'],
        ['out_trade_no', orderNumber],
        ['txdtm', '2026-03-01 12:00:00'],
        ['auth_code', `28${this.#random.digits(10)}${testNumber(behaviour)}`],
      ],
    };
  }
}

/** The last six digits of a code that makes the sandbox's wallet behave so. */
function testNumber(behaviour: Behaviour): string {
  const found = TEST_NUMBERS.find((each) => each.behaviour === behaviour && each.number.startsWith('4'));
  if (found === undefined) throw new Error(`there is no test number for ${behaviour}`);
  return found.number;
}
