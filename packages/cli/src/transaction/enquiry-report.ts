import { isPayType, describePayType } from '@opencpm/protocol';
import type { Output } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { formatFields, formatTable } from '../terminal/table.ts';
import { resultText } from './result-text.ts';
import { amountForPeople, type Transaction } from './transaction.ts';
import { describeState } from './transaction-state.ts';

/** Prints everything about one transaction. */
export function reportTransaction(output: Output, transaction: Transaction): void {
  const { state, amountText, currency, payType, orderType } = transaction;
  const { words, tone } = describeState(state);
  output.write(
    `${paint(output, tone, words)}  ${amountForPeople(amountText, currency)}\n${formatFields([
      ['order', transaction.orderNumber],
      ['syssn', transaction.syssn],
      ['kind', orderType],
      ['refund of', transaction.originalSyssn],
      ['pay type', isPayType(payType) ? `${payType} ${describePayType(payType).name}` : payType],
      ['result', resultText(transaction.respcd, transaction.text)],
      ['created', withZone(transaction.createdTime)],
      ['paid', withZone(transaction.paidTime)],
      ['wallet number', transaction.walletNumber],
    ])}`,
  );
}

/** Prints transactions as a table, the newest first as the gateway gives them. */
export function reportTransactions(output: Output, transactions: readonly Transaction[]): void {
  const columns = [
    { heading: 'CREATED (UTC+8)' },
    { heading: 'KIND' },
    { heading: 'ORDER' },
    { heading: 'SYSSN' },
    { heading: 'PAY TYPE' },
    { heading: 'AMOUNT', side: 'right' },
    { heading: 'RESULT' },
    { heading: 'STATE' },
  ] as const;
  output.write(
    formatTable(
      columns,
      transactions.map((one) => [
        one.createdTime,
        one.orderType,
        one.orderNumber,
        one.syssn,
        one.payType,
        amountForPeople(one.amountText, one.currency),
        one.respcd,
        describeState(one.state).words,
      ]),
    ),
  );
}

function withZone(time: string): string {
  return time === '' ? '' : `${time} (UTC+8)`;
}
