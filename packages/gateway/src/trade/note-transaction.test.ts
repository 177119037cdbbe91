import { describe, expect, it } from 'vitest';
import { PAID_PROGRESS, stepTo } from '../store/contract/contract-data.ts';
import { refundIntentOf, REFUSED_PROGRESS, RETURNED_PROGRESS } from '../store/contract/refund-data.ts';
import { intentOf } from '../store/contract/contract-data.ts';
import type { Payment } from '../payment/payment.ts';
import type { Store } from '../store/store.ts';
import { noteTransaction } from './note-transaction.ts';
import { useTrade, withOperations } from './test-trade.ts';

const trade = useTrade();

async function paid(id = 1): Promise<Payment> {
  const { store } = trade();
  const accepted = await store.acceptPayment(intentOf(id));
  if (accepted.kind !== 'accepted') throw new Error('the payment was not accepted');
  const payment = await store.changePayment(accepted.payment, stepTo(PAID_PROGRESS));
  if (payment === undefined) throw new Error('the payment was not paid');
  return payment;
}

function note(syssn: string, text = 'table 7', store: Store = trade().store) {
  const { direct, clock } = trade();
  return noteTransaction({ store, clock }, direct, { appCode: direct.appCode, syssn, note: text });
}

describe('noteTransaction', () => {
  it('puts the note on a finished payment and tells the history', async () => {
    const { id, syssn } = await paid();
    const outcome = await note(syssn);
    expect(outcome).toMatchObject({ ok: true, transaction: { id, note: 'table 7', version: 3 } });
    expect((await trade().store.readHistory(id)).at(-1)).toMatchObject({
      event: 'note_added',
      facts: { note: 'table 7' },
      atMs: trade().clock.nowMs(),
    });
  });

  it('writes the same note once', async () => {
    const { id, syssn } = await paid();
    await note(syssn);
    expect(await note(syssn)).toMatchObject({ ok: true, transaction: { version: 3 } });
    expect((await trade().store.readHistory(id)).filter(({ event }) => event === 'note_added')).toHaveLength(
      1,
    );
    expect(await note(syssn, 'table 8')).toMatchObject({ ok: true, transaction: { note: 'table 8' } });
  });

  it('reads again when somebody else was faster', async () => {
    const { syssn } = await paid();
    const { store } = trade();
    let tries = 0;
    const racing = withOperations(store, {
      async addNote(seen, text, atMs) {
        tries += 1;
        if (tries === 1) await store.addNote(seen, 'theirs', atMs);
        return store.addNote(seen, text, atMs);
      },
    });
    expect(await note(syssn, 'mine', racing)).toMatchObject({ ok: true, transaction: { note: 'mine' } });
    expect(tries).toBe(2);
  });

  it.each([
    ['reserved', undefined, '1145'],
    ['succeeded', RETURNED_PROGRESS, undefined],
    ['refused', REFUSED_PROGRESS, undefined],
  ])('answers for a refund that is %s', async (_state, progress, respcd) => {
    const { store } = trade();
    const result = await store.reserveRefund(refundIntentOf(2, await paid()));
    if (result.kind !== 'reserved') throw new Error('the refund was not reserved');
    if (progress !== undefined) {
      const entry = { event: 'refund_changed', facts: {} } as const;
      await store.changeRefund(result.refund, { progress, atMs: 0, entry });
    }
    const outcome = await note(result.refund.syssn);
    expect(outcome.ok ? undefined : outcome.refusal.respcd).toBe(respcd);
  });

  it('refuses an open payment, an unknown one, and one of another merchant', async () => {
    const { store, clock, partner } = trade();
    await store.acceptPayment(intentOf(9));
    expect(await note(intentOf(9).syssn)).toMatchObject({ refusal: { respcd: '1145' } });
    expect(await note(intentOf(8).syssn)).toMatchObject({ refusal: { respcd: '1136' } });
    const direct = { ...partner, kind: 'direct' as const };
    const request = { appCode: direct.appCode, syssn: (await paid()).syssn, note: 'x' };
    expect(await noteTransaction({ store, clock }, direct, request)).toMatchObject({
      refusal: { respcd: '1136' },
    });
  });

  it('refuses partners, disabled merchants and a foreign app code', async () => {
    const { store, clock, direct, partner } = trade();
    const { syssn } = await paid();
    const request = { appCode: direct.appCode, syssn, note: 'x' };
    const parts = { store, clock };
    expect(await noteTransaction(parts, partner, { ...request, appCode: partner.appCode })).toMatchObject({
      refusal: { respcd: '1104' },
    });
    expect(await noteTransaction(parts, { ...direct, status: 'disabled' }, request)).toMatchObject({
      refusal: { respcd: '1243' },
    });
    expect(await noteTransaction(parts, direct, { ...request, appCode: 'F'.repeat(32) })).toMatchObject({
      refusal: { respcd: '1104', message: 'code: must be the app code of header X-QF-APPCODE' },
    });
  });
});
