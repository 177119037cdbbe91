import { formatSyssn } from '@opencpm/protocol';
import type { Merchant, MerchantStore, NewClientKey } from '../../merchant/merchant.ts';
import { newPayment } from '../../payment/new-payment.ts';
import type { Payment, PaymentIntent, PaymentProgress } from '../../payment/payment.ts';
import type { PaymentStep, TransactionFilter } from '../store.ts';

/** 2026-03-01 12:00:00 in UTC+8, where the contract's time begins. */
export const START_MS = Date.UTC(2026, 2, 1, 4);

/** A sale of HKD 10.50 by merchant 1 without a store; order number and auth code are those of its running number. */
export function intentOf(id: number, changes: Partial<PaymentIntent> = {}): PaymentIntent {
  const createdAtMs = changes.createdAtMs ?? START_MS + id;
  const syssn = formatSyssn(createdAtMs, 1, id);
  return {
    id,
    syssn,
    merchantNumber: 1,
    storeId: '',
    orderNumber: `ORDER-${id}`,
    payType: '800108',
    family: 'alipay',
    connector: 'sandbox',
    channelOrderId: syssn,
    amountMinor: 1050,
    currency: 'HKD',
    authCodeHash: codeHash(`code of ${id}`),
    callerTime: '2026-03-01 12:00:00',
    goodsName: 'Tea',
    deviceId: 'till-1',
    notifyUrl: 'https://shop.example/notify',
    createdAtMs,
    firstAskAtMs: createdAtMs + 2_000,
    ...changes,
  };
}

/** A stand-in for the keyed hash of an auth code: 32 hex digits, the same for the same words. */
export function codeHash(words: string): string {
  return Buffer.from(words).toString('hex').padEnd(32, '0').slice(0, 32);
}

/** "Paid" as a wallet reports it, with every optional fact present. */
export const PAID_PROGRESS: PaymentProgress = {
  state: 'paid',
  respcd: '0000',
  detail: 'OK',
  paidAtMs: START_MS + 4_321,
  walletNumber: '2026030122001400000001',
  payerAccount: 'buyer***@example.com',
  debitedAmountMinor: 972,
  debitedCurrency: 'CNY',
  dueAtMs: undefined,
  asks: 0,
};

/** An open payment without any fact of money. */
export const PROCESSING_PROGRESS: PaymentProgress = {
  state: 'processing',
  respcd: '1145',
  detail: 'The wallet has not given a result yet; ask again',
  paidAtMs: undefined,
  walletNumber: '',
  payerAccount: '',
  debitedAmountMinor: undefined,
  debitedCurrency: '',
  dueAtMs: START_MS + 2_001,
  asks: 0,
};

/** A step that brings a payment to a progress, with the least said about it. */
export function stepTo(progress: PaymentProgress, changes: Partial<PaymentStep> = {}): PaymentStep {
  return {
    progress,
    atMs: START_MS + 5_000,
    entry: { event: 'payment_changed', facts: { to: progress.state } },
    ...changes,
  };
}

/** A merchant as it is before it is stored, told apart by one hex digit. */
export function merchantOf(digit: string, storeIds: readonly string[] = []): Merchant {
  return {
    merchantNumber: 0,
    appCode: digit.repeat(32),
    name: `Merchant ${digit}`,
    kind: storeIds.length > 0 ? 'partner' : 'direct',
    status: 'active',
    payTypes: ['800108', '800208'],
    routes: {},
    currencies: ['HKD', 'JPY'],
    notifyUrl: 'https://shop.example/notify',
    notifyPrefixes: ['https://shop.example/', 'https://shop.example:8443/'],
    signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: false },
    requestsPerSecondMax: 100,
    requestsPerMinuteMax: 400,
    stores: storeIds.map(
      (storeId): MerchantStore => ({ storeId, name: `Store ${storeId}`, status: 'active' }),
    ),
    createdAtMs: START_MS,
  };
}

/** A sealed key whose bytes and time follow from its number. */
export function keyOf(number: number): NewClientKey {
  return {
    keyId: number.toString(16).padStart(16, '0'),
    sealed: Uint8Array.from({ length: 60 }, (_, index) => (number * 31 + index) % 256),
    createdAtMs: START_MS + number * 1_000,
  };
}

/** Everything of merchant 1, newest first. */
export function everything(changes: Partial<TransactionFilter> = {}): TransactionFilter {
  return {
    merchantNumber: 1,
    storeId: undefined,
    syssns: undefined,
    orderNumbers: undefined,
    payTypes: undefined,
    respcd: undefined,
    window: undefined,
    limit: 1_000,
    offset: 0,
    ...changes,
  };
}

/** Payment number `id` of {@link intentOf}, as somebody saw it at a version. */
export function seen(id: number, version: number): Payment {
  return { ...newPayment(intentOf(id)), version };
}
