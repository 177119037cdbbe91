import type { Payment } from '../payment/payment.ts';
import type { Reversal } from '../payment/reversal.ts';
import type { TestResolving } from '../resolver/test-resolving.ts';
import type { ReversalAnswer, WalletAnswer } from '../wallet/connector.ts';
import { newReversal, reversalIntent } from './begin-reversal.ts';
import { LEASE_MS } from './owned-change.ts';

export const UNKNOWN: WalletAnswer = { kind: 'unknown', reason: '' };
export const REVERSED: WalletAnswer = { kind: 'reversed', reason: 'undone' };
export const TOO_LATE: ReversalAnswer = { kind: 'refused', respcd: '1260', mayRetry: false, reason: 'paid' };
export const NOT_NOW: ReversalAnswer = { kind: 'refused', respcd: '1297', mayRetry: true, reason: 'busy' };

/** What the wallet answers to enquiries, one after the other; the last one for ever. */
export function answerQueries({ wallet }: TestResolving, ...answers: readonly WalletAnswer[]): void {
  let next = 0;
  wallet.onQuery = async () => answers[Math.min(next++, answers.length - 1)] ?? UNKNOWN;
}

/** A payment, accepted, whose reversal is on the disk, owned by whoever wrote it. */
export async function beginReversal(
  { accept, store, reversing }: TestResolving,
  changes: Parameters<TestResolving['accept']>[1] = {},
  { id = 1, origin = 'resolver' }: { readonly id?: number; readonly origin?: Reversal['origin'] } = {},
): Promise<Payment> {
  const payment = await accept(id, changes);
  const reversal = newReversal(reversing, payment, { origin, callerTime: '', deviceId: '' });
  const step = reversalIntent(payment, reversal, reversing.steadyClock.nowMs() + LEASE_MS);
  const stored = await store.changePayment(payment, step);
  if (stored === undefined) throw new Error('the reversal was not begun');
  return stored;
}
