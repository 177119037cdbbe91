import type { PayType, WalletFamily } from '../../../packages/protocol/src/index.ts';
import {
  CALL_FAULTS,
  type CallFault,
  FAULT_NUMBERS,
  MISBEHAVIOURS,
  numberedFault,
  REFUND_TEST_NUMBERS,
  REVERSAL_TEST_NUMBERS,
  TEST_NUMBERS,
  SERVER_OF_FAMILY,
  type WalletCall,
} from '../../../packages/sandbox/src/index.ts';

/** One payment and what happens to it. */
export interface Scenario {
  /** What makes it special, such as `answer-lost` or `query: wrong-signature`. */
  readonly name: string;
  readonly payType: PayType;
  readonly family: WalletFamily;
  /** Six digits at the end of the code; they choose the behaviour. */
  readonly testNumber: string;
  /** What goes wrong with the next calls about it, once it is accepted. */
  readonly faults: readonly {
    readonly call: WalletCall;
    readonly fault: CallFault;
    readonly times: number;
  }[];
  /** What is refunded when it is paid, in minor units. */
  readonly refundMinor: number | undefined;
}

type Course = Omit<Scenario, 'payType' | 'family'>;

const PAID = '410001';
const PROCESSING_PAID = '410005';
const UNANSWERED = '410004';

/** Amount of every payment, in minor units. */
export const AMOUNT_MINOR = 1_000_000;

/** What is refunded so that a call takes place; a refund that is decided later is asked about. */
const REFUND_OF_CALL: Readonly<Record<string, number>> = {
  refund: 500,
  queryRefund:
    REFUND_TEST_NUMBERS.find(({ refundBehaviour }) => refundBehaviour === 'processing-returned')
      ?.amountMinor ?? 500,
};

const COURSES: readonly Course[] = [
  { ...course('refund: all of it', PAID), refundMinor: AMOUNT_MINOR },
  ...TEST_NUMBERS.map(({ number, behaviour }) => course(behaviour, number)),
  ...REVERSAL_TEST_NUMBERS.map(({ number, reversalBehaviour }) =>
    course(`reversal: ${reversalBehaviour}`, number),
  ),
  ...REFUND_TEST_NUMBERS.map(({ amountMinor, refundBehaviour }) => ({
    ...course(`refund: ${refundBehaviour}`, PAID),
    refundMinor: amountMinor,
  })),
  ...CALL_FAULTS.flatMap(({ name }) => [
    {
      ...course(`query: ${name}`, PROCESSING_PAID),
      faults: [{ call: 'query' as const, fault: name, times: 2 }],
    },
    {
      ...course(`reverse: ${name}`, UNANSWERED),
      faults: [{ call: 'reverse' as const, fault: name, times: 2 }],
    },
    {
      ...course(`refund call: ${name}`, PAID),
      refundMinor: 500,
      faults: [
        { call: 'refund' as const, fault: name, times: 1 },
        { call: 'queryRefund' as const, fault: name, times: 1 },
      ],
    },
  ]),
];

/** Every way the six pay types reach a wallet. PayMe has no code that 800008 could know it by. */
const WAYS: readonly (readonly [PayType, WalletFamily])[] = [
  ['800108', 'alipay'],
  ['800208', 'wechatpay'],
  ['801008', 'wechatpay_hk'],
  ['800708', 'unionpay'],
  ['805808', 'payme'],
  ['800008', 'alipay'],
  ['800008', 'wechatpay'],
  ['800008', 'wechatpay_hk'],
  ['800008', 'unionpay'],
];

/** Everything a wallet can do wrong in its own words, ordered by test numbers. */
const OWN_COURSES = FAULT_NUMBERS.flatMap(({ digits }) =>
  [1, 2, 3, 4, 5].flatMap((callDigit) => {
    const number = `44${callDigit}${digits}`;
    const meant = numberedFault(number);
    const row = MISBEHAVIOURS.find(({ name }) => name === meant?.fault);
    if (meant === undefined || row === undefined) return [];
    const refundMinor = REFUND_OF_CALL[meant.call];
    return [{ ...course(`${meant.call}: ${meant.fault}`, number), refundMinor, servers: row.servers }];
  }),
);

/** Every course under every pay type; the four ways of 800008 share its courses. */
export const SCENARIOS: readonly Scenario[] = [
  ...COURSES.flatMap((each, index) => [
    ...WAYS.slice(0, 5).map(([payType, family]) => ({ ...each, payType, family })),
    ...WAYS.slice(5 + (index % 4), 6 + (index % 4)).map(([payType, family]) => ({
      ...each,
      payType,
      family,
    })),
  ]),
  ...OWN_COURSES.flatMap(({ servers, ...each }) =>
    WAYS.slice(0, 5).flatMap(([payType, family]) =>
      servers.includes(SERVER_OF_FAMILY[family]) ? [{ ...each, payType, family }] : [],
    ),
  ),
];

/** The scenario of a payment, all of them in turn. */
export function scenarioOf(number: number): Scenario {
  const scenario = SCENARIOS[number % SCENARIOS.length];
  if (scenario === undefined) throw new Error('there are no scenarios');
  return scenario;
}

const PREFIXES: Readonly<Record<WalletFamily, readonly [prefix: string, digits: number]>> = {
  alipay: ['28', 18],
  wechatpay: ['13', 18],
  wechatpay_hk: ['15', 18],
  unionpay: ['62', 19],
  payme: ['80', 18],
};

/** A payment code that nobody else shows, ending in the scenario's number. */
export function codeOf({ family, testNumber }: Scenario, number: number): string {
  const [prefix, digits] = PREFIXES[family];
  return `${prefix}${String(number).padStart(digits - prefix.length - testNumber.length, '0')}${testNumber}`;
}

function course(name: string, testNumber: string): Course {
  return { name, testNumber, faults: [], refundMinor: undefined };
}
