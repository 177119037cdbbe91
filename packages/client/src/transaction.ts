import type { Fields } from './wire-fields.ts';

/** Where a transaction stands. `unclear` ones may have gone through: ask again, or ask whoever runs the gateway. */
export type TransactionState = 'succeeded' | 'pending' | 'reversed' | 'failed' | 'unclear';

/**
 * What a row of an enquiry tells of. `other` is neither payment nor refund: hosts of 2018 list reversals as `close`, under
 * the order number of the payment (contract section 5.2). Its state says nothing of the payment's.
 */
export type TransactionKind = 'payment' | 'refund' | 'other';

/** A payment or a refund as an enquiry tells it. */
export interface Transaction {
  readonly kind: TransactionKind;
  readonly syssn: string;
  readonly orderNumber: string;
  readonly state: TransactionState;
  readonly respcd: string;
  /** Text for the state, as the gateway words it. */
  readonly text: string;
  /** In the currency's smallest unit; `NaN` when the row names none. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly payType: string;
  /** The wallet's own number, empty while there is none. */
  readonly walletNumber: string;
  /** What has gone back of a payment: nothing, a part, or all of it. */
  readonly returned: 'nothing' | 'part' | 'all';
  /** Number of the payment a refund belongs to, empty for payments. */
  readonly originalSyssn: string;
  /** Times as the wire writes them, `YYYY-MM-DD hh:mm:ss` in UTC+8; empty while unknown. */
  readonly createdAt: string;
  readonly paidAt: string;
}

/**
 * Reads a row of an enquiry.
 *
 * @internal
 */
export function transactionOf(row: Fields): Transaction {
  const respcd = row.text('respcd');
  const amount = row.text('txamt');
  return {
    kind: kindOf(row.text('order_type')),
    syssn: row.text('syssn'),
    orderNumber: row.text('out_trade_no'),
    state: stateOf(respcd),
    respcd,
    text: row.text('errmsg') || row.text('resperr'),
    amountMinor: /^\d+$/.test(amount) ? Number(amount) : Number.NaN,
    currency: row.text('txcurrcd'),
    payType: row.text('pay_type'),
    walletNumber: row.text('chnlsn'),
    returned: returnedOf(row.text('cancel')),
    originalSyssn: row.text('origssn'),
    createdAt: row.text('sysdtm'),
    paidAt: row.text('paydtm'),
  };
}

/**
 * Reads the `order_type` of a row. Hosts that leave it out tell of payments.
 *
 * @internal
 */
export function kindOf(orderType: string): TransactionKind {
  if (orderType === 'refund') return 'refund';
  return orderType === '' || orderType === 'payment' ? 'payment' : 'other';
}

/**
 * Reads the code of a transaction.
 *
 * @internal
 */
export function stateOf(respcd: string): TransactionState {
  switch (respcd) {
    case '0000':
      return 'succeeded';
    case '1143':
    case '1145':
      return 'pending';
    case '1142':
      return 'reversed';
    default:
      return OUTCOME_UNKNOWN.has(respcd) || !/^\d{4}$/.test(respcd) ? 'unclear' : 'failed';
  }
}

/**
 * Codes whose outcome is open although they are no success: the transaction may have gone through (contract section
 * 10, row 47). Asked about, never believed.
 */
const OUTCOME_UNKNOWN: ReadonlySet<string> = new Set([
  ...['1101', '1111', '1112', '1127', '1131', '1154', '1161', '1252', '1254'],
  ...['1295', '1296', '1298', '2009', '2010', '2999'],
]);

function returnedOf(cancel: string): Transaction['returned'] {
  switch (cancel) {
    case '5':
      return 'part';
    case '1':
    case '2':
    case '3':
      return 'all';
    default:
      return 'nothing';
  }
}
