import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { businessDay, businessDayOf, formatWireTime } from '@opencpm/protocol';
import { refundNumber } from '../../make-refund.ts';
import type { WalletRefund } from '../../refund.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { readCaller } from './caller.ts';
import type { Contract } from './merchants.ts';
import type { OrderNote } from './order-note.ts';
import { majorOf, orderIdOf, refundIdOf } from './order-view.ts';
import type { OrderParts } from './pay.ts';
import { needed, text } from './request-fields.ts';
import { WireRefusal } from './wire-refusal.ts';

const DAY_MS = 86_400_000;
const REACHES_BACK_DAYS = 180;
/** Refunds come up to a year after their payment. */
const REFUND_REACH_MS = 366 * DAY_MS;

/** What the wallet keeps of a payment: 0.6 %. */
const FEE_RATE = { perMille: 6, words: '0.60%' };

/** The headings of the 38 columns. */
const STATEMENT_HEADINGS =
  '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,充值券币种,充值券金额,优惠券币种,优惠券金额,微信退款单号,商户退款单号,退款类型,退款状态,商品名称,商户数据包,手续费,费率,标价币种,订单金额(标价币种),用户支付币种,用户支付金额,结算币种,应结订单金额,支付汇率,退款汇率,申请退款金额,用户退款币种,用户退款金额,退款结算币种,退款应结订单金额,充值券退款金额,优惠券退款金额';

/** A bill before it goes out. */
export interface StatementAnswer {
  /** As it is sent, packed when that was asked for. */
  readonly body: Buffer;
  readonly packed: boolean;
  /** The text whose signature proves the bill: it holds the SHA-1 of what is unpacked. */
  readonly signedText: string;
  readonly sha1: string;
}

/**
 * The bill of a day (UTC+8) of one shop, or of all shops of an institution.
 *
 * @throws WireRefusal for a day without a bill.
 */
export async function statement(
  parts: OrderParts,
  contract: Contract,
  query: URLSearchParams,
  acceptEncoding: string,
  nowMs: number,
): Promise<StatementAnswer> {
  const day = readDay(contract, query, nowMs, parts.habits().statementAfterMs);
  const rows = await rowsOf(parts, contract, query.get('sub_mchid') ?? undefined, day);
  if (rows.length === 0) throw noStatement();
  const content = Buffer.from(`${[STATEMENT_HEADINGS, ...rows].join('\n')}\n`);
  const sha1 = createHash('sha1').update(content).digest('hex');
  const packed = /\bgzip\b/.test(acceptEncoding);
  return { body: packed ? gzipSync(content) : content, packed, sha1, signedText: JSON.stringify({ sha1 }) };
}

interface Day {
  readonly name: string;
  readonly fromMs: number;
}

function noStatement(): WireRefusal {
  return new WireRefusal(400, 'NO_STATEMENT_EXIST', 'there is no bill of this day, or not yet');
}

function readDay(contract: Contract, query: URLSearchParams, nowMs: number, readyAfterMs: number): Day {
  const fields = Object.fromEntries(query);
  const rules = {
    date: needed(text(8, /^\d{8}$/)),
    ...(contract.mode === 'institution'
      ? { sp_mchid: needed(text(32)), sub_mchid: text(32) }
      : { mchid: needed(text(32)) }),
  };
  // An institution asks for all of its shops by naming none.
  const forAll = contract.mode === 'institution' && fields['sub_mchid'] === undefined;
  const [anyShop] = contract.shops;
  const named = forAll && anyShop !== undefined ? { ...fields, sub_mchid: anyShop.number } : fields;
  readCaller(contract, named, rules, 'query');
  const name = fields['date'] ?? '';
  const window = businessDayOf(`${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6)}`);
  if (window === undefined) throw noStatement();
  const { fromMs } = window;
  if (nowMs < fromMs + readyAfterMs || nowMs > fromMs + REACHES_BACK_DAYS * DAY_MS) throw noStatement();
  return { name, fromMs };
}

async function rowsOf(
  { door, notes }: OrderParts,
  contract: Contract,
  shop: string | undefined,
  { name, fromMs }: Day,
): Promise<readonly string[]> {
  const entries = await door.ofTime(fromMs - REFUND_REACH_MS, fromMs + DAY_MS);
  // All in one turn, so that they share one transaction of the book.
  const noted = await Promise.all(entries.map((entry) => notes.read(entry.channelOrderId)));
  return entries.flatMap((entry, place) => {
    const note = noted[place];
    if (note?.signer !== contract.mchid || (shop !== undefined && note.shop !== shop)) return [];
    const paid =
      entry.timesCharged > 0 && entry.endedAtMs !== undefined && businessDay(entry.endedAtMs) === name;
    const refunds = entry.refunds.filter(
      ({ state, endedAtMs, createdAtMs }) =>
        state !== 'refused' && businessDay(endedAtMs ?? createdAtMs) === name,
    );
    return [
      ...(paid ? [paymentRow(entry, note)] : []),
      ...refunds.map((made) => refundRow(entry, note, made)),
    ];
  });
}

function paymentRow(entry: BookEntry, note: OrderNote): string {
  const fee = feeOf(entry.amountMinor);
  return row({
    ...columnsOfBoth(entry, note),
    1: formatWireTime(entry.endedAtMs ?? entry.createdAtMs),
    10: entry.state === 'reversed' ? 'REVOKED' : 'SUCCESS',
    22: majorOf(fee, entry.currency),
    29: majorOf(entry.amountMinor, entry.currency),
  });
}

function refundRow(entry: BookEntry, note: OrderNote, made: WalletRefund): string {
  const fee = feeOf(made.amountMinor);
  return row({
    ...columnsOfBoth(entry, note),
    1: formatWireTime(made.endedAtMs ?? made.createdAtMs),
    10: 'REFUND',
    16: refundIdOf(refundNumber(entry, made)),
    17: made.channelRefundId,
    18: 'ORIGINAL',
    19: made.state === 'returned' ? 'SUCCESS' : 'PROCESSING',
    22: fee === 0 ? majorOf(0, entry.currency) : `-${majorOf(fee, entry.currency)}`,
    32: majorOf(made.amountMinor, entry.currency),
    33: entry.debitCurrency ?? entry.currency,
    34: majorOf(made.creditMinor ?? made.amountMinor, entry.debitCurrency ?? entry.currency),
    35: entry.currency,
    36: majorOf(made.amountMinor, entry.currency),
  });
}

function columnsOfBoth(entry: BookEntry, { identity, attach }: OrderNote): Readonly<Record<number, string>> {
  const payerCurrency = entry.debitCurrency ?? entry.currency;
  return {
    2: identity['sp_appid'] ?? identity['appid'] ?? '',
    3: identity['sp_mchid'] ?? identity['mchid'] ?? '',
    4: identity['sub_mchid'] ?? '',
    6: orderIdOf(entry),
    7: entry.channelOrderId,
    9: 'MICROPAY',
    11: 'OTHERS',
    20: entry.description,
    21: attach ?? '',
    23: FEE_RATE.words,
    24: entry.currency,
    25: majorOf(entry.amountMinor, entry.currency),
    26: payerCurrency,
    27: majorOf(entry.debitMinor ?? entry.amountMinor, payerCurrency),
    28: entry.currency,
  };
}

/** Rounded half up to a minor unit. */
function feeOf(amountMinor: number): number {
  return Math.floor((amountMinor * FEE_RATE.perMille + 500) / 1_000);
}

const COLUMNS = STATEMENT_HEADINGS.split(',').length;

function row(cells: Readonly<Record<number, string>>): string {
  return Array.from(
    { length: COLUMNS },
    (_, place) => `\`${(cells[place + 1] ?? '').replaceAll(/[\r\n`]/g, ' ')}`,
  ).join(',');
}
