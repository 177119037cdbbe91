import { createHash } from 'node:crypto';
import { type CurrencyCode, formatWireTime, isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';
import { convertMinor, MICRO_YUAN_PER_UNIT } from '../../exchange-rate.ts';
import type { WalletReceipt } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import type { WechatPayHabits } from './habits.ts';
import type { OrderNote } from './order-note.ts';

/** What an order is at this moment, in WeChat Pay's words. */
export type TradeState = 'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'REVOKED' | 'PAYERROR';

const STATE_WORDS: Readonly<Record<TradeState, string>> = {
  NOTPAY: 'Not paid',
  USERPAYING: 'The payer is confirming',
  SUCCESS: 'Paid',
  REFUND: 'Refunded',
  CLOSED: 'Closed',
  REVOKED: 'Reversed',
  PAYERROR: 'The payment failed',
};

/** The state of an order by the wallets' book and what is noted beside it. */
export function tradeStateOf(entry: BookEntry, note: OrderNote, habits: WechatPayHabits): TradeState {
  switch (entry.state) {
    case 'in_transit':
    case 'processing':
      return 'NOTPAY';
    case 'waiting':
      return 'USERPAYING';
    case 'paid':
      return entry.refunds.some(({ state }) => state !== 'refused') ? 'REFUND' : 'SUCCESS';
    case 'reversed':
      return entry.timesCharged > 0 ? 'REVOKED' : habits.unpaidReversedState;
    case 'declined':
    case 'closed':
      if (note.revokedAtMs !== undefined) return 'REVOKED';
      return note.sealedAtMs === undefined ? 'PAYERROR' : habits.unpaidReversedState;
  }
}

/** WeChat Pay's own number of an order: 28 digits. */
export function orderIdOf({ walletNumber }: Pick<BookEntry, 'walletNumber'>): string {
  return `420000${walletNumber}`;
}

/** WeChat Pay's own number of a refund: 28 digits. */
export function refundIdOf(refundNumber: string): string {
  return `503000${refundNumber}`;
}

/**
 * An order as answers to payments and enquiries show it. Fields that exist only after the payment are left out before.
 *
 * @param receipt what the wallet reports of the money, which a behaviour may have falsified; undefined while unpaid.
 */
export function orderBody(
  number: string,
  entry: BookEntry,
  note: OrderNote,
  habits: WechatPayHabits,
  receipt: WalletReceipt | undefined,
): Readonly<Record<string, unknown>> {
  const state = tradeStateOf(entry, note, habits);
  return {
    [habits.orderIdName]: orderIdOf(entry),
    ...note.identity,
    out_trade_no: number,
    trade_type: 'MICROPAY',
    trade_state: state,
    trade_state_desc: STATE_WORDS[state],
    ...(receipt === undefined
      ? { amount: { total: entry.amountMinor, currency: entry.currency } }
      : {
          bank_type: 'OTHERS',
          success_time: offsetTime(receipt.paidAtMs),
          ...(note.attach === undefined ? {} : { attach: note.attach }),
          payer: payerOf(note, receipt.payerAccount),
          amount: amountOf(entry, note, receipt),
        }),
    ...(habits.extraFields ? { settlement_hint: { batch: 'none' }, promotion_total: null } : {}),
  };
}

/** An instant as bodies have it: RFC 3339 in UTC+8. */
export function offsetTime(epochMs: number): string {
  return `${formatWireTime(epochMs).replace(' ', 'T')}+08:00`;
}

/** The payer as a public id sees them: always the same for the same two, and nothing of the account's name. */
function payerOf({ identity }: OrderNote, account: string): Readonly<Record<string, string>> {
  const openid = (appid: string): string =>
    `o${createHash('sha256').update(`${appid} ${account}`).digest('base64url').slice(0, 27)}`;
  const { appid, sp_appid: spAppid, sub_appid: subAppid } = identity;
  return {
    ...(appid === undefined ? {} : { openid: openid(appid) }),
    ...(spAppid === undefined ? {} : { sp_openid: openid(spAppid) }),
    ...(subAppid === undefined ? {} : { sub_openid: openid(subAppid) }),
  };
}

function amountOf(
  entry: BookEntry,
  note: OrderNote,
  receipt: WalletReceipt,
): Readonly<Record<string, unknown>> {
  const walletCurrency = note.family === 'wechatpay_hk' ? 'HKD' : 'CNY';
  const payerCurrency = receipt.debitedCurrency ?? walletCurrency;
  const payerTotal =
    receipt.debitedAmountMinor ?? convertMinor(entry.amountMinor, entry.currency, walletCurrency);
  return {
    total: receipt.amountMinor,
    currency: receipt.currency,
    payer_total: payerTotal,
    payer_currency: payerCurrency,
    ...rateBetween(entry.currency, payerCurrency),
  };
}

/** The rate of a conversion, times ten to the eighth; nothing when there was none. */
export function rateBetween(from: CurrencyCode, to: string): Readonly<Record<string, unknown>> {
  if (from === to || !isCurrencyCode(to)) return {};
  const rate = Math.round((MICRO_YUAN_PER_UNIT[from] / MICRO_YUAN_PER_UNIT[to]) * 1e8);
  return { exchange_rate: { type: 'SETTLEMENT_RATE', rate } };
}

/** An amount in major units with decimals, as the bill has it. */
export function majorOf(amountMinor: number, currency: CurrencyCode): string {
  const decimals = minorUnitsOf(currency);
  const digits = String(amountMinor).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
