import { businessDay, businessDayOf } from '@opencpm/protocol';
import { refundNumber } from '../../make-refund.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { writeInstant } from './wire-instant.ts';

/** How long refunds can follow a payment. */
const REFUND_WINDOW_MS = 366 * 86_400_000;
/** What the documents say of the fee in Alipay's own sandbox: ten of the smallest unit. */
const FEE_MINOR = 10;
const BEIJING_MINUTES = 480;
const END = '<END>';

interface Movement {
  readonly type: 'PAYMENT' | 'REFUND' | 'CANCEL';
  readonly order: BookEntry;
  readonly number: string;
  readonly original: string;
  readonly requestNumber: string;
  /** Below zero when the money goes back. */
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly atMs: number;
}

const TRANSACTION_COLUMNS = [
  'customerId',
  'referenceMerchantId',
  'referenceStoreId',
  'transactionId',
  'originalTransactionId',
  'transactionRequestId',
  'referenceTransactionId',
  'orderDescription',
  'paymentMethodType',
  'pspName',
  'transactionType',
  'paymentTime',
  'productCode',
  'transactionAmountValue',
  'transactionCurrency',
];

const SETTLEMENT_COLUMNS = [
  'settlementBatchId',
  ...TRANSACTION_COLUMNS.filter((name) => name !== 'orderDescription'),
  'settlementTime',
  'settlementAmountValue',
  'settlementCurrency',
  'feeAmountValue',
  'feeCurrency',
];

/** `/v1/settlements/<customer>/<day>/<name>_<day>_000.csv`, as the files lie on Alipay's SFTP server. */
const PATH =
  /^\/v1\/settlements\/([\w-]{1,64})\/(\d{8})\/(transactionItems|settlementItems)_(\d{8})_000\.csv$/;

/**
 * A file of a day, as the merchant fetches it on the day after; of a day that is not over, what has happened so far.
 *
 * @param path of the request.
 * @returns undefined for a path that names no file.
 */
export async function dayFile(door: WalletDoor, path: string): Promise<string | undefined> {
  const [, customerId = '', folder, kind, day = ''] = PATH.exec(path) ?? [];
  const bounds = businessDayOf(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
  if (kind === undefined || folder !== day || bounds === undefined) return undefined;
  const orders = await door.ofTime(bounds.fromMs - REFUND_WINDOW_MS, bounds.toMs + 1);
  const movements = orders
    .flatMap(movementsOf)
    .filter(({ atMs }) => businessDay(atMs) === day)
    .sort((left, right) => left.atMs - right.atMs);
  const columns = kind === 'transactionItems' ? TRANSACTION_COLUMNS : SETTLEMENT_COLUMNS;
  const rows = movements.map((movement) => {
    const values = valuesOf(movement, customerId, day, bounds.toMs);
    return columns.map((name) => quoted(values[name] ?? '')).join(',');
  });
  return [columns.join(','), ...rows, END, ''].join('\n');
}

function movementsOf(order: BookEntry): readonly Movement[] {
  if (order.wallet !== 'alipay' && order.wallet !== 'alipayhk') return [];
  if (order.timesCharged === 0) return [];
  const payment: Movement = {
    type: 'PAYMENT',
    order,
    number: order.walletNumber,
    original: '',
    requestNumber: order.channelOrderId,
    amountMinor: order.amountMinor,
    feeMinor: FEE_MINOR,
    atMs: order.endedAtMs ?? order.createdAtMs,
  };
  const refunds = order.refunds
    .filter(({ state }) => state === 'returned')
    .map((refund): Movement => {
      const number = refundNumber(order, refund);
      return {
        type: 'REFUND',
        order,
        number,
        original: order.walletNumber,
        requestNumber: refund.channelRefundId,
        amountMinor: -refund.amountMinor,
        feeMinor: 0,
        atMs: refund.endedAtMs ?? refund.createdAtMs,
      };
    });
  const { reversedAtMs } = order;
  if (reversedAtMs === undefined) return [payment, ...refunds];
  const cancelled: Movement = {
    ...payment,
    type: 'CANCEL',
    amountMinor: -order.amountMinor,
    feeMinor: -FEE_MINOR,
    atMs: reversedAtMs,
  };
  return [payment, ...refunds, cancelled];
}

function valuesOf(
  { type, order, number, original, requestNumber, amountMinor, feeMinor, atMs }: Movement,
  customerId: string,
  day: string,
  settledAtMs: number,
): Readonly<Record<string, string>> {
  return {
    settlementBatchId: `${day}0001`,
    customerId,
    transactionId: number,
    originalTransactionId: original,
    transactionRequestId: requestNumber,
    orderDescription: order.description,
    paymentMethodType: order.wallet === 'alipayhk' ? 'ALIPAY_HK' : 'ALIPAY_CN',
    pspName: order.wallet === 'alipayhk' ? 'AlipayHK' : 'Alipay',
    transactionType: type,
    paymentTime: writeInstant(atMs, BEIJING_MINUTES),
    productCode: 'IN_STORE_PAYMENT',
    transactionAmountValue: String(amountMinor),
    transactionCurrency: order.currency,
    settlementTime: writeInstant(settledAtMs, BEIJING_MINUTES),
    settlementAmountValue: String(amountMinor - feeMinor),
    settlementCurrency: order.currency,
    feeAmountValue: String(feeMinor),
    feeCurrency: order.currency,
  };
}

function quoted(value: string): string {
  const line = value.replace(/[\r\n]/g, ' ');
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
