import { isCurrencyCode, type ResponseCode, type WalletFamily } from '@opencpm/protocol';
import type { AnswerManner } from '../../answer-manner.ts';
import type { WalletAnswer, WalletReceipt } from '../../wallet-answer.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { type Caller, readCaller } from './caller.ts';
import type { WechatPayHabits } from './habits.ts';
import type { Contract, Shop } from './merchants.ts';
import { type PayMessage, payRules } from './messages.ts';
import { digestOf, type OrderNote, type OrderNotes } from './order-note.ts';
import { orderBody, orderIdOf, tradeStateOf } from './order-view.ts';
import { badField, CAUSE, type WireError, WireRefusal } from './wire-refusal.ts';

/** What the wallet has to say over this wire, and how it goes out. */
export interface Saying {
  readonly status: number;
  /** Undefined for an answer without a body. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly manner: AnswerManner;
}

/** What working on orders needs. */
export interface OrderParts {
  readonly door: WalletDoor;
  readonly notes: OrderNotes;
  readonly habits: () => WechatPayHabits;
  /** Called when an order waits: the wallet revokes it when its time is over. */
  readonly revokeLater: (number: string, createdAtMs: number) => void;
  /** Called when a refund was taken in whose end is to be told. */
  readonly tellRefund: (number: string) => Promise<void>;
}

/** A payment that has been read and may be worked on. */
export interface PayRequest extends Caller {
  readonly message: PayMessage;
}

/**
 * Reads a payment.
 *
 * @throws WireRefusal for whatever is wrong with it whatever its number.
 */
export function readPay(contract: Contract, body: unknown): PayRequest {
  const { shop, identity, fields } = readCaller(contract, body, payRules(contract.mode), 'body');
  const message = fields as unknown as PayMessage;
  const { total, currency } = message.amount;
  if (total === 0) throw badField('/amount/total', total, 'must be above 0', 'body');
  if (currency === undefined || !isCurrencyCode(currency) || !shop.currencies.includes(currency)) {
    throw badField('/amount/currency', currency ?? '', 'is not open for this merchant', 'body');
  }
  if (!shop.categoryCodes.includes(message.merchant_category_code)) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'the MCC is not supported');
  }
  return { contract, shop, identity, message };
}

/** Pays, or answers for what the number stands for already: it is never paid twice. */
export async function pay(parts: OrderParts, request: PayRequest, nowMs: number): Promise<Saying> {
  const { door, notes } = parts;
  const { message, shop, contract, identity } = request;
  const { out_trade_no: number, payer, ...rest } = message;
  const requestDigest = digestOf(JSON.stringify([contract.mchid, shop.number, rest]));
  const codeDigest = digestOf(payer.auth_code);
  const [known, entry] = await Promise.all([notes.read(number), door.find(number)]);
  if (known !== undefined && entry !== undefined) {
    return payAgain(parts, number, entry, known, { requestDigest, codeDigest });
  }
  const note: OrderNote = {
    signer: contract.mchid,
    shop: shop.number,
    identity,
    family: familyOf(payer.auth_code, shop),
    codeDigest,
    requestDigest,
    ...(message.attach === undefined ? {} : { attach: message.attach }),
    createdAtMs: nowMs,
  };
  await notes.write(number, note);
  const currency = message.amount.currency ?? '';
  if (!isCurrencyCode(currency)) throw badField('/amount/currency', currency, 'is unknown', 'body');
  const { answer, manner } = await door.charge({
    channelOrderId: number,
    family: note.family,
    authCode: payer.auth_code,
    amountMinor: message.amount.total,
    currency,
    description: message.description,
    creditBarred: message.limit_pay !== undefined,
    merchantName: message.scene_info?.store_info?.name ?? shop.name,
  });
  const made = await door.find(number);
  return { ...(await answerOf(parts, number, made, note, answer)), manner };
}

const QUICK_PAY = /^1[0-6]\d{16}$/;

/**
 * The wallet a code belongs to, when the shop may charge it.
 *
 * @throws WireRefusal for a code of another wallet, or of one the shop has no contract for.
 */
function familyOf(code: string, { kind }: Shop): WalletFamily {
  if (!QUICK_PAY.test(code)) {
    throw new WireRefusal(400, 'AUTH_CODE_INVALID', 'this is no payment code', { cause: CAUSE.codeExpired });
  }
  const family = code < '15' ? 'wechatpay' : 'wechatpay_hk';
  if (kind === 'fusion' || (kind === 'hk') === (family === 'wechatpay_hk')) return family;
  throw new WireRefusal(400, 'AUTH_CODE_INVALID', 'the merchant does not take codes of this wallet', {
    cause: CAUSE.codeExpired,
  });
}

/** A number that has been used: the same request hears the state of the first, any other is refused. */
async function payAgain(
  parts: OrderParts,
  number: string,
  entry: BookEntry,
  note: OrderNote,
  digests: Pick<OrderNote, 'requestDigest' | 'codeDigest'>,
): Promise<Saying> {
  if (note.requestDigest !== digests.requestDigest) {
    throw new WireRefusal(403, 'OUT_TRADE_NO_USED', 'the number was used with other content');
  }
  if (note.codeDigest !== digests.codeDigest) {
    throw new WireRefusal(403, 'BUYER_MISMATCH', 'the number was used with the code of another payer');
  }
  switch (tradeStateOf(entry, note, parts.habits())) {
    case 'SUCCESS':
    case 'REFUND':
      throw new WireRefusal(400, 'ORDER_PAID', 'the order is paid');
    case 'REVOKED':
      throw new WireRefusal(400, 'ORDERREVERSED', 'the order is reversed');
    case 'CLOSED':
      throw new WireRefusal(400, 'ORDER_CLOSED', 'the order is closed');
    case 'NOTPAY':
    case 'USERPAYING':
    case 'PAYERROR': {
      const { answer, manner } = await parts.door.query({ ...entry, family: note.family });
      return { ...(await answerOf(parts, number, entry, note, answer)), manner };
    }
  }
}

async function answerOf(
  parts: OrderParts,
  number: string,
  entry: BookEntry | undefined,
  note: OrderNote,
  answer: WalletAnswer,
): Promise<Omit<Saying, 'manner'>> {
  const habits = parts.habits();
  const error = (wire: WireError): Omit<Saying, 'manner'> => ({ status: wire.status, body: { wire } });
  switch (answer.kind) {
    case 'paid':
      return { status: 200, body: await paidBody(parts, number, entry, note, answer) };
    case 'waiting_for_payer':
      parts.revokeLater(number, note.createdAtMs);
      return {
        status: 202,
        body:
          habits.waitingAnswer === 'state'
            ? { trade_state: 'USERPAYING' }
            : { code: 'USERPAYING', message: 'The payer has to type the password' },
      };
    case 'declined':
      if (answer.mayStillCharge) return error(UNDECIDED);
      return error(errorOf(answer.respcd, answer.reason));
    case 'reversed':
      return error({ status: 400, code: 'ORDERREVERSED', message: 'the order is reversed', cause: 0 });
    case 'unknown':
    case 'not_found':
    case 'not_sent':
      parts.revokeLater(number, note.createdAtMs);
      return error(UNDECIDED);
  }
}

const UNDECIDED: WireError = {
  status: 500,
  code: 'BANK_ERROR',
  message: "the payer's bank is busy",
  cause: 0,
};

async function paidBody(
  { notes, habits }: OrderParts,
  number: string,
  entry: BookEntry | undefined,
  note: OrderNote,
  receipt: WalletReceipt,
): Promise<Readonly<Record<string, unknown>>> {
  if (entry === undefined) throw new Error(`order ${number} is paid and not in the book`);
  await notes.rememberId(orderIdOf(entry), number);
  return orderBody(number, entry, note, habits(), receipt);
}

type ErrorWord = readonly [status: number, code: string, cause?: number];

const EXPIRED: ErrorWord = [400, 'AUTHCODEEXPIRE', CAUSE.codeExpired];
const NOT_ENOUGH: ErrorWord = [403, 'NOT_ENOUGH', CAUSE.notEnough];
const RULE_LIMIT: ErrorWord = [403, 'RULE_LIMIT'];

/** What refusals of the wallet are called on this wire. It has no word of its own for the others: `TRADE_ERROR`. */
const ERROR_WORDS: Readonly<Partial<Record<ResponseCode, ErrorWord>>> = {
  '1201': NOT_ENOUGH,
  '2004': NOT_ENOUGH,
  '1202': EXPIRED,
  '2005': EXPIRED,
  '2006': [400, 'AUTH_CODE_INVALID', CAUSE.codeExpired],
  '1203': [403, 'ACCOUNT_ERROR'],
  '1204': [403, 'NOTSUPORTCARD'],
  '1118': RULE_LIMIT,
  '1250': RULE_LIMIT,
  '1294': RULE_LIMIT,
  '1142': [400, 'ORDERREVERSED'],
  '1297': [429, 'RATELIMIT_EXCEEDED'],
};

function errorOf(respcd: ResponseCode, reason: string): WireError {
  const used = respcd === '1202' && /\bused\b/.test(reason);
  const [status, code, cause = 0] = used
    ? ([400, 'AUTH_CODE_ERROR', CAUSE.codeUsed] as const)
    : (ERROR_WORDS[respcd] ?? ([403, 'TRADE_ERROR'] as const));
  return { status, code, message: reason === '' ? code : reason, cause };
}
