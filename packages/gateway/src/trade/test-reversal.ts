import type { Payment } from '../payment/payment.ts';
import type { TestResolving } from '../resolver/test-resolving.ts';
import { newReversal, reversalIntent } from './begin-reversal.ts';
import { LEASE_MS } from './owned-change.ts';

/** Payment 1, accepted, whose reversal is on the disk, owned by whoever wrote it. */
export async function beginReversal(
  { accept, store, reversing }: TestResolving,
  changes: Parameters<TestResolving['accept']>[1] = {},
): Promise<Payment> {
  const payment = await accept(1, changes);
  const reversal = newReversal(reversing, payment, { origin: 'resolver', callerTime: '', deviceId: '' });
  const step = reversalIntent(payment, reversal, reversing.steadyClock.nowMs() + LEASE_MS);
  const stored = await store.changePayment(payment, step);
  if (stored === undefined) throw new Error('the reversal was not begun');
  return stored;
}
