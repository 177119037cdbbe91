import type { Fields } from '@opencpm/client/calls';
import { formatAmount, isCurrencyCode, parseAmountMinor } from '@opencpm/protocol';
import { type TransactionState, transactionState } from './transaction-state.ts';

/** A payment or refund as an enquiry shows it. Texts are as the gateway wrote them. */
export interface Transaction {
  readonly state: TransactionState;
  readonly syssn: string;
  readonly orderNumber: string;
  /** `payment` or `refund`. */
  readonly orderType: string;
  readonly payType: string;
  /** `txamt` in digits. */
  readonly amountText: string;
  readonly currency: string;
  readonly respcd: string;
  readonly text: string;
  readonly cancel: string;
  /** `sysdtm`, UTC+8. */
  readonly createdTime: string;
  /** `paydtm`, UTC+8, empty while unpaid. */
  readonly paidTime: string;
  readonly walletNumber: string;
  /** Number of the payment a refund returns, empty for payments. */
  readonly originalSyssn: string;
  /** The row itself, by its wire names. */
  readonly fields: Fields;
}

/** Reads a row of an enquiry. */
export function readTransaction(row: Fields): Transaction {
  const text = (name: string): string => row.text(name);
  const orderType = text('order_type');
  return {
    state: transactionState(text('respcd'), text('cancel'), orderType),
    syssn: text('syssn'),
    orderNumber: text('out_trade_no'),
    orderType,
    payType: text('pay_type'),
    amountText: text('txamt'),
    currency: text('txcurrcd'),
    respcd: text('respcd'),
    text: text('errmsg'),
    cancel: text('cancel'),
    createdTime: text('sysdtm'),
    paidTime: text('paydtm'),
    walletNumber: text('chnlsn'),
    originalSyssn: text('origssn'),
    fields: row,
  };
}

/** An amount of an answer for people; as it stands when its form is not that of the contract. */
export function amountForPeople(amountText: string, currency: string): string {
  const amountMinor = parseAmountMinor(amountText);
  return amountMinor !== undefined && isCurrencyCode(currency)
    ? formatAmount(amountMinor, currency)
    : `${currency} ${amountText}`.trim();
}
