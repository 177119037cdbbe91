import { describe, expect, it } from 'vitest';
import { newPayment } from '../../payment/new-payment.ts';
import { codeHash, everything, intentOf } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** What every adapter does with intents: unique keys decide, once, whatever arrives at the same time. */
export function acceptPaymentContract(provide: ProvideStore): void {
  describe('acceptPayment', () => {
    const trial = useTrial(provide);
    const accept = (...changes: Parameters<typeof intentOf>) =>
      trial.store.acceptPayment(intentOf(...changes));

    it('stores an intent as an open payment', async () => {
      const intent = intentOf(trial.store.nextTransactionNumber());
      expect(await trial.store.acceptPayment(intent)).toEqual({
        kind: 'accepted',
        payment: newPayment(intent),
      });
      expect(await trial.store.findPayment(intent.id)).toEqual(newPayment(intent));
    });

    it('begins the life of the payment with what was asked for', async () => {
      const intent = intentOf(1);
      await accept(1);
      const { syssn, amountMinor, currency, orderNumber, connector } = intent;
      expect(await trial.store.readHistory(1)).toMatchObject([
        {
          event: 'payment_accepted',
          atMs: intent.createdAtMs,
          transactionId: 1,
          facts: { syssn, amountMinor, currency, orderNumber, connector },
        },
      ]);
      expect(await accept(2, { orderNumber: 'ORDER-1' })).toMatchObject({ kind: 'order_exists' });
      expect(await trial.store.readHistory(2)).toEqual([]);
    });

    it('keeps the longest and strangest values unchanged', async () => {
      const intent = intentOf(9_999_999_999, {
        orderNumber: `'";--%00\\ ${'x'.repeat(117)}`,
        amountMinor: 99_999_999_999,
        goodsName: '珍珠奶茶 🧋 ‮',
        notifyUrl: `https://shop.example/${'a'.repeat(235)}`,
        createdAtMs: Date.UTC(9999, 11, 31, 23, 59, 59, 999),
        syssn: '202603010001000299999999999',
      });
      await trial.store.acceptPayment(intent);
      expect(await trial.store.findPayment(intent.id)).toEqual(newPayment(intent));
    });

    it('answers a known order number with the payment it has, and writes nothing', async () => {
      await accept(1);
      const repeat = await accept(2, { orderNumber: 'ORDER-1', amountMinor: 999 });
      expect(repeat).toEqual({ kind: 'order_exists', transaction: newPayment(intentOf(1)) });
      expect(await trial.store.listTransactions(everything())).toEqual([newPayment(intentOf(1))]);
      expect(await trial.store.findPayment(2)).toBeUndefined();
      // The code of the refused intent was not spent on it.
      expect(await accept(3, { authCodeHash: intentOf(2).authCodeHash })).toMatchObject({ kind: 'accepted' });
    });

    it('tells a repeat by its order number before it looks at the code', async () => {
      await accept(1);
      expect(await accept(2, { ...intentOf(1), id: 2 })).toMatchObject({ kind: 'order_exists' });
    });

    it('takes one order number once in every store and for every merchant', async () => {
      const places = [
        { merchantNumber: 1, storeId: '' },
        { merchantNumber: 1, storeId: 'S1' },
        { merchantNumber: 1, storeId: 'S2' },
        { merchantNumber: 2, storeId: '' },
        { merchantNumber: 2, storeId: 'T1' },
      ];
      for (const [index, place] of places.entries()) {
        const result = await accept(index + 1, { ...place, orderNumber: 'SAME' });
        expect(result.kind, JSON.stringify(place)).toBe('accepted');
      }
      expect(await accept(9, { storeId: 'S2', orderNumber: 'SAME' })).toMatchObject({
        kind: 'order_exists',
        transaction: { id: 3 },
      });
    });

    it('refuses a code used for another order, and writes nothing', async () => {
      await accept(1);
      const reused = { authCodeHash: intentOf(1).authCodeHash };
      expect(await accept(2, reused)).toEqual({ kind: 'code_used' });
      expect(await trial.store.findPayment(2)).toBeUndefined();
      expect(await trial.store.listTransactions(everything())).toHaveLength(1);
      // The order itself is still free: the customer shows a fresh code and it goes through.
      expect(await accept(3, { orderNumber: 'ORDER-2' })).toMatchObject({ kind: 'accepted' });
    });

    it('refuses a code across stores and merchants', async () => {
      await accept(1);
      const { authCodeHash } = intentOf(1);
      expect((await accept(2, { authCodeHash, storeId: 'S1' })).kind).toBe('code_used');
      expect((await accept(3, { authCodeHash, merchantNumber: 2 })).kind).toBe('code_used');
    });

    it('lets a code be used again once its use is forgotten, and counts the new use', async () => {
      const authCodeHash = codeHash('shown twice');
      const again = async (id: number) => (await accept(id, { authCodeHash })).kind;
      expect(await again(1)).toBe('accepted');
      expect(await again(2)).toBe('code_used');
      await trial.store.forgetAuthCodes(1, 100);
      expect(await again(3)).toBe('accepted');
      expect(await again(4)).toBe('code_used');
    });

    it('accepts one of 200 that bring the same order at once, and shows it to all', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) => accept(index + 1, { orderNumber: 'ONE' })),
      );
      const winners = results.filter(({ kind }) => kind === 'accepted');
      expect(winners).toHaveLength(1);
      const [stored] = await trial.store.listTransactions(everything());
      for (const result of results) {
        expect(
          result.kind === 'accepted' ? result.payment : 'transaction' in result && result.transaction,
        ).toEqual(stored);
      }
      expect(await trial.store.listTransactions(everything())).toHaveLength(1);
    });

    it('accepts one of 200 that bring the same code for different orders at once', async () => {
      const authCodeHash = codeHash('one code');
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) => accept(index + 1, { authCodeHash })),
      );
      expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'code_used')).toHaveLength(199);
      expect(await trial.store.listTransactions(everything())).toHaveLength(1);
    });

    it('accepts 500 different ones at once', async () => {
      const results = await Promise.all(Array.from({ length: 500 }, (_, index) => accept(index + 1)));
      expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
      expect(await trial.store.listTransactions(everything())).toHaveLength(500);
    });
  });
}
