import { RESPONSE_CODES, type ResponseCode } from '@opencpm/protocol';
import { answerOf, declined, unknown } from './answer.ts';
import type { Spoken } from './answer-manner.ts';
import { planOf } from './behaviour.ts';
import type { Book } from './book/book.ts';
import { BARRED, type ChargeDecision, decideCharge, OVERDUE, type PresentedCode } from './charge-rule.ts';
import { convertMinor } from './exchange-rate.ts';
import { lookUpCode } from './look-up-code.ts';
import type { WalletOrder } from './order.ts';
import type { ChargeOrder, WalletAnswer } from './wallet-answer.ts';
import { wallet, type WalletId, walletOfTestCode } from './wallet.ts';

const REFUSED_FOR_NOW = declined('1205', 'Payment failed, for now.', true);

interface Presented {
  readonly code: PresentedCode;
  readonly wallet: WalletId;
  readonly digits: string;
}

function presentCode(book: Book, order: ChargeOrder): Presented {
  const found = lookUpCode(book, order.family, order.authCode);
  const testWallet = walletOfTestCode(order.family);
  if (found.kind === 'foreign') return { code: found, wallet: testWallet, digits: '' };
  if (found.kind === 'test') return { code: found, wallet: testWallet, digits: found.digits };
  const stored = found.kind === 'issued' ? found.code : found.like;
  const { digits } = stored;
  const account = book.accounts.find(stored.account);
  if (account === undefined) throw new Error(`An issued code names no account: ${stored.account}.`);
  if (found.kind !== 'issued') return { code: { kind: found.kind }, wallet: account.wallet, digits };
  const { currency, spendsCodeOnRefusal, lateCode } = wallet(account.wallet);
  return {
    code: {
      kind: 'issued',
      expiresAtMs: stored.expiresAtMs,
      used: stored.usedBy !== null,
      account,
      debitMinor: convertMinor(order.amountMinor, order.currency, currency),
      spendsCodeOnRefusal,
      lateCode,
    },
    wallet: account.wallet,
    digits,
  };
}

function reasonOf(decision: ChargeDecision, respcd: ResponseCode | undefined): string {
  if (decision.reason !== '' || respcd === undefined) return decision.reason;
  return `${RESPONSE_CODES[respcd].textEn}.`;
}

/** A number the wallet has seen: the payment it stands for, whatever has become of it; never a second charge. */
function answerAgain(existing: WalletOrder, order: ChargeOrder): Spoken<WalletAnswer> {
  const same =
    existing.amountMinor === order.amountMinor &&
    existing.currency === order.currency &&
    wallet(existing.wallet).family === order.family;
  const answer = same
    ? answerOf(existing)
    : unknown('The wallet has a payment with this number and another amount, currency or wallet.');
  return { answer, manner: 'at_once' };
}

/** When the payment takes its next step: what is to happen to it, or before that the end of the time it may be paid in. */
function dueOf(
  { behaviour }: ChargeDecision,
  { payUntilMs }: ChargeOrder,
  nowMs: number,
): number | undefined {
  const { start, later, ignoresReversal } = planOf(behaviour);
  if (later === undefined) return undefined;
  const stepAtMs = nowMs + later.afterMs;
  // What has been refused, and what a broken wallet does in spite of everything, has no such end.
  if (payUntilMs === undefined || start === 'declined' || ignoresReversal === true) return stepAtMs;
  return Math.min(stepAtMs, Math.max(payUntilMs, nowMs));
}

function decideHere(book: Book, code: PresentedCode, order: ChargeOrder, nowMs: number): ChargeDecision {
  const decision = decideCharge(code, order.amountMinor, nowMs);
  const late = order.payUntilMs !== undefined && nowMs >= order.payUntilMs;
  const barred = late || book.barredNumbers.familyOf(order.channelOrderId) !== undefined;
  const { start, ignoresReversal } = planOf(decision.behaviour);
  // What does not reach the wallet now is refused when it does.
  if (!barred || ignoresReversal === true || start === 'nothing' || start === 'in_transit') return decision;
  const { respcd, reason } = late ? OVERDUE : BARRED;
  return { ...decision, behaviour: `declined-${respcd}`, reason, spendsCode: false };
}

/**
 * Charges a payment, inside a group's transaction. The same number again is answered from the book.
 *
 * @param nowMs the instant of the group.
 */
export function chargeOrder(book: Book, order: ChargeOrder, nowMs: number): Spoken<WalletAnswer> {
  const existing = book.orders.find(order.channelOrderId);
  if (existing !== undefined) return answerAgain(existing, order);

  const presented = presentCode(book, order);
  const decision = decideHere(book, presented.code, order, nowMs);
  const { start, respcd, answer: planned } = planOf(decision.behaviour);
  const manner = planned === 'refused_for_now' ? 'at_once' : planned;
  if (decision.spendsCode) book.codes.use(presented.digits, order.channelOrderId);
  if (start === 'nothing') {
    // Without a response code the manner hides the answer: the wallet has not seen the request.
    const answer = respcd === undefined ? unknown('') : declined(respcd, reasonOf(decision, respcd));
    return { answer, manner };
  }

  const payer = presented.code.kind === 'issued' ? presented.code : undefined;
  if (start === 'paid' && payer !== undefined) book.accounts.debit(payer.account.id, payer.debitMinor);
  const refusal = start === 'declined' ? respcd : undefined;
  const written = book.orders.insert({
    channelOrderId: order.channelOrderId,
    wallet: presented.wallet,
    account: payer?.account.id,
    state: start,
    behaviour: decision.behaviour,
    reversalBehaviour: decision.reversalBehaviour,
    amountMinor: order.amountMinor,
    currency: order.currency,
    debitMinor: payer?.debitMinor,
    debitCurrency: payer === undefined ? undefined : wallet(presented.wallet).currency,
    respcd: refusal,
    reason: reasonOf(decision, refusal),
    description: order.description,
    merchantName: order.merchantName,
    createdAtMs: nowMs,
    dueAtMs: dueOf(decision, order, nowMs),
  });
  return { answer: planned === 'refused_for_now' ? REFUSED_FOR_NOW : answerOf(written), manner };
}
