import type { LateCharge } from '../../payment/reversal.ts';
import type { Store } from '../store.ts';
import { intentOf, PROCESSING_PROGRESS, START_MS, seen, stepTo } from './contract-data.ts';

/** "Declined" as a wallet reports it. */
export const DECLINED_PROGRESS = {
  ...PROCESSING_PROGRESS,
  state: 'declined',
  respcd: '1205',
  dueAtMs: undefined,
} as const;

/** The late charge of payment `id`, found a minute after time begins and not returned yet. */
export function lateChargeOf(id: number, changes: Partial<LateCharge> = {}): LateCharge {
  return {
    paymentId: id,
    channelRefundId: `LC${intentOf(id).syssn}`,
    amountMinor: 1050,
    currency: 'HKD',
    walletNumber: 'W-1',
    payerAccount: 'buyer',
    paidAtMs: START_MS + 1_000,
    foundAtMs: START_MS + 60_000,
    state: 'returning',
    attempts: 0,
    dueAtMs: START_MS + 60_000,
    returnedAtMs: undefined,
    returnLearntAtMs: undefined,
    ...changes,
  };
}

/** Stores payment `id` as declined and charged all the same. */
export async function chargeLate(
  store: Store,
  id: number,
  changes: Partial<LateCharge> = {},
  intentChanges: Parameters<typeof intentOf>[1] = {},
): Promise<void> {
  const intent = intentOf(id, intentChanges);
  await store.acceptPayment(intent);
  const step = stepTo(DECLINED_PROGRESS, { lateCharge: lateChargeOf(id, changes) });
  await store.changePayment({ ...seen(id, 1), ...intentChanges }, step);
}
