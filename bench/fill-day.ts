import { createHash } from 'node:crypto';
import { businessDayOf, formatSyssn, formatWireTime } from '@opencpm/protocol';
import type { Payment, PaymentProgress } from '../packages/gateway/src/payment/payment.ts';
import { SqliteStore } from '../packages/gateway/src/store/sqlite/sqlite-store.ts';

const DAY_MS = 86_400_000;
const GROUP = 1_000;
const PAY_TYPES = ['800108', '800208'] as const;

/** A day of payments to be written into the database of a gateway that does not run. */
export interface DayOfPayments {
  readonly directory: string;
  /** `YYYY-MM-DD`, in UTC+8; the payments are spread evenly over it. */
  readonly day: string;
  readonly appCode: string;
  readonly connector: string;
  readonly count: number;
  /** How payment `id`, from 1 on, stands; paid when left out. */
  readonly progressOf?: (id: number, paid: PaymentProgress) => PaymentProgress;
  /** Anything more, once every payment is written. */
  readonly afterwards?: (store: SqliteStore, merchantNumber: number, storeId: string) => Promise<void>;
}

/** Writes a day of payments by the store's own code. */
export async function fillDay({ directory, day, appCode, count, ...rest }: DayOfPayments): Promise<void> {
  const onFatal = (error: unknown): never => {
    throw error;
  };
  const window = businessDayOf(day);
  if (window === undefined) throw new Error('there is no such day');
  const store = SqliteStore.open({ directory, nowMs: window.fromMs, onFatal });
  const merchant = await store.findMerchant(appCode);
  if (merchant === undefined) throw new Error('the merchant is missing');
  const storeId = merchant.stores[0]?.storeId ?? '';
  for (let from = 1; from <= count; from += GROUP) {
    const ids = Array.from({ length: Math.min(GROUP, count - from + 1) }, (_, index) => from + index);
    await Promise.all(
      ids.map(async (id) => {
        const createdAtMs = window.fromMs + Math.floor(((id - 1) * DAY_MS) / count);
        const payment = await acceptPayment(store, {
          id,
          createdAtMs,
          merchantNumber: merchant.merchantNumber,
          storeId,
          connector: rest.connector,
        });
        const paid = paidProgress(id, createdAtMs);
        await settlePayment(store, payment, rest.progressOf?.(id, paid) ?? paid);
      }),
    );
  }
  await rest.afterwards?.(store, merchant.merchantNumber, storeId);
  await store.close();
}

/** Writes the intent of a payment. */
export async function acceptPayment(
  store: SqliteStore,
  about: Pick<Payment, 'id' | 'createdAtMs' | 'merchantNumber' | 'storeId' | 'connector'>,
): Promise<Payment> {
  const { id, createdAtMs } = about;
  const syssn = formatSyssn(createdAtMs, 1, id);
  const accepted = await store.acceptPayment({
    ...about,
    syssn,
    orderNumber: `ORDER-${id}`,
    payType: PAY_TYPES[id % PAY_TYPES.length] ?? '800108',
    family: 'alipay',
    channelOrderId: syssn,
    amountMinor: 1_050 + (id % 977),
    currency: 'HKD',
    authCodeHash: createHash('md5').update(String(id)).digest('hex'),
    callerTime: formatWireTime(createdAtMs),
    goodsName: 'Flat white',
    deviceId: 'till-1',
    notifyUrl: '',
    firstAskAtMs: createdAtMs + 2_000,
  });
  if (accepted.kind !== 'accepted') throw new Error(`payment ${id}: ${accepted.kind}`);
  return accepted.payment;
}

/** Writes what became of a payment. */
export async function settlePayment(
  store: SqliteStore,
  payment: Payment,
  progress: PaymentProgress,
): Promise<Payment> {
  const changed = await store.changePayment(payment, {
    progress,
    atMs: payment.createdAtMs + 750,
    entry: {
      event: 'payment_changed',
      facts: {
        from: 'accepted',
        to: progress.state,
        respcd: progress.respcd,
        by: 'charge',
        answer: progress.state,
      },
    },
  });
  if (changed === undefined) throw new Error(`payment ${payment.id} was changed by somebody else`);
  return changed;
}

/** "Paid" as Alipay would say it of payment `id`. */
export function paidProgress(id: number, createdAtMs: number): PaymentProgress {
  return {
    state: 'paid',
    respcd: '0000',
    detail: 'OK',
    paidAtMs: createdAtMs + 700,
    walletNumber: walletNumberOf(id),
    payerAccount: '2088123456789012',
    debitedAmountMinor: undefined,
    debitedCurrency: '',
    dueAtMs: undefined,
    asks: 0,
  };
}

/** The wallet's own number of a payment or refund. */
export function walletNumberOf(id: number): string {
  return `20260301220014${String(id).padStart(14, '0')}`;
}
