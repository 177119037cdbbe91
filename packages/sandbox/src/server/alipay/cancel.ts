import { businessDayStart } from '@opencpm/protocol';
import type { ReversalAnswer } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { type CallContext, requestIdIn } from './call-context.ts';
import type { Fields } from './field-rules.ts';
import { ABSENT, atOnce, done, refused, type SpokenResult, UNKNOWN, type WireResult } from './wire-result.ts';
import { writeInstant } from './wire-instant.ts';

const DAY_MS = 86_400_000;
const GRACE_MS = 15 * 60_000;

/** Until when a payment can be cancelled: 00:15 in Beijing of the day after it was paid. */
function cancelUntilMs(paidAtMs: number): number {
  return businessDayStart(paidAtMs) + DAY_MS + GRACE_MS;
}

const STATUS_INVALID = refused('ORDER_STATUS_INVALID', 'The order status is invalid.');

/** `cancel`: closes what is not paid, and gives all of what is paid back. Again and again with the same answer. */
export async function cancel(context: CallContext, body: Fields): Promise<SpokenResult> {
  const { door, nowMs, settings } = context;
  const number = await requestIdIn(context, body, 'paymentId', 'paymentRequestId');
  if (number === undefined) return atOnce(ABSENT);
  const entry = await door.find(number);
  if (entry === undefined && settings.cancelOfUnknown === 'absent') return atOnce(ABSENT);
  const tooLate = entry?.state === 'paid' && nowMs >= cancelUntilMs(entry.endedAtMs ?? entry.createdAtMs);
  if (tooLate) return atOnce(refused('CANCEL_WINDOW_EXCEED', 'Cancel window exceed.'));
  const { answer, manner } = await door.reverse({
    channelOrderId: number,
    family: 'alipay',
    amountMinor: entry?.amountMinor ?? 1,
    currency: entry?.currency ?? 'HKD',
  });
  return { result: resultOf(context, answer, number, entry), manner };
}

function resultOf(
  { client, nowMs, offsetMinutes }: CallContext,
  answer: ReversalAnswer,
  number: string,
  entry: BookEntry | undefined,
): WireResult {
  switch (answer.kind) {
    case 'reversed':
      return client.dialect === 'ams'
        ? done({
            cancelTime: writeInstant(entry?.reversedAtMs ?? nowMs, offsetMinutes),
            paymentId: entry?.walletNumber,
            paymentRequestId: number,
          })
        : done({ acquirerId: '1022188000000000001', pspId: '1022172000000000001' });
    case 'refused':
      return answer.mayRetry ? UNKNOWN : STATUS_INVALID;
    case 'unknown':
    case 'not_sent':
      return UNKNOWN;
  }
}
