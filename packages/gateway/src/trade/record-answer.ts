import type { BusinessClock } from '../clock/business-clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';
import type { Log } from '../log/log.ts';
import type { Announce } from '../notify/notification.ts';
import type { Payment, PaymentProgress } from '../payment/payment.ts';
import { progressOf } from '../payment/progress-of.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import { type ReversalStanding, type Verdict, weighAnswer } from '../payment/wallet-verdict.ts';
import type { PaymentStep, Store } from '../store/store.ts';
import { firstLookWaitMs } from '../wallet/ask-schedule.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import type { FindProfile } from '../wallet/connectors.ts';
import { newLateCharge } from './late-charge.ts';

/** What recording an answer needs. */
export interface RecordAnswerParts {
  readonly store: Store;
  readonly log: Log;
  readonly clock: BusinessClock;
  readonly steadyClock: SteadyClock;
  readonly announce: Announce;
  readonly profiles: FindProfile;
}

/** On whose behalf a wallet was called; told by the history. */
export type AskedBy = 'charge' | 'enquiry' | 'resolver' | 'reversal';

/** An answer, and what was known when it was asked for. */
export interface GivenAnswer {
  readonly answer: WalletAnswer;
  readonly by: AskedBy;
  /** Whether the payment had its verdict already when the wallet was asked. */
  readonly askedAfterVerdict: boolean;
  /** What is known of the reversal, for a payment that is being reversed. */
  readonly standing: ReversalStanding;
}

/**
 * Weighs a wallet's answer against the stored payment and stores what follows. When somebody else changed the payment
 * in between, the answer is weighed again against the new truth, so that no fact is lost and none is applied twice.
 *
 * @param payment the payment as it was when the wallet was asked; an older version is fine.
 * @returns the payment as it is stored now.
 */
export async function recordAnswer(
  parts: RecordAnswerParts,
  payment: Payment,
  answer: WalletAnswer,
  by: AskedBy,
): Promise<Payment> {
  const { store, log } = parts;
  const askedAfterVerdict = WIRE_VIEWS[payment.state].final;
  let current = payment;
  for (;;) {
    const standing = await readStanding(store, current);
    const given: GivenAnswer = { answer, by, askedAfterVerdict, standing };
    const verdict = weighAnswer(current, answer, standing);
    const step = await stepOf(parts, current, verdict, given);
    if (step === undefined) {
      if (verdict.kind !== 'late_charge') alertOf(log, current, verdict, askedAfterVerdict);
      return current;
    }
    const recorded = await store.changePayment(current, step);
    if (recorded !== undefined) {
      alertOf(log, current, verdict, askedAfterVerdict);
      return recorded;
    }
    current = await reread(store, current);
  }
}

/** The payment as it is stored now; a payment never vanishes. */
export async function reread(store: Store, payment: Payment): Promise<Payment> {
  const stored = await store.findPayment(payment.id);
  if (stored === undefined) throw new Error(`payment ${payment.syssn} has vanished from the store`);
  return stored;
}

/** What is stored of a reversal that is under way. Its acknowledgement raises the version of the payment. */
async function readStanding(store: Store, payment: Payment): Promise<ReversalStanding> {
  if (payment.state !== 'reversing') return 'unconfirmed';
  const reversal = await store.findReversal(payment.id);
  return reversal?.acknowledgedAtMs === undefined ? 'unconfirmed' : 'acknowledged';
}

/** What a verdict writes; `undefined` when it changes nothing. */
async function stepOf(
  parts: RecordAnswerParts,
  payment: Payment,
  verdict: Verdict,
  given: GivenAnswer,
): Promise<PaymentStep | undefined> {
  switch (verdict.kind) {
    case 'stay':
      return undefined;
    case 'move':
      return stepOfMove(parts, payment, verdict.progress, given);
    case 'late_charge':
      if ((await parts.store.findLateCharge(payment.id)) !== undefined) return undefined;
      return given.askedAfterVerdict
        ? stepOfLateCharge(parts, payment, verdict, given.by)
        : stepOfDoubt(parts, payment, given.by);
  }
}

/** The step of a payment that moves, with the success it announces and the looks that follow a verdict "not paid". */
export function stepOfMove(
  parts: RecordAnswerParts,
  payment: Payment,
  progress: PaymentProgress,
  { answer, by }: Pick<GivenAnswer, 'answer' | 'by'>,
): PaymentStep {
  return {
    progress: withFirstLook(parts, payment, progress),
    atMs: parts.clock.nowMs(),
    entry: {
      event: 'payment_changed',
      facts: { from: payment.state, to: progress.state, respcd: progress.respcd, by, answer: answer.kind },
    },
    notification: progress.state === 'paid' ? parts.announce({ ...payment, ...progress }) : undefined,
  };
}

/** The step that makes a charge after the verdict an obligation to return it. */
export function stepOfLateCharge(
  parts: RecordAnswerParts,
  payment: Payment,
  { receipt }: Extract<Verdict, { readonly kind: 'late_charge' }>,
  by: AskedBy,
): PaymentStep {
  const atMs = parts.clock.nowMs();
  return {
    progress: progressOf(payment),
    atMs,
    entry: { event: 'late_charge_found', facts: { state: payment.state, by } },
    lateCharge: newLateCharge(payment, receipt, atMs, parts.steadyClock.nowMs()),
  };
}

/**
 * "Paid" from a wallet that was asked before the verdict may be older than the reversal that returned the money: the
 * resolver has to ask again before anything is called a late charge.
 */
function stepOfDoubt(parts: RecordAnswerParts, payment: Payment, by: AskedBy): PaymentStep {
  const { asks } = payment;
  return {
    progress: { ...progressOf(payment), dueAtMs: parts.steadyClock.nowMs() },
    atMs: parts.clock.nowMs(),
    entry: { event: 'wallet_asked', facts: { by, answer: 'paid', asks } },
  };
}

/** After a verdict "not paid" the resolver looks again, lest the wallet charges late. */
function withFirstLook(
  parts: RecordAnswerParts,
  payment: Payment,
  progress: PaymentProgress,
): PaymentProgress {
  if (progress.state !== 'declined' && progress.state !== 'reversed') return progress;
  const waitMs = firstLookWaitMs(parts.profiles(payment));
  return { ...progress, asks: 0, dueAtMs: parts.steadyClock.nowMs() + waitMs };
}

function alertOf(log: Log, payment: Payment, verdict: Verdict, askedAfterVerdict: boolean): void {
  const { syssn, state, respcd } = payment;
  if (verdict.kind === 'late_charge') {
    if (askedAfterVerdict) log.alert('late_charge', { syssn, state, respcd });
  } else if (verdict.alarm !== undefined) log.alert('payment_alarm', { syssn, why: verdict.alarm });
}
