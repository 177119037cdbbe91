import type { CrashPoint } from '../packages/gateway/src/trade/crash-point.ts';
import type { Options } from './options.ts';
import type { Tally } from './tally.ts';
import { connectorsOf } from './wallet/wallet-choice.ts';
import { WIRE_DAMAGES } from './wallet/wire/wire-damage.ts';

/** How often a process has to die at each named point in 50,000 histories. */
const CRASHES: Readonly<Record<CrashPoint, number>> = {
  before_intent: 200,
  intent_durable: 200,
  charge_sent: 200,
  charge_answered: 200,
  outcome_durable: 200,
  lease_taken: 200,
  query_sent: 200,
  query_answered: 200,
  verdict_durable: 200,
  before_reversal: 200,
  reversal_durable: 200,
  reversal_sent: 200,
  reversal_answered: 200,
  acknowledgement_durable: 200,
  confirmation_sent: 200,
  confirmation_answered: 200,
  reversal_outcome_durable: 200,
  before_refund_intent: 200,
  refund_durable: 200,
  refund_sent: 200,
  refund_answered: 200,
  refund_outcome_durable: 200,
  notification_sent: 200,
  notification_answered: 200,
  late_charge_durable: 20,
  return_sent: 20,
  return_answered: 20,
  return_durable: 20,
};

/**
 * Situations a run has to meet, and how often at least in 50,000 histories. A simulation that never meets a case proves
 * nothing about it.
 */
const REQUIRED: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(CRASHES).map(([point, times]) => [`crash at ${point}`, times])),
  'crash at random': 5_000,
  'crash before a commit': 1_000,
  'crash after a commit': 1_000,
  'process stopped for a while': 1_000,
  'store refused a write': 1_000,
  'till dies': 1_000,
  'clock jumps forward': 500,
  'clock jumps back': 500,
  'midnight inside an open payment': 500,
  'reversal of a paid order at the wallet': 200,
  'reversal of an order never created': 200,
  'reversal refused for good': 100,
  'reversal acknowledged and not done': 200,
  'alert late_charge': 100,
  'charge after a refusal': 100,
  'refused after it was paid': 100,
  'refund and reversal at once': 500,
  'two refunds at once': 500,
  'two owners of a lease': 100,
  'double scan': 500,
  'two tabs': 500,
  'code shown twice': 500,
  'altered repeat refused': 500,
  'wallet closed an order by itself': 500,
  'wallet charged another amount': 200,
  'wrong amount in an answer': 200,
  'duplicated request at a wallet': 1_000,
  'request overtaken by later ones': 1_000,
  'notification tried again': 1_000,
  'acknowledgement of a notification lost': 1_000,
};

/** The same where tills run the SDK. */
const REQUIRED_OF_SDK: Readonly<Record<string, number>> = {
  'network cut in a request': 5_000,
  'network cut in an answer': 5_000,
  'answer cut in its body': 2_000,
  'request held back by a cut': 2_000,
  'request repeated by a proxy': 1_000,
  'answer forged': 200,
  'till dies': 1_000,
  'double scan': 500,
  'attempt stood in the way': 1_000,
  'basket charged again after it was not paid': 1_000,
  'till leaves a payment unresolved': 500,
  'till shows paid': 5_000,
  'till shows declined': 1_000,
  'till shows reversed': 1_000,
  'crash at random': 500,
  'clock jumps back': 500,
  'store refused a write': 1_000,
};

/** Everything a connector may answer, and what may become of a payment, as `WireConnector` counts it. */
const OF_EACH_CONNECTOR = [
  ' charge: not_sent',
  ' charge: unknown',
  ' charge: declined',
  ' query: not_sent',
  ' query: unknown',
  ' query: not_found',
  ' query: waiting_for_payer',
  ' query: declined',
  ' query: paid',
  ' reverse: reversed',
  ' reverse: refused',
  ' refund: returned',
  ': reversal confirmed by query',
  ': late charge',
] as const;

/** How often at least in 1,000 histories. */
const OF_CONNECTORS_LEAST = 2;
const OF_WIRES_LEAST = 30;

/** The same where wallets are called over their protocols, in 50,000 histories. */
export function requiredOfWires(wallet: Options['wallet']): Readonly<Record<string, number>> {
  const ofConnectors = connectorsOf(wallet).flatMap((name) =>
    OF_EACH_CONNECTOR.map((what) => `${name}${what}`),
  );
  const ofWires = ['request lost', 'answer lost', ...WIRE_DAMAGES].map((what) => `wire: ${what}`);
  return Object.fromEntries([
    ...ofConnectors.map((what) => [what, 50 * OF_CONNECTORS_LEAST] as const),
    ...ofWires.map((what) => [what, 50 * OF_WIRES_LEAST] as const),
  ]);
}

/** Fewest histories after which a missing situation says something. */
const JUDGED_FROM = 10_000;
/** The same where wallets are called over their protocols; such a history takes as long as ten others. */
const WIRES_JUDGED_FROM = 1_000;

/** Situations that were met too rarely for the number of histories, in words. */
export function missingSituations(
  { histories, reached }: Tally,
  { tills, wallet }: Pick<Options, 'tills' | 'wallet'>,
): readonly string[] {
  const wired = wallet !== 'direct';
  if (histories < (wired ? WIRES_JUDGED_FROM : JUDGED_FROM)) return [];
  const ofTills = tills === 'sdk' ? REQUIRED_OF_SDK : REQUIRED;
  return Object.entries(wired ? requiredOfWires(wallet) : ofTills).flatMap(([situation, in50000]) => {
    const least = Math.max(1, Math.floor((in50000 * histories) / 50_000));
    const times = reached[situation] ?? 0;
    return times >= least ? [] : [`${situation}: ${times} times, expected at least ${least}`];
  });
}
