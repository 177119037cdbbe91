import type { Log } from '../log/log.ts';
import type { Payment } from '../payment/payment.ts';
import { weighAnswer } from '../payment/wallet-verdict.ts';
import type { Store } from '../store/store.ts';
import type { WalletAnswer } from '../wallet/connector.ts';

/**
 * Weighs a wallet's answer against the stored payment and stores what follows. When somebody else changed the payment
 * in between, the answer is weighed again against the new truth, so that no fact is lost and none is applied twice.
 *
 * @param payment the payment as last read; an older version is fine.
 * @returns the payment as it is stored now.
 */
export async function recordAnswer(
  store: Store,
  log: Log,
  payment: Payment,
  answer: WalletAnswer,
): Promise<Payment> {
  let current = payment;
  for (;;) {
    const verdict = weighAnswer(current, answer);
    if (verdict.kind === 'late_charge') {
      log.alert('late_charge', { syssn: current.syssn, state: current.state, respcd: current.respcd });
      return current;
    }
    if (verdict.alarm !== undefined) log.alert('payment_alarm', { syssn: current.syssn, why: verdict.alarm });
    if (verdict.kind === 'stay') return current;
    const recorded = await store.recordProgress(current, verdict.progress);
    if (recorded !== undefined) return recorded;
    const reread = await store.findPayment(current.id);
    if (reread === undefined) throw new Error(`payment ${current.syssn} has vanished from the store`);
    current = reread;
  }
}
