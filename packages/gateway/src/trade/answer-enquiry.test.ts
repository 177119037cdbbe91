import type { QueryRequest } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import type { Transaction } from '../payment/transaction.ts';
import { intentOf, PAID_PROGRESS, seen, stepTo } from '../store/contract/contract-data.ts';
import { refundIntentOf } from '../store/contract/refund-data.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { answerEnquiry, enquiryWindow } from './answer-enquiry.ts';
import { AskPace } from './ask-pace.ts';
import { RefundAsker } from './ask-refund.ts';
import { WalletAsker } from './ask-wallet.ts';
import { paidOrder } from './test-refund-trade.ts';
import { useTrade } from './test-trade.ts';

function enquiry(changes: Partial<QueryRequest> = {}): QueryRequest {
  return {
    storeId: undefined,
    syssns: undefined,
    orderNumbers: undefined,
    payTypes: undefined,
    resultCode: undefined,
    fromMs: undefined,
    toMs: undefined,
    page: 1,
    pageSize: 10,
    ...changes,
  };
}

const DECLINED: WalletAnswer = {
  kind: 'declined',
  respcd: '1201',
  mayStillCharge: false,
  reason: 'Not enough money',
};

describe('answerEnquiry', () => {
  const trade = useTrade();
  const ask = (request: Partial<QueryRequest>, merchant = trade().direct) => {
    const { parts, store, wallet, clock } = trade();
    const pace = new AskPace(parts.steadyClock);
    const asking = { ...parts, pace, connectors: new Map([[wallet.name, wallet]]) };
    const wallets = new WalletAsker(asking);
    return answerEnquiry(
      { store, clock, wallets, refunds: new RefundAsker(asking) },
      merchant,
      enquiry(request),
    );
  };
  const rows = async (request: Partial<QueryRequest>): Promise<readonly Transaction[]> => {
    const outcome = await ask(request);
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.transactions;
  };
  const accept = async (...ids: readonly number[]): Promise<void> => {
    const { store, clock } = trade();
    for (const id of ids) {
      await store.acceptPayment(intentOf(id, { connector: 'scripted', createdAtMs: clock.nowMs() }));
    }
  };

  it('asks the wallet about an open payment that is named, and tells the verdict', async () => {
    await accept(1);
    const bySyssn = { syssns: [(await trade().payments())[0]?.syssn ?? ''] };
    expect(await rows(bySyssn)).toMatchObject([{ state: 'paid' }]);
    expect(trade().wallet.asked).toHaveLength(1);
    expect(await rows({ orderNumbers: ['ORDER-1'] })).toMatchObject([{ state: 'paid' }]);
    expect(trade().wallet.asked).toHaveLength(1);
  });

  it('asks the wallet about an open refund that is named, and tells the verdict', async () => {
    const payment = await paidOrder(trade());
    const intent = refundIntentOf(2, payment);
    await trade().store.reserveRefund(intent);
    expect(await rows({})).toMatchObject([{ kind: 'refund', state: 'reserved' }, { kind: 'payment' }]);
    expect(await rows({ syssns: [intent.syssn], resultCode: '0000' })).toMatchObject([
      { kind: 'refund', state: 'succeeded' },
    ]);
    expect(await rows({ orderNumbers: [intent.orderNumber] })).toMatchObject([{ state: 'succeeded' }]);
    expect(trade().wallet.refundsAsked).toHaveLength(1);
    expect(await rows({ syssns: [payment.syssn] })).toMatchObject([{ state: 'partly_refunded' }]);
  });

  it('asks nobody for a list, which shows what is recorded', async () => {
    await accept(1, 2);
    expect(await rows({})).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }]);
    expect(trade().wallet.asked).toEqual([]);
  });

  it('asks before it filters by result', async () => {
    await accept(1, 2);
    const { wallet, store } = trade();
    wallet.onQuery = async () => DECLINED;
    await store.changePayment(seen(2, 1), stepTo(PAID_PROGRESS));
    const named = { orderNumbers: ['ORDER-1', 'ORDER-2'] };
    expect(await rows({ ...named, resultCode: '1145' })).toEqual([]);
    expect(await rows({ ...named, resultCode: '1201' })).toMatchObject([{ id: 1 }]);
    expect(await rows({ ...named, resultCode: '0000' })).toMatchObject([{ id: 2 }]);
    expect(wallet.asked).toHaveLength(1);
  });

  it('asks about every named payment when it filters, whatever the page', async () => {
    await accept(1, 2, 3);
    const named = { orderNumbers: ['ORDER-1', 'ORDER-2', 'ORDER-3'], resultCode: '0000', pageSize: 1 };
    expect(await rows({ ...named, page: 3 })).toMatchObject([{ id: 1, state: 'paid' }]);
    expect(trade().wallet.asked).toHaveLength(3);
  });

  it('shows one page', async () => {
    await accept(1, 2, 3);
    expect(await rows({ page: 2, pageSize: 2 })).toMatchObject([{ id: 1 }]);
    expect(await rows({ page: 3, pageSize: 2 })).toEqual([]);
    expect(await rows({ orderNumbers: ['ORDER-1', 'ORDER-2'], pageSize: 1 })).toMatchObject([{ id: 2 }]);
  });

  it('filters by store and pay type', async () => {
    const { store, clock, partner } = trade();
    const place = { merchantNumber: 2, createdAtMs: clock.nowMs() };
    await store.acceptPayment(intentOf(1, { ...place, storeId: 'S1' }));
    await store.acceptPayment(intentOf(2, { ...place, storeId: 'S1', payType: '800208' }));
    const outcome = await ask({ storeId: 'S1', payTypes: ['800208'] }, partner);
    expect(outcome).toMatchObject({ ok: true, transactions: [{ id: 2 }] });
    expect(await ask({ syssns: [intentOf(1).syssn] }, partner)).toMatchObject({
      refusal: { respcd: '1104' },
    });
  });

  it('never shows what belongs to another merchant', async () => {
    await accept(1);
    const { partner } = trade();
    const [payment] = await trade().payments();
    const request = { storeId: 'S1', syssns: [payment?.syssn ?? ''] };
    expect(await ask(request, partner)).toEqual({ ok: true, transactions: [] });
    expect(trade().wallet.asked).toEqual([]);
  });

  it('refuses a window that cannot be', async () => {
    const { clock } = trade();
    const now = clock.nowMs();
    expect(await ask({ fromMs: now, toMs: now - 5_000 })).toMatchObject({
      ok: false,
      refusal: { respcd: '1104' },
    });
  });
});

describe('enquiryWindow', () => {
  /** 2026-03-15 12:00:00 in UTC+8. */
  const NOW = Date.UTC(2026, 2, 15, 4);
  const MARCH = { fromMs: Date.UTC(2026, 1, 28, 16), toMs: Date.UTC(2026, 2, 31, 16) - 1 };
  const DAY = 86_400_000;
  const window = (changes: Partial<QueryRequest>) => enquiryWindow(enquiry(changes), NOW);
  const refusal = (message: string) => ({ ok: false, refusal: { respcd: '1104', message } });

  it('is none when numbers are given, which find any month', () => {
    expect(window({ syssns: ['1'] })).toEqual({ ok: true, window: undefined });
    expect(window({ orderNumbers: ['1'], fromMs: 5, toMs: 1 })).toEqual({ ok: true, window: undefined });
  });

  it('is the current month of UTC+8 when nothing is said', () => {
    expect(window({})).toEqual({ ok: true, window: MARCH });
  });

  it('is what was said inside the month, with its other end from the month', () => {
    expect(window({ fromMs: NOW })).toEqual({ ok: true, window: { fromMs: NOW, toMs: MARCH.toMs } });
    expect(window({ toMs: NOW })).toEqual({ ok: true, window: { fromMs: MARCH.fromMs, toMs: NOW } });
  });

  it('leaves the month only with both ends', () => {
    const before = { fromMs: MARCH.fromMs - DAY, toMs: MARCH.fromMs - 1 };
    expect(window(before)).toEqual({ ok: true, window: before });
    expect(window({ fromMs: before.fromMs })).toEqual(
      refusal('end_time: is needed when start_time lies before the current month'),
    );
    expect(window({ toMs: before.toMs })).toEqual(
      refusal('start_time: is needed when end_time lies before the current month'),
    );
  });

  it('does not run backwards', () => {
    expect(window({ fromMs: NOW, toMs: NOW - 1 })).toEqual(refusal('end_time: lies before start_time'));
    expect(window({ fromMs: NOW, toMs: NOW })).toMatchObject({ ok: true });
    expect(window({ fromMs: MARCH.toMs + 1 })).toEqual(refusal('end_time: lies before start_time'));
  });

  it('spans at most 92 days between the seconds that are named', () => {
    const toMs = NOW + 999;
    expect(window({ fromMs: NOW - 92 * DAY, toMs })).toMatchObject({ ok: true });
    expect(window({ fromMs: NOW - 92 * DAY - 1_000, toMs })).toEqual(
      refusal('end_time: lies more than 92 days after start_time'),
    );
  });
});
