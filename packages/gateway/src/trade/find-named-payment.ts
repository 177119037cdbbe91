import type { ReversalRequest } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Store, TransactionFilter } from '../store/store.ts';

/** The payment a request names, or why it names none. */
export type NamedPayment =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly refusal: Refusal };

/** Payments one order number may name when a merchant with several stores leaves the store out. */
const CANDIDATES_MAX = 100;

/**
 * Finds the payment that is named by its number, by its order number, or by both; both must name the same one. The
 * number of a refund names no payment. What belongs to others looks exactly like what does not exist.
 */
export async function findNamedPayment(
  store: Store,
  merchant: Merchant,
  request: Pick<ReversalRequest, 'syssn' | 'orderNumber' | 'storeId'>,
): Promise<NamedPayment> {
  const { syssn, orderNumber, storeId } = request;
  const find = async (numbers: Partial<TransactionFilter>): Promise<readonly Payment[]> =>
    (
      await store.listTransactions({
        merchantNumber: merchant.merchantNumber,
        // A direct merchant that names no store means all of its own.
        storeId,
        syssns: undefined,
        orderNumbers: undefined,
        payTypes: undefined,
        respcd: undefined,
        window: undefined,
        limit: CANDIDATES_MAX,
        offset: 0,
        ...numbers,
      })
    ).filter(isPayment);
  const bySyssn = syssn === undefined ? [] : await find({ syssns: [syssn] });
  const byOrder = orderNumber === undefined ? [] : await find({ orderNumbers: [orderNumber] });
  const [named] = syssn === undefined ? ownFirst(byOrder) : bySyssn;
  if (named === undefined) {
    return byOrder.length > 0
      ? refuse('1267', 'syssn: does not name the payment of out_trade_no')
      : refuse(
          '1268',
          `${syssn === undefined ? 'out_trade_no' : 'syssn'}: there is no payment of this number under this app code and mchid`,
        );
  }
  if (syssn !== undefined && orderNumber !== undefined && named.orderNumber !== orderNumber) {
    return refuse('1267', 'out_trade_no: does not name the payment of syssn');
  }
  if (syssn === undefined && named.storeId !== '' && byOrder.length > 1) {
    return refuse('1267', 'out_trade_no: names payments of several stores; send mchid or syssn as well');
  }
  return { ok: true, payment: named };
}

/** An order without a store is the one that a payment without `mchid` made. */
function ownFirst(payments: readonly Payment[]): readonly Payment[] {
  return payments.toSorted((left, right) => left.storeId.length - right.storeId.length);
}

function isPayment(transaction: Transaction): transaction is Payment {
  return transaction.kind === 'payment';
}

function refuse(respcd: Refusal['respcd'], message: string): NamedPayment {
  return { ok: false, refusal: { respcd, message } };
}
