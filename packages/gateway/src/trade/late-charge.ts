import type { Payment } from '../payment/payment.ts';
import type { LateCharge } from '../payment/reversal.ts';
import { RETURN_WAITS_MS, repeatAgeMs } from '../wallet/ask-schedule.ts';
import type { WalletReceipt } from '../wallet/connector.ts';

/**
 * The obligation to return money that a wallet took after the verdict "not paid". The number of the return follows from
 * the payment, so that whoever finds the charge, however often, returns it once.
 *
 * @param foundAtMs when it was found, on the business clock.
 * @param dueAtMs when its return is due, on the steady clock.
 */
export function newLateCharge(
  payment: Payment,
  receipt: WalletReceipt,
  foundAtMs: number,
  dueAtMs: number,
): LateCharge {
  return {
    paymentId: payment.id,
    channelRefundId: `LC${payment.syssn}`,
    amountMinor: receipt.amountMinor,
    currency: receipt.currency,
    walletNumber: receipt.walletNumber,
    payerAccount: receipt.payerAccount,
    paidAtMs: receipt.paidAtMs,
    foundAtMs,
    state: 'returning',
    attempts: 0,
    dueAtMs,
    returnedAtMs: undefined,
    returnLearntAtMs: undefined,
  };
}

/** WeChat Pay takes fifty refunds of a payment, refused ones perhaps among them: they have to last for days. */
const NUMBER_PAUSE_MS = 6 * 3_600_000;

/**
 * The number for another try, once nothing goes back under the present one: wallets answer a number that they refused
 * for good with that refusal for ever (Alipay, section 11; WeChat Pay after `REFUNDCLOSE`). The second comes at once, the
 * others six hours apart, since what was refused twice needs somebody's help first, such as money in the account.
 *
 * Letters and digits, of which UnionPay takes 40, the others more: 28 and the mark, `LC…R2`.
 *
 * @returns `undefined` while it is too early for one.
 */
export function nextReturnNumber({ channelRefundId, attempts }: LateCharge): string | undefined {
  const mark = channelRefundId.indexOf('R');
  const first = mark < 0 ? channelRefundId : channelRefundId.slice(0, mark);
  const next = mark < 0 ? 2 : Number(channelRefundId.slice(mark + 1)) + 1;
  const earliestMs = (next - 2) * NUMBER_PAUSE_MS;
  return repeatAgeMs(RETURN_WAITS_MS, attempts) < earliestMs ? undefined : `${first}R${next}`;
}
