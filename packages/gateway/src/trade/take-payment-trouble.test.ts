import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../store/store.ts';
import { HeldAnswer, paidAnswer } from '../wallet/test-wallet.ts';
import { ANSWER_BUDGET_MS, CHARGE_LIMIT_MS, PaymentTaker } from './take-payment.ts';
import { saleRequest, settle, useTrade, withOperations } from './test-trade.ts';

const DOWN = () => Promise.reject(new StorageUnavailable('disk full'));

describe('a wallet that is slow', () => {
  const trade = useTrade();

  it('is waited for 6 s; then the till hears "being processed", and the late answer is recorded', async () => {
    const { parts, direct, wallet, time, payments } = trade();
    const taker = new PaymentTaker(parts);
    const answer = new HeldAnswer();
    wallet.onCharge = () => answer.promise;
    const taken = taker.take(direct, saleRequest());
    await settle();
    time.advance(ANSWER_BUDGET_MS - 1);
    expect(await Promise.race([taken, settle().then(() => 'still waiting')])).toBe('still waiting');
    time.advance(1);
    expect(await taken).toMatchObject({ ok: true, payment: { state: 'accepted', respcd: '1145' } });
    expect(taker.underWay).toBe(1);
    const [order] = wallet.charged;
    if (order === undefined) throw new Error('no charge');
    answer.give(paidAnswer(order));
    await taker.drained();
    expect(taker.underWay).toBe(0);
    expect(await payments()).toMatchObject([{ state: 'paid' }]);
  });

  it('is let go after 30 s, and its payment stays open', async () => {
    const { parts, direct, wallet, time, payments } = trade();
    const taker = new PaymentTaker(parts);
    const signals: AbortSignal[] = [];
    wallet.onCharge = (_order, signal) => {
      signals.push(signal);
      return new HeldAnswer().promise;
    };
    const taken = taker.take(direct, saleRequest());
    await settle();
    time.advance(ANSWER_BUDGET_MS);
    await taken;
    time.advance(CHARGE_LIMIT_MS - ANSWER_BUDGET_MS - 1);
    expect(signals[0]?.aborted).toBe(false);
    time.advance(1);
    expect(signals[0]?.aborted).toBe(true);
    await taker.drained();
    expect(await payments()).toMatchObject([{ state: 'processing', respcd: '1145' }]);
    expect(time.running).toBe(0);
  });

  it('delays nobody else', async () => {
    const { parts, direct, wallet, time } = trade();
    const taker = new PaymentTaker(parts);
    wallet.onCharge = (order) =>
      order.authCode.endsWith('6') ? new HeldAnswer().promise : Promise.resolve(paidAnswer(order));
    const slow = taker.take(direct, saleRequest());
    const quick = saleRequest({ orderNumber: 'ORDER-2', authCode: '281234567890123457' });
    expect(await taker.take(direct, quick)).toMatchObject({ payment: { state: 'paid' } });
    time.advance(CHARGE_LIMIT_MS);
    await slow;
    await taker.drained();
  });
});

describe('a store that cannot write', () => {
  const trade = useTrade();

  it('keeps the payment from the wallet when the intent is not durable, and says so', async () => {
    const { parts, direct, wallet, store, reached, payments, log } = trade();
    const taker = new PaymentTaker({ ...parts, store: withOperations(store, { acceptPayment: DOWN }) });
    expect(await taker.take(direct, saleRequest())).toMatchObject({ ok: false, refusal: { respcd: '1100' } });
    expect(wallet.charged).toEqual([]);
    expect(await payments()).toEqual([]);
    expect(reached).toEqual(['before_intent']);
    expect(log.lines).toEqual([
      { level: 'alert', event: 'storage_unavailable', fields: { why: 'disk full' } },
    ]);
  });

  it('tells the log what the disk said', async () => {
    const { parts, direct, store, log } = trade();
    const cause = new Error('database or disk is full');
    const acceptPayment = () => Promise.reject(new StorageUnavailable('cannot write', { cause }));
    await new PaymentTaker({ ...parts, store: withOperations(store, { acceptPayment }) }).take(
      direct,
      saleRequest(),
    );
    expect(log.lines).toMatchObject([{ fields: { why: 'database or disk is full' } }]);
  });

  it('still answers the truth about an order that was paid before', async () => {
    const { parts, direct, wallet, store } = trade();
    const first = await new PaymentTaker(parts).take(direct, saleRequest());
    const taker = new PaymentTaker({ ...parts, store: withOperations(store, { acceptPayment: DOWN }) });
    expect(await taker.take(direct, saleRequest())).toEqual(first);
    expect(await taker.take(direct, saleRequest({ amountMinor: 1 }))).toMatchObject({
      refusal: { respcd: '2011' },
    });
    expect(wallet.charged).toHaveLength(1);
  });

  it('passes any other failure of the store on, and sends nothing', async () => {
    const { parts, direct, wallet, store } = trade();
    const acceptPayment = () => Promise.reject(new TypeError('bug'));
    const taker = new PaymentTaker({ ...parts, store: withOperations(store, { acceptPayment }) });
    await expect(taker.take(direct, saleRequest())).rejects.toThrow(TypeError);
    expect(wallet.charged).toEqual([]);
  });

  it('answers "being processed" and raises an alert when the outcome is not durable', async () => {
    const { parts, direct, store, log, reached, payments } = trade();
    const taker = new PaymentTaker({ ...parts, store: withOperations(store, { changePayment: DOWN }) });
    expect(await taker.take(direct, saleRequest())).toMatchObject({
      ok: true,
      payment: { state: 'accepted', respcd: '1145' },
    });
    expect(log.alerts).toEqual(['outcome_not_recorded']);
    expect(reached).toEqual(['before_intent', 'intent_durable', 'charge_sent', 'charge_answered']);
    // What the wallet said is not forgotten by anybody but us: the next enquiry asks it again.
    expect(await payments()).toMatchObject([{ state: 'accepted' }]);
    expect(taker.underWay).toBe(0);
  });

  it('answers the till even when the log fails as well', async () => {
    const { parts, direct, store, time } = trade();
    const log = {
      ...parts.log,
      alert: () => {
        throw new Error('no space for logs');
      },
    };
    const taker = new PaymentTaker({ ...parts, log, store: withOperations(store, { changePayment: DOWN }) });
    expect(await taker.take(direct, saleRequest())).toMatchObject({ payment: { state: 'accepted' } });
    expect(taker.underWay).toBe(0);
    time.advance(CHARGE_LIMIT_MS);
  });
});

describe('draining', () => {
  const trade = useTrade();

  it('is over at once when nothing is at a wallet', async () => {
    await expect(new PaymentTaker(trade().parts).drained()).resolves.toBeUndefined();
  });

  it('waits for payments that begin while it waits', async () => {
    const { parts, direct, wallet, payments } = trade();
    const taker = new PaymentTaker(parts);
    const first = new HeldAnswer();
    const second = new HeldAnswer();
    wallet.onCharge = (order) => (order.authCode.endsWith('6') ? first.promise : second.promise);
    const taken = [taker.take(direct, saleRequest())];
    await settle();
    let drained = false;
    const draining = taker.drained().then(() => {
      drained = true;
    });
    taken.push(taker.take(direct, saleRequest({ orderNumber: 'ORDER-2', authCode: '281234567890123457' })));
    await settle();
    first.give({ kind: 'waiting_for_payer' });
    await settle();
    expect(drained).toBe(false);
    second.give({ kind: 'waiting_for_payer' });
    await draining;
    await Promise.all(taken);
    expect(await payments()).toMatchObject([{ state: 'waiting_for_payer' }, { state: 'waiting_for_payer' }]);
  });
});
