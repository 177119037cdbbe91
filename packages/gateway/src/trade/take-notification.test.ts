import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import { intentOf, seen, stepTo } from '../store/contract/contract-data.ts';
import { refundIntentOf, reservedRefund } from '../store/contract/refund-data.ts';
import { type Store, StorageUnavailable } from '../store/store.ts';
import type { NotificationReading, NotificationReply } from '../wallet/notification-receiver.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
import { RefundAsker } from './ask-refund.ts';
import { WalletAsker } from './ask-wallet.ts';
import { NotificationTaker } from './take-notification.ts';
import { paidOrder, refundParts } from './test-refund-trade.ts';
import { useTrade, withOperations } from './test-trade.ts';

const reply = (body: string): NotificationReply => ({ status: 200, headers: {}, body });
const ACKNOWLEDGED = reply('thank you');
const LATER = reply('come again');
const REFUSED = reply('who are you');
const CALL = { method: 'POST', target: '/wallets/scripted/notify', headers: {}, body: new Uint8Array() };

function about(kind: 'payment' | 'refund', number: string): NotificationReading {
  return { kind, number, acknowledged: ACKNOWLEDGED, later: LATER };
}

describe('a call of a wallet', () => {
  const trade = useTrade();

  /** Takes a call that a receiver reads as told; it comes to the trade's own connector unless another one is named. */
  function take(
    reading: NotificationReading,
    connector = 'scripted',
    store: Store = trade().store,
  ): Promise<NotificationReply | undefined> {
    const { parts, wallet, log } = trade();
    const connectors = new Map([[wallet.name, wallet]]);
    const receiver = { read: async () => reading };
    return new NotificationTaker({
      store,
      log,
      receivers: new Map([
        ['scripted', receiver],
        ['another', receiver],
      ]),
      wallets: new WalletAsker({ ...parts, store, connectors }),
      refunds: new RefundAsker(refundParts(trade())),
    }).take(connector, CALL);
  }

  it('is not answered where no connector of that name is called', async () => {
    expect(await take(about('payment', '1'), 'nobody')).toBeUndefined();
  });

  it('that does not verify moves nothing and is logged', async () => {
    expect(await take({ kind: 'refused', why: 'its signature does not verify', reply: REFUSED })).toBe(
      REFUSED,
    );
    expect(trade().wallet.asked).toEqual([]);
    expect(trade().log.lines).toMatchObject([
      { level: 'warn', event: 'wallet_notification_refused', fields: { connector: 'scripted' } },
    ]);
  });

  describe('about a payment', () => {
    let payment: Payment;
    beforeEach(async () => {
      const result = await trade().store.acceptPayment(intentOf(1, { connector: 'scripted' }));
      if (result.kind !== 'accepted') throw new Error('the payment was not accepted');
      payment = result.payment;
    });
    const stored = () => trade().store.findPayment(payment.id);

    it('is acknowledged when what the wallet says is on disk', async () => {
      expect(await take(about('payment', payment.channelOrderId))).toBe(ACKNOWLEDGED);
      expect(await stored()).toMatchObject({ state: 'paid' });
    });

    it('is a hint and no more: the wallet comes again when it says nothing final itself', async () => {
      trade().wallet.onQuery = async () => ({ kind: 'waiting_for_payer' });
      expect(await take(about('payment', payment.channelOrderId))).toBe(LATER);
      expect(await stored()).toMatchObject({ state: 'waiting_for_payer' });
    });

    it('asks nobody about a payment that is paid already', async () => {
      await take(about('payment', payment.channelOrderId));
      expect(await take(about('payment', payment.channelOrderId))).toBe(ACKNOWLEDGED);
      expect(trade().wallet.asked).toHaveLength(1);
    });

    it('asks again about one that ended unpaid: it may tell of a late charge', async () => {
      await trade().store.changePayment(
        seen(payment.id, payment.version),
        stepTo({ ...payment, state: 'declined', respcd: '1201' }),
      );
      expect(await take(about('payment', payment.channelOrderId))).toBe(ACKNOWLEDGED);
      expect(trade().wallet.asked).toHaveLength(1);
      expect(trade().log.alerts).toEqual(['late_charge']);
      expect(await stored()).toMatchObject({ state: 'declined' });
    });

    it.each([
      ['the wallet gives no answer', { kind: 'unknown', reason: 'down' }, {}],
      ['the wallet cannot be reached', { kind: 'not_sent', reason: 'down' }, {}],
      [
        'the disk is full',
        undefined,
        { changePayment: () => Promise.reject(new StorageUnavailable('full')) },
      ],
      ['another amount was charged', 'another amount', {}],
    ] as const)(
      'comes again about one that ended unpaid when %s: nothing is recorded',
      async (_what, answer, broken) => {
        const { store, wallet } = trade();
        await store.changePayment(
          seen(payment.id, payment.version),
          stepTo({ ...payment, state: 'reversed', respcd: '1142' }),
        );
        if (answer !== undefined) {
          wallet.onQuery = async (order) =>
            answer === 'another amount' ? { ...paidAnswer(order), amountMinor: 1 } : answer;
        }
        const call = about('payment', payment.channelOrderId);
        expect(await take(call, 'scripted', withOperations(store, broken))).toBe(LATER);
        expect(await store.findLateCharge(payment.id)).toBeUndefined();
      },
    );

    it.each([
      ['a number that is none of ours', () => 'ABC', 'scripted'],
      ['a number nobody has', () => payment.channelOrderId.replace(/1$/, '2'), 'scripted'],
      [
        'the running number of a payment under another day',
        () => `2020${payment.channelOrderId.slice(4)}`,
        'scripted',
      ],
      ['a payment another connector charged', () => payment.channelOrderId, 'another'],
    ])(
      'acknowledges %s, so that it does not come again, and asks nobody',
      async (_what, number, connector) => {
        expect(await take(about('payment', number()), connector)).toBe(ACKNOWLEDGED);
        expect(trade().wallet.asked).toEqual([]);
        expect(trade().log.lines).toMatchObject([
          { event: 'wallet_notification_unknown', fields: { connector } },
        ]);
      },
    );
  });

  describe('about a refund', () => {
    let refund: Refund;
    beforeEach(async () => {
      const payment = await paidOrder(trade());
      refund = reservedRefund(await trade().store.reserveRefund(refundIntentOf(2, payment)));
    });

    it('is acknowledged when the return is on disk', async () => {
      expect(await take(about('refund', refund.channelRefundId))).toBe(ACKNOWLEDGED);
      expect(await trade().store.findRefund(refund.id)).toMatchObject({ state: 'succeeded' });
    });

    it('comes again while the wallet itself says nothing final', async () => {
      trade().wallet.onQueryRefund = async () => ({ kind: 'not_found', reason: 'none' });
      expect(await take(about('refund', refund.channelRefundId))).toBe(LATER);
    });

    it.each([
      ['a number that is none of ours', () => 'ABC', 'scripted'],
      ['a number nobody has', () => refund.channelRefundId.replace(/2$/, '3'), 'scripted'],
      [
        'the running number of a refund under another day',
        () => `2020${refund.channelRefundId.slice(4)}`,
        'scripted',
      ],
      ['a refund of another connector', () => refund.channelRefundId, 'another'],
    ])('acknowledges %s and asks nobody', async (_what, number, connector) => {
      expect(await take(about('refund', number()), connector)).toBe(ACKNOWLEDGED);
      expect(trade().wallet.refundsAsked).toEqual([]);
    });
  });
});
