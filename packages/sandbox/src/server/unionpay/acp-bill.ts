import { businessDayOf } from '@opencpm/protocol';
import { refundNumber } from '../../make-refund.ts';
import type { WalletDoor } from '../../wallet-door.ts';
import { numberOf } from './currency.ts';
import { clearingDay, wireTime } from './wire-time.ts';
import { queryIdOf } from './acp-saying.ts';

const COLUMNS = 'txnType|orderId|queryId|origQryId|txnTime|txnAmt|currencyCode|fee';
const DAY_MS = 86_400_000;
/** A refund may be made long after its payment. */
const REFUNDS_WITHIN_MS = 30 * DAY_MS;

/**
 * The bill of a clearing day, `YYYY-MM-DD`. Its form is our own: the documents that are open to everybody do not have it. The first
 * line names the columns, the last one is `<END>`.
 *
 * @returns `undefined` when there is no such day.
 */
export async function acpBill(door: WalletDoor, day: string): Promise<string | undefined> {
  const window = businessDayOf(day);
  if (window === undefined) return undefined;
  const cleared = day.replaceAll('-', '');
  const within = (atMs: number | undefined): boolean => atMs !== undefined && clearingDay(atMs) === cleared;
  const entries = await door.ofTime(window.fromMs - REFUNDS_WITHIN_MS, window.toMs + 1);
  const lines = entries
    .filter(({ wallet }) => wallet === 'unionpay')
    .flatMap((entry) => {
      const { channelOrderId, amountMinor, currency, endedAtMs, reversedAtMs, timesCharged } = entry;
      const line = (type: string, order: string, queryId: string, atMs: number, minor: number): string =>
        [
          type,
          order,
          queryId,
          queryIdOf(entry),
          wireTime(atMs),
          String(minor),
          numberOf(currency),
          type === '01' ? String(Math.round(minor * 0.006)) : '0',
        ].join('|');
      const paidAtMs = timesCharged > 0 ? (endedAtMs ?? entry.createdAtMs) : undefined;
      return [
        ...(within(paidAtMs)
          ? [line('01', channelOrderId, queryIdOf(entry), paidAtMs ?? 0, amountMinor)]
          : []),
        ...(timesCharged > 0 && within(reversedAtMs)
          ? [line('99', channelOrderId, queryIdOf(entry), reversedAtMs ?? 0, amountMinor)]
          : []),
        ...entry.refunds
          .filter(({ state, endedAtMs: atMs }) => state === 'returned' && within(atMs))
          .map((made) =>
            line(
              '04',
              made.channelRefundId,
              refundNumber(entry, made),
              made.endedAtMs ?? 0,
              made.amountMinor,
            ),
          ),
      ];
    });
  return `${[COLUMNS, ...lines, '<END>'].join('\n')}\n`;
}
