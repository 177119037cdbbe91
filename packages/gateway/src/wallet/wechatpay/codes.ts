import type { WalletCall, WalletCode } from '../wallet-codes.ts';

/** A row of WeChat Pay's table: a state of an order or refund, or an error code. */
export interface WechatPayCode extends WalletCode {
  /**
   * What an enquiry right behind the call has to say before the row counts.
   *
   * - `not paid`: the refusal counts once the enquiry says that the order is not paid, or can never be.
   * - `dead`: it counts only once the order can never be paid, or is not there.
   * - `anything`: the number was used before; whatever the enquiry says is the answer.
   */
  readonly asks?: 'not paid' | 'dead' | 'anything';
  /** Counts although it comes with a status of 500 or above, where every other code is unknown. */
  readonly countsAt500?: true;
}

const ORDER: readonly WalletCall[] = ['charge', 'query'];
const EVERY: readonly WalletCall[] = ['charge', 'query', 'reverse', 'refund', 'queryRefund'];
const REFUND_STATUS: readonly WalletCall[] = ['queryRefund'];

/** States of an order (`trade_state`), in the answers to a payment and to an enquiry. */
const TRADE_STATES: readonly WechatPayCode[] = [
  { code: 'SUCCESS', calls: ORDER, result: 'paid', meaning: 'paid' },
  { code: 'REFUND', calls: ORDER, result: 'paid', meaning: 'paid, then refunded in part or whole' },
  { code: 'NOTPAY', calls: ORDER, result: 'processing', meaning: 'the order is there and not paid' },
  { code: 'USERPAYING', calls: ORDER, result: 'waiting for payer', meaning: 'the payer is confirming' },
  { code: 'ACCEPT', calls: ORDER, result: 'processing', meaning: 'accepted, not deducted yet' },
  { code: 'CLOSED', calls: ORDER, result: 'reversed', meaning: 'closed, can never be paid' },
  { code: 'REVOKED', calls: ORDER, result: 'reversed', meaning: 'reversed, by us or by WeChat Pay itself' },
  { code: 'PAYERROR', calls: ORDER, result: 'declined', respcd: '1205', meaning: 'the payment failed' },
];

/** States of a refund (`status`). */
const REFUND_STATES: readonly WechatPayCode[] = [
  { code: 'SUCCESS', calls: REFUND_STATUS, result: 'returned', meaning: 'the money is back' },
  { code: 'PROCESSING', calls: REFUND_STATUS, result: 'processing', meaning: 'under way' },
  ...['REFUNDCLOSE', 'CLOSED'].map(
    (code): WechatPayCode => ({
      code,
      calls: REFUND_STATUS,
      result: 'refused',
      respcd: '1205',
      meaning: 'closed without paying out',
    }),
  ),
  ...['ABNORMAL', 'CHANGE'].map(
    (code): WechatPayCode => ({
      code,
      calls: REFUND_STATUS,
      result: 'unknown',
      meaning: "the payer's card cannot take it; finish it in the merchant platform",
      alerts: true,
    }),
  ),
];

/** Nobody knows what has happened, whatever was called. */
const NO_WORD: readonly WechatPayCode[] = [
  { code: 'SYSTEM_ERROR', calls: EVERY, result: 'unknown', meaning: 'failed inside; ask' },
  { code: 'BANK_ERROR', calls: EVERY, result: 'unknown', meaning: "the payer's bank failed; ask" },
  { code: 'SERVICE_UNAVAILABLE', calls: EVERY, result: 'unknown', meaning: 'not available; ask' },
];

/** Too many calls. Only a payment ends with it, once WeChat Pay says that it has no such order. */
const TOO_MANY: readonly WechatPayCode[] = [
  'FREQUENCY_LIMITED',
  'RATELIMIT_EXCEEDED',
  'RATE_LIMITED',
].flatMap((code): readonly WechatPayCode[] => [
  {
    code,
    calls: ['charge'],
    result: 'declined',
    respcd: '1297',
    asks: 'dead',
    meaning: 'too many calls',
  },
  {
    code,
    calls: ['query', 'reverse', 'refund', 'queryRefund'],
    result: 'unknown',
    meaning: 'too many calls; later',
  },
]);

/** The gateway or its contract is set up wrongly: nothing is done, and somebody has to mend it. */
const SET_UP_WRONGLY: readonly WechatPayCode[] = [
  ...[
    ['NO_AUTH', 'the product is not open for this merchant'],
    ['MCH_NOT_EXISTS', 'no such merchant number'],
    ['MCHID_NOT_EXIST', 'no such merchant number'],
    ['APPID_NOT_EXIST', 'no such app id'],
    ['APPID_MCHID_NOT_MATCH', 'app id and merchant number do not belong together'],
    ['CERT_ERROR', 'the certificate is not the right one'],
  ].flatMap(([code = '', meaning = '']) => setUpWrongly(code, '1203', meaning)),
  ...[
    ['PARAM_ERROR', 'a field is wrong'],
    ['INVALID_REQUEST', 'the request does not fit the order or the merchant'],
    ['SIGN_ERROR', 'signature, certificate or clock is wrong'],
  ].flatMap(([code = '', meaning = '']) => setUpWrongly(code, '1147', meaning)),
];

function setUpWrongly(code: string, respcd: '1203' | '1147', meaning: string): readonly WechatPayCode[] {
  return [
    { code, calls: ['charge'], result: 'declined', respcd, meaning, alerts: true },
    { code, calls: ['reverse'], result: 'refused for now', respcd, meaning, alerts: true },
    { code, calls: ['refund'], result: 'refused', respcd, meaning, alerts: true },
    { code, calls: ['query', 'queryRefund'], result: 'unknown', meaning, alerts: true },
  ];
}

/** What a payment is refused with. */
const PAY_CODES: readonly WechatPayCode[] = [
  refusal('AUTHCODEEXPIRE', '1202', 'the payment code has expired'),
  refusal('AUTH_CODE_ERROR', '1202', 'the payment code is used or wrong'),
  refusal('AUTH_CODE_INVALID', '1202', 'no payment code of this wallet'),
  refusal('NOT_ENOUGH', '1201', 'not enough money'),
  refusal('NOTSUPORTCARD', '1204', 'the card cannot be used here'),
  refusal('NOTSUPPORTCARD', '1204', 'the card cannot be used here'),
  refusal('RULE_LIMIT', '1294', 'a limit or a risk rule'),
  { ...refusal('ACCOUNT_ERROR', '1203', 'account of payer or merchant out of order'), alerts: true },
  refusal('BUYER_MISMATCH', '1147', 'the number was scanned with another payer'),
  refusal('ORDER_CLOSED', '1205', 'the order is closed'),
  refusal('ORDERREVERSED', '1205', 'the order is reversed'),
  { ...refusal('TRADE_ERROR', '1147', 'cancelled, account restricted, or risk'), asks: 'not paid' },
  {
    ...refusal('OPENID_MISMATCH', '1147', 'the payer does not fit'),
    asks: 'dead',
    countsAt500: true,
    alerts: true,
  },
  {
    ...refusal('INVALID_TRANSACTIONID', '1147', 'the number is not valid'),
    asks: 'dead',
    countsAt500: true,
    alerts: true,
  },
  {
    code: 'ORDER_PAID',
    calls: ['charge'],
    result: 'unknown',
    asks: 'anything',
    meaning: 'the number is paid already',
  },
  {
    code: 'OUT_TRADE_NO_USED',
    calls: ['charge'],
    result: 'unknown',
    asks: 'anything',
    meaning: 'the number was used before',
  },
];

function refusal(code: string, respcd: NonNullable<WalletCode['respcd']>, meaning: string): WechatPayCode {
  return { code, calls: ['charge'], result: 'declined', respcd, meaning };
}

const REVERSE_CODES: readonly WechatPayCode[] = [
  { code: 'ORDERREVERSED', calls: ['reverse'], result: 'reversed', meaning: 'reversed before' },
  { code: 'ORDER_CLOSED', calls: ['reverse'], result: 'reversed', meaning: 'closed before' },
  {
    code: 'USERPAYING',
    calls: ['reverse'],
    result: 'refused for now',
    respcd: '1143',
    meaning: 'not while the payer is confirming',
  },
  {
    code: 'ORDER_PAID',
    calls: ['reverse'],
    result: 'refused',
    respcd: '1260',
    meaning: 'settled or refunded meanwhile',
  },
  {
    code: 'REVERSE_EXPIRE',
    calls: ['reverse'],
    result: 'refused',
    respcd: '1260',
    meaning: 'too late to reverse',
  },
  ...['INVALID_TRANSACTIONID', 'TRADE_STATE_ERROR'].map(
    (code): WechatPayCode => ({
      code,
      calls: ['reverse'],
      result: 'refused for now',
      respcd: '1147',
      meaning: 'the order is in no state for it; ask',
      alerts: true,
    }),
  ),
];

const REFUND_CODES: readonly WechatPayCode[] = [
  {
    code: 'BIZERR_NEED_RETRY',
    calls: ['refund'],
    result: 'unknown',
    meaning: 'the same refund again, later',
  },
  ...['NOT_ENOUGH', 'INVALID_REQ_TOO_MUCH', 'ORDER_NOT_READY'].map(
    (code): WechatPayCode => ({
      code,
      calls: ['refund'],
      result: 'refused for now',
      respcd: code === 'NOT_ENOUGH' ? '1269' : '1155',
      meaning:
        code === 'NOT_ENOUGH' ? 'unsettled takings do not cover it yet' : 'not now; the same again later',
    }),
  ),
  refundRefusal('USER_ACCOUNT_ABNORMAL', '1203', "the payer's account is closed"),
  refundRefusal('TRADE_OVERDUE', '1147', 'the payment is older than a year'),
  {
    ...refundRefusal('REFUND_FEE_MISMATCH', '1147', 'the number stands for other amounts'),
    asks: 'anything',
    alerts: true,
  },
  {
    ...refundRefusal('OUT_REFUND_NO_USED', '1147', 'the number was used before'),
    asks: 'anything',
    alerts: true,
  },
  { ...refundRefusal('ERROR', '1147', 'refused for a business reason'), alerts: true },
];

function refundRefusal(
  code: string,
  respcd: NonNullable<WalletCode['respcd']>,
  meaning: string,
): WechatPayCode {
  return { code, calls: ['refund'], result: 'refused', respcd, meaning };
}

/** The number is not known there. What was sent may yet arrive. */
const NOT_THERE: readonly WechatPayCode[] = [
  {
    code: 'ORDER_NOT_EXIST',
    calls: ['query', 'queryRefund', 'reverse'],
    result: 'not found',
    meaning: 'no such order',
  },
  refundRefusal('ORDER_NOT_EXIST', '1268', 'no such order'),
  // In the answer to an enquiry it may as well be the path that is not there.
  { code: 'NOT_FOUND', calls: ['reverse'], result: 'not found', meaning: 'nothing to reverse' },
];

/** Every state and code of WeChat Pay that is known, and what it means. Whatever is not in it is unknown. */
export const WECHATPAY_CODES: readonly WechatPayCode[] = [
  ...TRADE_STATES,
  ...REFUND_STATES,
  ...NO_WORD,
  ...TOO_MANY,
  ...PAY_CODES,
  ...REVERSE_CODES,
  ...REFUND_CODES,
  ...NOT_THERE,
  {
    code: 'REFUND_NOT_EXIST',
    calls: ['refund', 'queryRefund'],
    result: 'not found',
    meaning: 'no such refund',
  },
  ...SET_UP_WRONGLY,
];

/** The number behind a Request-ID that says: too late to reverse, by the calendar of WeChat Pay. */
const TOO_LATE_TO_REVERSE = '268449386';

const TOO_LATE: WechatPayCode = {
  code: TOO_LATE_TO_REVERSE,
  calls: ['reverse'],
  result: 'refused',
  respcd: '1260',
  meaning: 'too late to reverse',
};

const BY_CALL_AND_CODE: ReadonlyMap<string, WechatPayCode> = new Map(
  WECHATPAY_CODES.flatMap((row) => row.calls.map((call) => [`${call} ${plainCode(row.code)}`, row] as const)),
);

/**
 * A code as it is compared: documents and reality disagree about underscores (`NOTENOUGH`, `NOT_ENOUGH`) and a state
 * is a code like any other.
 */
export function plainCode(code: string): string {
  return code.replaceAll('_', '').toUpperCase();
}

/**
 * What a code means in the answer to a call.
 *
 * @param cause the number behind the Request-ID, empty when there is none.
 * @returns undefined for a code no table names: it decides nothing.
 */
export function meaningOf(call: WalletCall, code: string, cause = ''): WechatPayCode | undefined {
  if (call === 'reverse' && cause === TOO_LATE_TO_REVERSE) return TOO_LATE;
  return BY_CALL_AND_CODE.get(`${call} ${plainCode(code)}`);
}
