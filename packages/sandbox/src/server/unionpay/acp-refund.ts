import { refundNumber } from '../../make-refund.ts';
import type { RefundOrder } from '../../wallet-answer.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { type AcpSaying, atOnce, moneyFields } from './acp-saying.ts';
import { currencyOf } from './currency.ts';
import type { Fields } from './message.ts';
import { keepRefund, numberOfQueryId, purchaseNote, type RefundNote, refundNote } from './note.ts';
import { type Word, WORDS } from './words.ts';

/** Takes a refund (04) or a cancellation of the whole amount (31) in. The same number again is a duplicate. */
export async function refund(door: WalletDoor, message: Fields): Promise<AcpSaying> {
  const { orderId = '', txnTime = '', txnAmt = '', currencyCode = '', backUrl = '' } = message;
  if ((await refundNote(door, orderId, txnTime)) !== undefined) return atOnce(WORDS.duplicate);
  const payment = await paymentNumber(door, message);
  const entry = payment === undefined ? undefined : await door.find(payment);
  if (payment === undefined || entry?.state !== 'paid') return atOnce(WORDS.wrongState);
  const amountMinor = Number(txnAmt);
  const left = entry.amountMinor - entry.refundedMinor - entry.refundingMinor;
  const whole = message['txnType'] === '31';
  if (entry.refundedMinor === entry.amountMinor) return atOnce(WORDS.returnedBefore);
  if (currencyOf(currencyCode) !== entry.currency || amountMinor > left) return atOnce(WORDS.mismatch);
  if (whole && amountMinor !== entry.amountMinor) return atOnce(WORDS.mismatch);
  const { number } = await keepRefund(door, orderId, { txnTime, payment, notifyUrl: backUrl });
  const { answer, manner } = await door.refund(orderOf(entry, number, amountMinor));
  const word = answer.kind === 'refused' && !answer.mayStillReturn ? WORDS.wrongState : WORDS.done;
  return { word: answer.kind === 'unknown' ? WORDS.asking : word, manner };
}

/** Answers how a refund stands. */
export async function enquireRefund(door: WalletDoor, note: RefundNote): Promise<AcpSaying> {
  const [entry, made] = await Promise.all([door.find(note.payment), door.findRefund(note.number)]);
  if (entry === undefined || made === undefined) return atOnce(WORDS.notFound);
  const { answer, manner } = await door.queryRefund(orderOf(entry, note.number, made.amountMinor));
  if (answer.kind === 'not_found') return { word: WORDS.notFound, manner };
  const word = refundWord(answer.kind);
  const money =
    answer.kind === 'returned'
      ? moneyFields({ ...entry, endedAtMs: answer.returnedAtMs }, answer.amountMinor)
      : {};
  return {
    word: WORDS.done,
    more: {
      origRespCode: word.code,
      origRespMsg: word.message,
      queryId: refundNumber(entry, made),
      ...money,
    },
    manner,
  };
}

function refundWord(kind: 'returned' | 'refused' | 'processing' | 'unknown' | 'not_sent'): Word {
  if (kind === 'returned') return WORDS.done;
  return kind === 'refused' ? WORDS.failed : WORDS.asking;
}

async function paymentNumber(door: WalletDoor, message: Fields): Promise<string | undefined> {
  const { origQryId, origOrderId = '', origTxnTime = '' } = message;
  if (origQryId !== undefined) return numberOfQueryId(door, origQryId);
  return (await purchaseNote(door, origOrderId, origTxnTime))?.number;
}

function orderOf(entry: BookEntry, channelRefundId: string, amountMinor: number): RefundOrder {
  return {
    channelRefundId,
    channelOrderId: entry.channelOrderId,
    family: 'unionpay',
    walletNumber: entry.walletNumber,
    amountMinor,
    paymentAmountMinor: entry.amountMinor,
    currency: entry.currency,
  };
}
