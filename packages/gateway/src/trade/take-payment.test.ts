import { describe, expect, it } from 'vitest';
import type { WalletAnswer } from '../wallet/connector.ts';
import { HeldAnswer, paidAnswer } from '../wallet/test-wallet.ts';
import { PaymentTaker } from './take-payment.ts';
import { saleRequest, settle, useTrade } from './test-trade.ts';

const NO_MONEY: WalletAnswer = {
  kind: 'declined',
  respcd: '1201',
  mayStillCharge: false,
  reason: 'Not enough money',
};

describe('taking a payment', () => {
  const trade = useTrade();

  it('charges the wallet for exactly what was asked and answers what is stored', async () => {
    const { parts, direct, wallet, payments, time } = trade();
    const outcome = await new PaymentTaker(parts).take(
      direct,
      saleRequest({ creditBarred: true, notifyUrl: 'https://shop.example/n' }),
    );
    const [stored] = await payments();
    expect(outcome).toEqual({ ok: true, payment: stored });
    expect(stored).toMatchObject({
      id: 1,
      syssn: '20260301000100020000000001',
      state: 'paid',
      respcd: '0000',
      version: 2,
      storeId: '',
      connector: 'scripted',
      notifyUrl: 'https://shop.example/n',
      createdAtMs: time.nowMs(),
    });
    expect(wallet.charged).toEqual([
      {
        channelOrderId: stored?.syssn,
        family: 'alipay',
        payType: '800108',
        authCode: '281234567890123456',
        amountMinor: 1050,
        currency: 'HKD',
        description: 'Tea',
        creditBarred: true,
        createdAtMs: stored?.createdAtMs,
        merchantNumber: 1,
        merchantName: 'Harbour Coffee',
        storeId: '',
        deviceId: 'till-1',
      },
    ]);
    expect(time.running).toBe(0);
  });

  it('has the intent in the store before the wallet hears of it', async () => {
    const { parts, direct, wallet, payments } = trade();
    let stateAtCharge: string | undefined;
    wallet.onCharge = async (order) => {
      stateAtCharge = (await payments()).find(({ syssn }) => syssn === order.channelOrderId)?.state;
      return paidAnswer(order);
    };
    await new PaymentTaker(parts).take(direct, saleRequest());
    expect(stateAtCharge).toBe('accepted');
  });

  it('passes its points in order: intent, then send, then record', async () => {
    const { parts, direct, wallet, reached } = trade();
    wallet.onCharge = async (order) => {
      expect(reached).toEqual(['before_intent', 'intent_durable']);
      return paidAnswer(order);
    };
    await new PaymentTaker(parts).take(direct, saleRequest());
    expect(reached).toEqual([
      'before_intent',
      'intent_durable',
      'charge_sent',
      'charge_answered',
      'outcome_durable',
    ]);
  });

  it.each([
    ['declined', NO_MONEY, 'declined', '1201'],
    ['waiting', { kind: 'waiting_for_payer' }, 'waiting_for_payer', '1143'],
    ['unknown', { kind: 'unknown', reason: 'reset' }, 'processing', '1145'],
    ['not sent', { kind: 'not_sent', reason: 'refused' }, 'processing', '1145'],
    ['declined for now', { ...NO_MONEY, mayStillCharge: true }, 'processing', '1145'],
  ] as const)('records what the wallet answered: %s', async (_what, answer, state, respcd) => {
    const { parts, direct, wallet, payments } = trade();
    wallet.onCharge = async () => answer;
    expect(await new PaymentTaker(parts).take(direct, saleRequest())).toMatchObject({
      ok: true,
      payment: { state, respcd },
    });
    expect(await payments()).toMatchObject([{ state, respcd }]);
  });

  it('takes a failing connector for an unknown outcome', async () => {
    const { parts, direct, wallet } = trade();
    wallet.onCharge = () => Promise.reject(new Error('bug'));
    expect(await new PaymentTaker(parts).take(direct, saleRequest())).toMatchObject({
      payment: { state: 'processing', respcd: '1145' },
    });
    wallet.onCharge = () => {
      throw new TypeError('bug');
    };
    const other = saleRequest({ orderNumber: 'ORDER-2', authCode: '281234567890123457' });
    expect(await new PaymentTaker(parts).take(direct, other)).toMatchObject({
      payment: { state: 'processing', respcd: '1145' },
    });
  });

  it('keeps the store a request names', async () => {
    const { parts, partner, store } = trade();
    const outcome = await new PaymentTaker(parts).take(partner, saleRequest({ storeId: 'S1' }));
    expect(outcome).toMatchObject({ ok: true, payment: { storeId: 'S1', merchantNumber: 2 } });
    expect(await store.findPayment(1)).toMatchObject({ storeId: 'S1' });
  });

  it('refuses what the settings do not allow, and leaves no trace', async () => {
    const { parts, direct, partner, wallet, payments, reached } = trade();
    const taker = new PaymentTaker(parts);
    for (const [merchant, request, respcd] of [
      [{ ...direct, status: 'disabled' }, saleRequest(), '1243'],
      [partner, saleRequest(), '1104'],
      [direct, saleRequest({ storeId: 'S1' }), '1241'],
      [direct, saleRequest({ currency: 'JPY' }), '1104'],
      [{ ...direct, payTypes: ['800208'] }, saleRequest(), '1242'],
      [direct, saleRequest({ authCode: '131234567890123456' }), '2006'],
    ] as const) {
      const outcome = await taker.take(merchant, request);
      expect(outcome).toMatchObject({ ok: false, refusal: { respcd } });
    }
    expect(wallet.charged).toEqual([]);
    expect(await payments()).toEqual([]);
    expect(reached).toEqual([]);
  });
});

describe('the same order again', () => {
  const trade = useTrade();

  it('is answered with the truth and never charged again', async () => {
    const { parts, direct, wallet, payments } = trade();
    const taker = new PaymentTaker(parts);
    const first = await taker.take(direct, saleRequest());
    const later = saleRequest({
      callerTime: '2026-03-01 12:07:00',
      goodsName: 'Green tea',
      deviceId: 'till-2',
    });
    expect(await taker.take(direct, later)).toEqual(first);
    expect(wallet.charged).toHaveLength(1);
    expect(await payments()).toHaveLength(1);
  });

  it.each([
    ['pay_type', { payType: '800008' }],
    ['txamt', { amountMinor: 1051 }],
    ['auth_code', { authCode: '281234567890123457' }],
  ] as const)('is refused when %s differs, and the first stays as it is', async (name, change) => {
    const { parts, direct, wallet, payments } = trade();
    const taker = new PaymentTaker(parts);
    await taker.take(direct, saleRequest());
    const before = await payments();
    expect(await taker.take(direct, saleRequest(change))).toEqual({
      ok: false,
      refusal: { respcd: '2011', message: `out_trade_no is used: ${name} differs from the first request` },
    });
    expect(wallet.charged).toHaveLength(1);
    expect(await payments()).toEqual(before);
  });

  it('is refused when txcurrcd differs', async () => {
    const { parts, direct } = trade();
    const twoCurrencies = { ...direct, currencies: ['HKD', 'CNY'] as const };
    const taker = new PaymentTaker(parts);
    await taker.take(twoCurrencies, saleRequest());
    expect(await taker.take(twoCurrencies, saleRequest({ currency: 'CNY' }))).toMatchObject({
      refusal: { respcd: '2011' },
    });
  });

  it('is "being processed" while the first is at the wallet, and charged once among 100', async () => {
    const { parts, direct, wallet } = trade();
    const taker = new PaymentTaker(parts);
    const answer = new HeldAnswer();
    wallet.onCharge = () => answer.promise;
    const taken = Array.from({ length: 100 }, () => taker.take(direct, saleRequest()));
    await settle();
    expect(wallet.charged).toHaveLength(1);
    const [order] = wallet.charged;
    if (order === undefined) throw new Error('no charge');
    answer.give(paidAnswer(order));
    const outcomes = await Promise.all(taken);
    const states = outcomes.map((outcome) => outcome.ok && outcome.payment.state);
    expect(states.filter((state) => state === 'paid')).toHaveLength(1);
    expect(states.filter((state) => state === 'accepted')).toHaveLength(99);
    const numbers = outcomes.map((outcome) => outcome.ok && outcome.payment.syssn);
    expect(new Set(numbers).size).toBe(1);
  });

  it('is answered with the truth even when the settings no longer allow it', async () => {
    const { parts, direct, wallet } = trade();
    const taker = new PaymentTaker(parts);
    const inYuan = saleRequest({ currency: 'CNY' });
    const first = await taker.take({ ...direct, currencies: ['CNY'] }, inYuan);
    const shut = { ...direct, status: 'disabled', payTypes: ['800208'], currencies: ['JPY'] } as const;
    expect(await taker.take(shut, inYuan)).toEqual(first);
    expect(await taker.take(shut, saleRequest({ currency: undefined }))).toEqual(first);
    expect(await taker.take(shut, saleRequest({ amountMinor: 1 }))).toMatchObject({
      refusal: { respcd: '2011' },
    });
    expect(wallet.charged).toHaveLength(1);
  });
});

describe('a scanned code', () => {
  const trade = useTrade();

  it('goes to a wallet for one order', async () => {
    const { parts, direct, wallet, time } = trade();
    const taker = new PaymentTaker(parts);
    const sell = (orderNumber: string) => taker.take(direct, saleRequest({ orderNumber }));
    expect(await sell('ORDER-1')).toMatchObject({ ok: true });
    time.advance(1_000);
    expect(await sell('ORDER-2')).toMatchObject({ ok: false, refusal: { respcd: '1202' } });
    expect(wallet.charged).toHaveLength(1);
  });

  it('is charged once when two tills send it at the same time', async () => {
    const { parts, direct, wallet } = trade();
    const taker = new PaymentTaker(parts);
    const outcomes = await Promise.all(
      ['ORDER-1', 'ORDER-2'].map((orderNumber) => taker.take(direct, saleRequest({ orderNumber }))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(wallet.charged).toHaveLength(1);
  });

  it('is one credential with and without the padding that some scanners drop', async () => {
    const { parts, direct } = trade();
    const hashed: string[] = [];
    const hashAuthCode = (code: string): string => {
      hashed.push(code);
      return parts.hashAuthCode(code);
    };
    const taker = new PaymentTaker({ ...parts, hashAuthCode });
    const padded = 'hQVDUFYwMWETTwegAAADMwEBVwhiEjRWeJASNA==';
    const request = saleRequest({ payType: '800708', authCode: padded });
    await taker.take(direct, request);
    await taker.take(direct, { ...request, authCode: padded.replaceAll('=', '') });
    expect(hashed).toEqual([hashed[0], hashed[0]]);
    expect(hashed[0]).not.toContain('=');
  });
});
