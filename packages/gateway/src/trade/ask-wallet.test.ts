import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { StorageUnavailable } from '../store/store.ts';
import { intentOf, seen, stepTo } from '../store/contract/contract-data.ts';
import { HeldAnswer, paidAnswer } from '../wallet/test-wallet.ts';
import { newReversal, reversalIntent } from './begin-reversal.ts';
import { QUERY_LIMIT_MS, WalletAsker } from './ask-wallet.ts';
import { settle, useTrade, withOperations } from './test-trade.ts';

describe('WalletAsker', () => {
  const trade = useTrade();
  let payment: Payment;
  const asker = (changes: Partial<ConstructorParameters<typeof WalletAsker>[0]> = {}) => {
    const { parts, wallet } = trade();
    return new WalletAsker({ ...parts, connectors: new Map([[wallet.name, wallet]]), ...changes });
  };
  beforeEach(async () => {
    const result = await trade().store.acceptPayment(intentOf(1, { connector: 'scripted' }));
    if (result.kind !== 'accepted') throw new Error('the payment was not accepted');
    payment = result.payment;
  });

  it('asks the wallet the payment was sent to, and records the answer', async () => {
    const { wallet, store, time } = trade();
    expect(await asker().refresh(payment)).toMatchObject({ state: 'paid', version: 2 });
    expect(await store.findPayment(1)).toMatchObject({ state: 'paid' });
    expect(wallet.asked).toMatchObject([
      { channelOrderId: payment.syssn, family: 'alipay', amountMinor: 1050 },
    ]);
    expect(wallet.asked[0]).not.toHaveProperty('decides');
    expect(wallet.charged).toEqual([]);
    expect(time.running).toBe(0);
  });

  it('asks nobody about a verdict', async () => {
    const { wallet } = trade();
    const paid = { ...payment, state: 'paid' } as const;
    expect(await asker().refresh(paid)).toBe(paid);
    expect(wallet.asked).toEqual([]);
  });

  it('asks about a payment that ended unpaid when its wallet has called about it, and about no paid one', async () => {
    const { wallet } = trade();
    wallet.onQuery = async () => ({ kind: 'not_found', reason: 'none' });
    for (const state of ['declined', 'reversed'] as const) {
      const ended = { ...payment, state };
      expect(await asker().refresh(ended)).toBe(ended);
      expect(await asker().confirm(ended)).toBe(true);
    }
    expect(wallet.asked).toHaveLength(2);
    for (const state of ['paid', 'partly_refunded', 'refunded'] as const) {
      expect(await asker().confirm({ ...payment, state })).toBe(true);
    }
    expect(wallet.asked).toHaveLength(2);
    expect(await asker().confirm(payment)).toBe(false);
    expect(wallet.asked).toHaveLength(3);
  });

  it('tells the wallet of an undone payment that it has undone it, only when it has said so', async () => {
    const { wallet, store } = trade();
    wallet.onQuery = async () => ({ kind: 'not_found', reason: 'none' });
    const cause = { origin: 'merchant', callerTime: '', deviceId: '' } as const;
    const reversal = newReversal({ ...trade().parts, node: 1 }, payment, cause);
    const reversing = await store.changePayment(payment, reversalIntent(payment, reversal, 0));
    if (reversing === undefined) throw new Error('the reversal was not begun');
    await asker().confirm({ ...reversing, state: 'reversed' });
    await store.changePayment(reversing, {
      ...stepTo(reversing),
      reversal: { ...reversal, acknowledgedAtMs: 1 },
    });
    await asker().confirm({ ...reversing, state: 'reversed' });
    expect(wallet.asked.map(({ reversalAcknowledged }) => reversalAcknowledged)).toEqual([undefined, true]);
  });

  it('does not take an ask for the answer to a call that came while it was under way', async () => {
    const { wallet } = trade();
    const first = new HeldAnswer();
    wallet.onQuery = () => first.promise;
    const wallets = asker();
    const declined = { ...payment, state: 'declined' } as const;
    const before = wallets.confirm(declined);
    await settle();
    wallet.onQuery = async () => ({ kind: 'unknown', reason: 'busy' });
    expect(await wallets.confirm(declined)).toBe(false);
    first.give({ kind: 'not_found', reason: 'none' });
    expect(await before).toBe(true);
  });

  it('asks once for all who want to know at the same time, and anew for those who come later', async () => {
    const { wallet } = trade();
    const wallets = asker();
    const answer = new HeldAnswer();
    wallet.onQuery = () => answer.promise;
    const asked = Array.from({ length: 20 }, () => wallets.refresh(payment));
    await settle();
    expect(wallet.asked).toHaveLength(1);
    answer.give({ kind: 'waiting_for_payer' });
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) expect(other).toBe(first);
    await wallets.refresh(first ?? payment);
    expect(wallet.asked).toHaveLength(2);
  });

  it('asks anew for who decides by the answer, once for all of them', async () => {
    const { wallet } = trade();
    const wallets = asker();
    const answer = new HeldAnswer();
    wallet.onQuery = () => answer.promise;
    const asked = [
      wallets.refresh(payment),
      wallets.refreshToDecide(payment),
      wallets.refreshToDecide(payment),
    ];
    await settle();
    expect(wallet.asked.map(({ decides }) => decides)).toEqual([undefined, true]);
    answer.give(paidAnswer(payment));
    for (const each of await Promise.all(asked)) expect(each).toMatchObject({ state: 'paid' });
  });

  it('waits 4 s, then tells the wallet to let go and leaves the payment open', async () => {
    const { wallet, time } = trade();
    const signals: AbortSignal[] = [];
    wallet.onQuery = (_reference, signal) => {
      signals.push(signal);
      return new HeldAnswer().promise;
    };
    const refreshed = asker().refresh(payment);
    await settle();
    time.advance(QUERY_LIMIT_MS - 1);
    expect(signals[0]?.aborted).toBe(false);
    time.advance(1);
    expect(await refreshed).toMatchObject({ state: 'processing', respcd: '1145' });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('takes "not found" and every failure for unknown', async () => {
    const { wallet } = trade();
    wallet.onQuery = () => Promise.reject(new Error('404'));
    expect(await asker().refresh(payment)).toMatchObject({ state: 'processing', respcd: '1145' });
  });

  it('leaves a payment of an unknown connector as it is, and raises an alert', async () => {
    const { log } = trade();
    expect(await asker({ connectors: new Map() }).refresh(payment)).toBe(payment);
    expect(log.lines).toMatchObject([
      { level: 'alert', event: 'connector_missing', fields: { connector: 'scripted' } },
    ]);
  });

  it('leaves the payment as it was when the answer cannot be stored, raises an alert and asks again', async () => {
    const { store, wallet, log } = trade();
    let disk = 'full';
    const wallets = asker({
      store: withOperations(store, {
        changePayment: (...change) =>
          disk === 'full'
            ? Promise.reject(new StorageUnavailable('disk full'))
            : store.changePayment(...change),
      }),
    });
    expect(await wallets.refresh(payment)).toBe(payment);
    expect(log.alerts).toEqual(['enquiry_not_recorded']);
    disk = 'free';
    expect(await wallets.refresh(payment)).toMatchObject({ state: 'paid' });
    expect(wallet.asked).toHaveLength(2);
  });

  it('agrees with a charge that answers at the same time', async () => {
    const { wallet, store } = trade();
    wallet.onQuery = async (reference) => {
      await store.changePayment(
        seen(1, 1),
        stepTo({ ...payment, state: 'waiting_for_payer', respcd: '1143' }),
      );
      return paidAnswer(reference);
    };
    expect(await asker().refresh(payment)).toMatchObject({ state: 'paid', version: 3 });
  });
});
