import { isCurrencyCode } from '@opencpm/protocol';
import { CODE_EXPIRED } from '../../charge-rule.ts';
import type { WalletAnswer } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { type CallContext, keepNumber, keepPayNote, payNote, type PayNote } from './call-context.ts';
import { type Fields, fieldOf } from './field-rules.ts';
import { identityFields, paidFields } from './payment-fields.ts';
import { payRefusal } from './refusal-codes.ts';
import { readIsoInstant } from './wire-instant.ts';
import {
  atOnce,
  done,
  INCONSISTENT,
  refused,
  type SpokenResult,
  THROTTLED,
  undecided,
  UNKNOWN,
  type WireResult,
} from './wire-result.ts';

/** The customer is asked for password or consent. */
const IN_PROCESS = { code: 'PAYMENT_IN_PROCESS', message: 'The payment is being processed.' } as const;

const CLOSED = payRefusal('1142');
const NO_CURRENCY = refused('CURRENCY_NOT_SUPPORT', 'The currency is not supported.');

/**
 * `pay`. The same number with the same content is the same payment, whatever has become of it; with other content it is
 * refused and the payment stays as it is.
 */
export async function pay(context: CallContext, body: Fields): Promise<SpokenResult> {
  const { door } = context;
  const contract = contractProblem(context, body);
  if (contract !== undefined) return atOnce(contract);
  const number = fieldOf(body, 'paymentRequestId') ?? '';
  const note = noteOf(context, body);
  const earlier = await payNote(door, number);
  if (earlier !== undefined) {
    if (!isSame(earlier, note)) return atOnce(INCONSISTENT);
    if (earlier.refusal !== undefined) {
      return atOnce(refused(earlier.refusal.code, earlier.refusal.message));
    }
  }
  if (!isCurrencyCode(note.currency)) return atOnce(NO_CURRENCY);
  const order = {
    channelOrderId: number,
    family: 'alipay',
    authCode: note.code,
    amountMinor: Number(note.value),
    currency: note.currency,
    description: fieldOf(body, 'order.orderDescription') ?? '',
    creditBarred: false,
    merchantName: fieldOf(body, 'order.merchant.merchantName') ?? '',
    ...expiryOf(body),
  } as const;
  const { answer, manner } = await door.charge(order);
  const entry = await door.find(number);
  // What is lost on its way leaves no trace, so that it can come again.
  if (answer.kind !== 'unknown' || entry !== undefined) await keepPayNote(door, number, note);
  if (entry !== undefined) await keepNumber(door, entry.walletNumber, number);
  return { result: payResult(context, answer, entry), manner };
}

/** What a repeat of a `pay` must equal, and where its success is told. */
export function noteOf({ client }: CallContext, body: Fields): PayNote {
  return {
    currency: fieldOf(body, 'paymentAmount.currency') ?? '',
    value: fieldOf(body, 'paymentAmount.value') ?? '',
    code: fieldOf(body, 'paymentMethod.paymentMethodId') ?? '',
    notifyUrl: fieldOf(body, 'paymentNotifyUrl') ?? '',
    clientId: client.clientId,
  };
}

function expiryOf(body: Fields): { readonly payUntilMs?: number } {
  const text = fieldOf(body, 'paymentExpiryTime');
  const payUntilMs = text === undefined ? undefined : readIsoInstant(text);
  return payUntilMs === undefined ? {} : { payUntilMs };
}

function isSame(left: PayNote, right: PayNote): boolean {
  return (
    left.currency === right.currency &&
    left.value === right.value &&
    left.code === right.code &&
    left.clientId === right.clientId
  );
}

function contractProblem({ client }: CallContext, body: Fields): WireResult | undefined {
  const currency = fieldOf(body, 'paymentAmount.currency') ?? '';
  if (!isCurrencyCode(currency) || client.currencies?.has(currency) === false) {
    return NO_CURRENCY;
  }
  const merchant = fieldOf(body, 'order.merchant.referenceMerchantId') ?? '';
  if (client.merchants?.has(merchant) === false) {
    return refused('MERCHANT_NOT_REGISTERED', 'The merchant is not registered.');
  }
  const { currency: ordered, value } = {
    currency: fieldOf(body, 'order.orderAmount.currency'),
    value: fieldOf(body, 'order.orderAmount.value'),
  };
  if (ordered !== currency || value !== fieldOf(body, 'paymentAmount.value')) {
    return refused('PARAM_ILLEGAL', 'Illegal parameters: paymentAmount differs from order.orderAmount.');
  }
  if (currency === 'IDR' && value?.endsWith('00') !== true) {
    return refused('PARAM_ILLEGAL', 'Illegal parameters: paymentAmount.value must end in 00 for IDR.');
  }
  return undefined;
}

function payResult(context: CallContext, answer: WalletAnswer, entry: BookEntry | undefined): WireResult {
  switch (answer.kind) {
    case 'paid':
      return entry === undefined ? UNKNOWN : done(paidFields(entry, answer, context.offsetMinutes));
    case 'waiting_for_payer':
      return undecided(
        IN_PROCESS.code,
        IN_PROCESS.message,
        entry === undefined ? {} : identityFields(entry, context.offsetMinutes),
      );
    case 'declined':
      if (answer.mayStillCharge) return refused('SYSTEM_ERROR', 'A system error occurred.');
      return entry === undefined ? unseenRefusal(answer.respcd) : failureOf(entry);
    case 'reversed':
      return CLOSED;
    case 'unknown':
      // The wallet has this number with other data, or it is still thinking.
      return entry !== undefined && answer.processing !== true && entry.state !== 'processing'
        ? INCONSISTENT
        : UNKNOWN;
    case 'not_found':
    case 'not_sent':
      return UNKNOWN;
  }
}

function unseenRefusal(respcd: Parameters<typeof payRefusal>[0]): WireResult {
  return respcd === '1297' ? THROTTLED : payRefusal(respcd);
}

/** Why a payment in the book has failed. */
export function failureOf({ respcd = '1205', reason, behaviour, account, state }: BookEntry): WireResult {
  if (reason === CODE_EXPIRED) return payRefusal('2005');
  if (respcd === '1205' && state === 'declined' && behaviour.startsWith('password'))
    return payRefusal('2007');
  if (respcd === '1203' && account !== undefined) return payRefusal('1204');
  return payRefusal(respcd);
}
