import type { BookEntry } from '../../wallet-door.ts';
import { refundNumber } from '../../make-refund.ts';
import { writeInstant } from './wire-instant.ts';

/** An amount as Alipay writes it. */
export function amountOf(amountMinor: number, currency: string): object {
  return { currency, value: String(amountMinor) };
}

/** ISO 4217 numbers, as recorded answers name currencies in quotes. */
const NUMERIC: Readonly<Record<string, string>> = {
  CNY: '156',
  HKD: '344',
  USD: '840',
  EUR: '978',
  JPY: '392',
};

/** A quote in the mixed form of recorded answers: a number for the price, a boolean, a numeric pair. */
function quoteOf(order: BookEntry, from: string, to: string, price: number): object {
  return {
    guaranteed: true,
    quoteCurrencyPair: `${NUMERIC[from] ?? from}/${NUMERIC[to] ?? to}`,
    quoteId: `Q${order.walletNumber}`,
    quotePrice: Math.round(price * 1_000_000) / 1_000_000,
  };
}

/** What every answer about a payment names. */
export function identityFields(order: BookEntry, offsetMinutes: number): Readonly<Record<string, unknown>> {
  return {
    paymentAmount: amountOf(order.amountMinor, order.currency),
    paymentCreateTime: writeInstant(order.createdAtMs, offsetMinutes),
    paymentId: order.walletNumber,
    paymentRequestId: order.channelOrderId,
  };
}

/** What is told of a payment that is paid. @param reported the amount it says it has taken. */
export function paidFields(
  order: BookEntry,
  reported: { readonly amountMinor: number; readonly currency: string },
  offsetMinutes: number,
): Readonly<Record<string, unknown>> {
  const { debitMinor = order.amountMinor, debitCurrency = order.currency } = order;
  const converted = debitCurrency !== order.currency;
  const payer = order.account ?? 'test-code';
  return {
    ...identityFields(order, offsetMinutes),
    actualPaymentAmount: amountOf(debitMinor, debitCurrency),
    paymentAmount: amountOf(reported.amountMinor, reported.currency),
    paymentTime: writeInstant(order.endedAtMs ?? order.createdAtMs, offsetMinutes),
    pspCustomerInfo: {
      displayCustomerId: payer,
      pspCustomerId: payer,
      pspName: order.wallet === 'alipayhk' ? 'ALIPAYHK' : 'ALIPAYCN',
    },
    ...(converted
      ? {
          paymentQuote: quoteOf(order, order.currency, debitCurrency, debitMinor / order.amountMinor),
          grossSettlementAmount: amountOf(order.amountMinor, order.currency),
          settlementQuote: quoteOf(order, debitCurrency, order.currency, order.amountMinor / debitMinor),
        }
      : {}),
  };
}

const TRANSACTION_STATUS = { processing: 'PROCESSING', returned: 'SUCCESS', refused: 'FAIL' } as const;

/** The refunds of a payment, as an enquiry lists them; absent when there are none. */
export function transactionFields(
  order: BookEntry,
  offsetMinutes: number,
): { readonly transactions?: readonly object[] } {
  if (order.refunds.length === 0) return {};
  return {
    transactions: order.refunds.map((refund) => ({
      transactionAmount: amountOf(refund.amountMinor, refund.currency),
      transactionId: refundNumber(order, refund),
      transactionRequestId: refund.channelRefundId,
      transactionStatus: TRANSACTION_STATUS[refund.state],
      transactionTime: writeInstant(refund.endedAtMs ?? refund.createdAtMs, offsetMinutes),
      transactionType: 'REFUND',
    })),
  };
}
