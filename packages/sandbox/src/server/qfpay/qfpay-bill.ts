import { businessDayOf, formatWireTime } from '@opencpm/protocol';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { zipFile } from '../zip-file.ts';
import { refundNumber } from '../../make-refund.ts';
import { QfpayOrders } from './qfpay-order.ts';

const COLUMNS = ['order_type', 'out_trade_no', 'chnlsn', 'txcurrcd', 'txamt', 'paydtm', 'respcd', 'cancel'];
const DAY_MS = 86_400_000;
/** A refund may be made long after its payment. */
const REFUNDS_WITHIN_MS = 366 * DAY_MS;

/**
 * The statement of a day, `YYYY-MM-DD`: a zip with one CSV file of what moved money that day; of a day that is not over, so
 * far.
 *
 * @returns undefined when there is no such day.
 */
export async function qfpayBill(door: WalletDoor, day: string): Promise<Buffer | undefined> {
  const window = businessDayOf(day);
  if (window === undefined) return undefined;
  const within = (atMs: number | undefined): atMs is number =>
    atMs !== undefined && atMs >= window.fromMs && atMs <= window.toMs;
  const orders = new QfpayOrders(door);
  const entries = await door.ofTime(window.fromMs - REFUNDS_WITHIN_MS, window.toMs + 1);
  const ours = await Promise.all(entries.map(({ channelOrderId }) => orders.findPayment(channelOrderId)));
  const rows = entries.flatMap((entry, place) => (ours[place] === undefined ? [] : rowsOf(entry, within)));
  const total = ['total', '', '', '', '', '', '', `${rows.length} lines`];
  const text = [COLUMNS, ...rows, total].map((cells) => `${cells.join(',')}\r\n`).join('');
  return zipFile(`trade_bill_${day}.csv`, Buffer.from(text));
}

function rowsOf(entry: BookEntry, within: (atMs: number | undefined) => atMs is number): string[][] {
  const row = (kind: string, number: string, walletNumber: string, minor: number, atMs: number): string[] => {
    const cancel = kind === 'payment' && entry.state === 'reversed' ? '1' : '0';
    return [kind, number, walletNumber, entry.currency, String(minor), formatWireTime(atMs), '0000', cancel];
  };
  const paidAtMs = entry.timesCharged > 0 ? (entry.endedAtMs ?? entry.createdAtMs) : undefined;
  return [
    ...(within(paidAtMs)
      ? [row('payment', entry.channelOrderId, entry.walletNumber, entry.amountMinor, paidAtMs)]
      : []),
    ...entry.refunds.flatMap((refund) =>
      refund.state === 'returned' && within(refund.endedAtMs)
        ? [
            row(
              'refund',
              refund.channelRefundId,
              refundNumber(entry, refund),
              refund.amountMinor,
              refund.endedAtMs,
            ),
          ]
        : [],
    ),
  ];
}
