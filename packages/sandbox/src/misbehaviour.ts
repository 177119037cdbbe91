import type { WalletFamily } from '@opencpm/protocol';
import { WALLET_CALLS } from './call-fault.ts';

/** Servers that speak a wallet's own protocol: Alipay, WeChat Pay, both contracts of UnionPay, and a QFPay gateway. */
export const WIRE_SERVERS = ['alipay', 'wechatpay', 'unionpay', 'unionpay-partner', 'upstream'] as const;

/** A server that speaks a wallet's own protocol. */
export type WireServer = (typeof WIRE_SERVERS)[number];

/** Who speaks for a family when its wallets are reached in their own protocols. */
export const SERVER_OF_FAMILY: Readonly<Record<WalletFamily, WireServer>> = {
  alipay: 'alipay',
  wechatpay: 'wechatpay',
  wechatpay_hk: 'wechatpay',
  unionpay: 'unionpay',
  payme: 'upstream',
};

/** What can go wrong: the calls of the merchant side, the wallet's own call, and two that only some protocols have. */
export const SPOILT_CALLS = [...WALLET_CALLS, 'notification', 'certificates', 'statement'] as const;

/** A call that can go wrong. */
export type SpoiltCall = (typeof SPOILT_CALLS)[number];

/** The calls each server answers or makes that can go wrong. */
export const SPOILT_CALLS_OF: Readonly<Record<WireServer, readonly SpoiltCall[]>> = {
  alipay: [...WALLET_CALLS, 'notification'],
  wechatpay: SPOILT_CALLS,
  unionpay: [...WALLET_CALLS, 'notification', 'statement'],
  'unionpay-partner': [...WALLET_CALLS, 'notification'],
  upstream: WALLET_CALLS,
};

interface MisbehaviourPlan {
  readonly calls: readonly SpoiltCall[];
  readonly servers: readonly WireServer[];
  readonly meaning: string;
}

const ANSWERED: readonly SpoiltCall[] = [...WALLET_CALLS, 'certificates', 'statement'];
const ENQUIRIES: readonly SpoiltCall[] = ['query', 'queryRefund'];
const ACP: readonly WireServer[] = ['unionpay'];
const NOTIFIERS: readonly WireServer[] = ['alipay', 'wechatpay', 'unionpay', 'unionpay-partner'];

function any(meaning: string, servers: readonly WireServer[] = WIRE_SERVERS): MisbehaviourPlan {
  return { calls: WALLET_CALLS, servers, meaning };
}

function sealed(meaning: string, servers: readonly WireServer[]): MisbehaviourPlan {
  return { calls: ANSWERED, servers, meaning };
}

function told(meaning: string, servers = NOTIFIERS): MisbehaviourPlan {
  return { calls: ['notification'], servers, meaning };
}

const PLANS = {
  unknown: any('Done, and the wallet says that it does not know the outcome.'),
  'unknown-early': any('Not done, and the wallet says that it does not know the outcome.'),
  'system-error': any('Done, and the wallet says that its system failed.'),
  'system-error-early': {
    calls: ANSWERED,
    servers: WIRE_SERVERS,
    meaning: 'Not done: the wallet says that its system failed.',
  },
  throttled: any('Not done: too many calls, the wallet says.'),
  unavailable: any('Not done: 503 in the form of the protocol.', ['wechatpay']),
  'not-there': {
    calls: ['query', 'reverse', 'refund', 'queryRefund'],
    servers: WIRE_SERVERS,
    meaning: 'Not done: the wallet says that it knows no such payment or refund.',
  },
  'altered-body': sealed('Done; the answer is changed after it was signed.', ['alipay', 'wechatpay']),
  'altered-time': sealed('Done; the time of the answer is changed after it was signed.', ['alipay']),
  'stale-time': sealed('Done; the answer was signed ten minutes ago.', ['wechatpay']),
  'future-time': sealed('Done; the answer was signed ten minutes ahead of the clock.', ['wechatpay']),
  'other-key': sealed('Done; the answer is signed with a key that is not the wallet’s.', WIRE_SERVERS),
  'new-key': sealed('Done; from this answer on the wallet signs with a new key of its own.', [
    'wechatpay',
    'unionpay',
  ]),
  'expired-certificate': sealed('Done; the certificate in the answer has expired.', ACP),
  'foreign-certificate': sealed('Done; the certificate in the answer is somebody else’s.', ACP),
  probe: sealed('Done; the signature is wrong on purpose, to see who notices.', ['wechatpay']),
  'raw-signature': sealed('Done; the signature is not URL-encoded.', ['alipay']),
  'odd-form': {
    calls: [...WALLET_CALLS, 'notification'],
    servers: WIRE_SERVERS,
    meaning: 'Done; what is said is true, in the oddest form the documents leave room for.',
  },
  'garbled-certificates': {
    calls: ['certificates'],
    servers: ['wechatpay'],
    meaning: 'The list of certificates is sealed with a key that is not the merchant’s.',
  },
  'says-paying': {
    calls: ['charge', 'query'],
    servers: WIRE_SERVERS,
    meaning: 'Done; whatever the state is, the answer says that the payer is paying.',
  },
  'says-paid': {
    calls: ['charge', 'query'],
    servers: WIRE_SERVERS,
    meaning: 'Done; whatever the state is, the answer says paid.',
  },
  'says-not-paid': {
    calls: ['charge', 'query'],
    servers: ['wechatpay'],
    meaning: 'Done; whatever the state is, the answer says not paid.',
  },
  'says-accepted': {
    calls: ['charge', 'query'],
    servers: ['wechatpay'],
    meaning: 'Done; whatever the state is, the answer says accepted.',
  },
  'new-state': {
    calls: ['charge', ...ENQUIRIES, 'refund'],
    servers: WIRE_SERVERS,
    meaning: 'Done; the answer has a state that nobody has documented.',
  },
  'refund-abnormal': {
    calls: ['refund', 'queryRefund'],
    servers: ['wechatpay'],
    meaning: 'Done; the answer says that the refund needs a hand.',
  },
  'other-shop': any('Done; the answer names another shop.', ['wechatpay', 'unionpay']),
  'other-pay-type': {
    calls: ['charge', 'query'],
    servers: ['upstream'],
    meaning: 'Done; the answer names the pay type of another wallet.',
  },
  none: told('No notification is sent.'),
  early: told('The notification is sent before the answer to the payment.', [
    'alipay',
    'unionpay',
    'unionpay-partner',
  ]),
  twice: told('The notification is sent twice.'),
  late: told('The notification is sent five minutes later.'),
  forged: told('The notification is signed with a key that is not the wallet’s.'),
  'other-amount': told('The notification names another amount.'),
  'other-payment': told('The notification names a payment or refund nobody knows.'),
} as const satisfies Record<string, MisbehaviourPlan>;

type NamedMisbehaviour = keyof typeof PLANS;

/**
 * What a server can do wrong in the words of its own protocol, beside the faults every line has: by name, or with any code of
 * the wallet itself, as a refusal (`refuse-NOT_ENOUGH`) or as the state of what was asked about (`says-PAYERROR`).
 */
export type Misbehaviour = NamedMisbehaviour | `refuse-${string}` | `says-${string}`;

/** A misbehaviour as it is listed. */
export interface MisbehaviourRow extends MisbehaviourPlan {
  readonly name: string;
}

/** Those that stand for many: the name ends in a code of the wallet. */
const CODED_ROWS: readonly MisbehaviourRow[] = [
  {
    name: 'refuse-CODE',
    ...any('Not done: refused with that code of the wallet itself, such as refuse-NOT_ENOUGH.'),
  },
  {
    name: 'says-CODE',
    calls: ['charge', ...ENQUIRIES, 'refund'],
    servers: WIRE_SERVERS,
    meaning:
      'Done; whatever the state is, the answer tells it by that word or code of the wallet itself, such as says-PAYERROR.',
  },
];

/** All of them in the order of their numbers, with the calls and the servers that can. */
export const MISBEHAVIOURS: readonly MisbehaviourRow[] = [
  ...Object.entries<MisbehaviourPlan>(PLANS).map(([name, plan]) => ({ name, ...plan })),
  ...CODED_ROWS,
];

const REFUSAL = /^refuse-([A-Z0-9][A-Z0-9_]{0,63})$/;
const STATE = /^says-([A-Z0-9][A-Z0-9_]{0,63})$/;

/** Whether a text is the name of a misbehaviour that needs no code of a wallet. */
export function isNamedMisbehaviour(text: string): text is NamedMisbehaviour {
  return Object.hasOwn(PLANS, text);
}

/** Whether a text is the name of a misbehaviour. */
export function isMisbehaviour(text: string): text is Misbehaviour {
  return isNamedMisbehaviour(text) || REFUSAL.test(text) || STATE.test(text);
}

/** The code of the wallet that a misbehaviour refuses with; undefined for one that does not refuse so. */
export function refusalIn(misbehaviour: Misbehaviour | undefined): string | undefined {
  return REFUSAL.exec(misbehaviour ?? '')?.[1];
}

/** The word or code of the wallet by which a misbehaviour tells a state; undefined for one that does not. */
export function stateIn(misbehaviour: Misbehaviour | undefined): string | undefined {
  return STATE.exec(misbehaviour ?? '')?.[1];
}

/** What a misbehaviour can do, and where. */
export function planOfMisbehaviour(name: Misbehaviour): MisbehaviourPlan {
  const row = name.replace(REFUSAL, 'refuse-CODE').replace(STATE, 'says-CODE');
  const plan = MISBEHAVIOURS.find((each) => each.name === row);
  if (plan === undefined) throw new RangeError(`"${name}" is no misbehaviour.`);
  return plan;
}
