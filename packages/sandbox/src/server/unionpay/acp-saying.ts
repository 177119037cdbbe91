import type { AnswerManner } from '../../answer-manner.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { numberOf } from './currency.ts';
import type { Fields } from './message.ts';
import { clearingDay, wireTime } from './wire-time.ts';
import type { Word } from './words.ts';

/** An answer in the making. */
export interface AcpSaying {
  readonly word: Word;
  readonly more?: Fields;
  readonly manner: AnswerManner;
}

/** An answer that is given at once. */
export function atOnce(word: Word): AcpSaying {
  return { word, manner: 'at_once' };
}

/** UnionPay's own number of a payment, 21 digits. */
export function queryIdOf({ createdAtMs, sequence }: Pick<BookEntry, 'createdAtMs' | 'sequence'>): string {
  return `${wireTime(createdAtMs)}${String(sequence).padStart(7, '0')}`;
}

/** What an answer says of money that has moved. */
export function moneyFields(
  { currency, endedAtMs, createdAtMs, sequence, account }: BookEntry,
  amountMinor: number,
): Fields {
  const time = wireTime(endedAtMs ?? createdAtMs);
  return {
    txnAmt: String(amountMinor),
    currencyCode: numberOf(currency),
    settleAmt: String(amountMinor),
    settleCurrencyCode: numberOf(currency),
    settleDate: clearingDay(endedAtMs ?? createdAtMs).slice(4),
    traceNo: String(sequence % 1_000_000).padStart(6, '0'),
    traceTime: time.slice(4),
    accNo: account ?? '6236***6543',
  };
}
