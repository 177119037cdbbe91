import type { BusinessClock } from '../clock/business-clock.ts';
import type { Log } from '../log/log.ts';
import type { Announce } from '../notify/notification.ts';
import type { Payment } from '../payment/payment.ts';
import { progressOf } from '../payment/progress-of.ts';
import { type Verdict, weighAnswer } from '../payment/wallet-verdict.ts';
import type { PaymentStep, Store } from '../store/store.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { newLateCharge } from './late-charge.ts';

/** What recording an answer needs. */
export interface RecordAnswerParts {
  readonly store: Store;
  readonly log: Log;
  readonly clock: BusinessClock;
  readonly announce: Announce;
}

/** On whose behalf a wallet was called; told by the history. */
export type AskedBy = 'charge' | 'enquiry' | 'resolver' | 'reversal';

/**
 * Weighs a wallet's answer against the stored payment and stores what follows. When somebody else changed the payment
 * in between, the answer is weighed again against the new truth, so that no fact is lost and none is applied twice.
 *
 * @param payment the payment as last read; an older version is fine.
 * @returns the payment as it is stored now.
 */
export async function recordAnswer(
  parts: RecordAnswerParts,
  payment: Payment,
  answer: WalletAnswer,
  by: AskedBy,
): Promise<Payment> {
  const { store, log } = parts;
  let current = payment;
  for (;;) {
    const verdict = weighAnswer(current, answer);
    if (verdict.kind === 'late_charge' && (await store.findLateCharge(current.id)) !== undefined)
      return current;
    const step = stepOf(parts, current, verdict, answer, by);
    if (step === undefined) {
      alertOf(log, current, verdict);
      return current;
    }
    const recorded = await store.changePayment(current, step);
    if (recorded !== undefined) {
      alertOf(log, current, verdict);
      return recorded;
    }
    const reread = await store.findPayment(current.id);
    if (reread === undefined) throw new Error(`payment ${current.syssn} has vanished from the store`);
    current = reread;
  }
}

/** What a verdict writes; `undefined` when it changes nothing. */
function stepOf(
  parts: RecordAnswerParts,
  payment: Payment,
  verdict: Verdict,
  answer: WalletAnswer,
  by: AskedBy,
): PaymentStep | undefined {
  const atMs = parts.clock.nowMs();
  switch (verdict.kind) {
    case 'stay':
      return undefined;
    case 'move': {
      const { progress } = verdict;
      return {
        progress,
        atMs,
        entry: {
          event: 'payment_changed',
          facts: {
            from: payment.state,
            to: progress.state,
            respcd: progress.respcd,
            by,
            answer: answer.kind,
          },
        },
        notification: progress.state === 'paid' ? parts.announce({ ...payment, ...progress }) : undefined,
      };
    }
    case 'late_charge':
      return {
        progress: progressOf(payment),
        atMs,
        entry: { event: 'late_charge_found', facts: { state: payment.state, by } },
        lateCharge: newLateCharge(payment, verdict.receipt, atMs),
      };
  }
}

function alertOf(log: Log, payment: Payment, verdict: Verdict): void {
  const { syssn, state, respcd } = payment;
  if (verdict.kind === 'late_charge') log.alert('late_charge', { syssn, state, respcd });
  else if (verdict.alarm !== undefined) log.alert('payment_alarm', { syssn, why: verdict.alarm });
}
