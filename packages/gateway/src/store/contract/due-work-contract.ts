import { describe, expect, it } from 'vitest';
import type { Reversal } from '../../payment/reversal.ts';
import { formatSyssn } from '@opencpm/protocol';
import { intentOf, PROCESSING_PROGRESS, seen, START_MS, stepTo } from './contract-data.ts';
import { chargeLate, DECLINED_PROGRESS, lateChargeOf } from './late-charge-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const LEASE_END_MS = START_MS + 100_000;

function reversalOf(id: number, changes: Partial<Reversal> = {}): Reversal {
  return {
    paymentId: id,
    syssn: formatSyssn(START_MS, 1, 900 + id),
    origin: 'merchant',
    callerTime: '2026-03-01 12:00:30',
    deviceId: 'till-1',
    begunAtMs: START_MS + 30_000,
    acknowledgedAtMs: undefined,
    ...changes,
  };
}

/** What every adapter does with work that is due, with reversals and with late charges. */
export function dueWorkContract(provide: ProvideStore): void {
  describe('due transactions', () => {
    const trial = useTrial(provide);
    const accept = async (...ids: readonly number[]) => {
      for (const id of ids) await trial.store.acceptPayment(intentOf(id));
    };
    const lease = async (nowMs: number, limit = 10, leaseEndMs = LEASE_END_MS) =>
      (await trial.store.leaseDueTransactions(nowMs, leaseEndMs, limit)).map(({ id }) => id);

    it('are leased when their time has come, the earliest due first, and only once', async () => {
      await accept(1, 2, 3);
      expect(await trial.store.nextDueMs()).toBe(intentOf(1).firstAskAtMs);
      expect(await lease(intentOf(1).firstAskAtMs - 1)).toEqual([]);
      expect(await lease(intentOf(2).firstAskAtMs, 1)).toEqual([1]);
      expect(await lease(START_MS + 10_000)).toEqual([2, 3]);
      expect(await lease(START_MS + 10_000)).toEqual([]);
      expect(await trial.store.nextDueMs()).toBe(LEASE_END_MS);
    });

    it('are leased anew when their lease has ended', async () => {
      await accept(1);
      expect(await lease(START_MS + 10_000)).toEqual([1]);
      expect(await lease(LEASE_END_MS - 1)).toEqual([]);
      expect(await lease(LEASE_END_MS, 10, LEASE_END_MS + 30_000)).toEqual([1]);
    });

    it('carry a version that fences off whoever had them before', async () => {
      await accept(1);
      const [leased] = await trial.store.leaseDueTransactions(START_MS + 10_000, LEASE_END_MS, 1);
      expect(leased).toMatchObject({ id: 1, version: 2, dueAtMs: LEASE_END_MS, state: 'accepted', asks: 0 });
      expect(await trial.store.changePayment(seen(1, 1), stepTo(PROCESSING_PROGRESS))).toBeUndefined();
      expect(await trial.store.changePayment(seen(1, 2), stepTo(PROCESSING_PROGRESS))).toMatchObject({
        version: 3,
        asks: 0,
        dueAtMs: PROCESSING_PROGRESS.dueAtMs,
      });
    });

    it('go to one of many who lease at the same time', async () => {
      await accept(1, 2, 3, 4, 5);
      const leases = await Promise.all(Array.from({ length: 10 }, () => lease(START_MS + 10_000, 2)));
      expect(leases.flat().toSorted((left, right) => left - right)).toEqual([1, 2, 3, 4, 5]);
    });

    it('can be leased for one connector, or for all that are not named', async () => {
      for (const [index, connector] of ['a', 'b', 'a', 'c'].entries()) {
        await trial.store.acceptPayment(intentOf(index + 1, { connector }));
      }
      const nowMs = START_MS + 10_000;
      const of = async (filter: Parameters<typeof trial.store.leaseDueTransactions>[3]) =>
        (await trial.store.leaseDueTransactions(nowMs, LEASE_END_MS, 10, filter)).map(({ id }) => id);
      expect(await of({ only: 'a' })).toEqual([1, 3]);
      expect(await of({ only: 'none' })).toEqual([]);
      expect(await of({ except: ['a', 'b'] })).toEqual([4]);
      expect(await of({ except: [] })).toEqual([2]);
    });

    it('are not leased any more when nothing is left to do', async () => {
      await accept(1);
      await trial.store.changePayment(seen(1, 1), stepTo({ ...PROCESSING_PROGRESS, dueAtMs: undefined }));
      expect(await lease(LEASE_END_MS)).toEqual([]);
      expect(await trial.store.nextDueMs()).toBeUndefined();
    });

    it('become due again at a start, the oldest first, one after the other, whatever the clock says', async () => {
      await accept(1, 2, 3);
      await lease(START_MS + 10_000, 1);
      await trial.restart();
      const nowMs = START_MS - 86_400_000;
      expect(await trial.store.resumeDue(nowMs, 50)).toBe(3);
      expect(await lease(nowMs)).toEqual([1]);
      expect(await lease(nowMs + 49)).toEqual([]);
      expect(await lease(nowMs + 50)).toEqual([2]);
      expect(await lease(nowMs + 100)).toEqual([3]);
    });

    it('become due all at once when no pause is asked for', async () => {
      await accept(1, 2, 3);
      expect(await trial.store.resumeDue(START_MS)).toBe(3);
      expect(await lease(START_MS)).toEqual([1, 2, 3]);
    });
  });

  describe('reversals', () => {
    const trial = useTrial(provide);
    const begin = (reversal: Reversal, version = 1) =>
      trial.store.changePayment(
        seen(1, version),
        stepTo({ ...PROCESSING_PROGRESS, state: 'reversing' }, { reversal }),
      );

    it('begin with the step that writes them, and not without it', async () => {
      await trial.store.acceptPayment(intentOf(1));
      expect(await trial.store.findReversal(1)).toBeUndefined();
      expect(await begin(reversalOf(1), 7)).toBeUndefined();
      expect(await trial.store.findReversal(1)).toBeUndefined();
      await begin(reversalOf(1));
      expect(await trial.store.findReversal(1)).toEqual(reversalOf(1));
      await trial.restart();
      expect(await trial.store.findReversal(1)).toEqual(reversalOf(1));
    });

    it('begin once: only the acknowledgement is added later', async () => {
      await trial.store.acceptPayment(intentOf(1));
      await begin(reversalOf(1));
      await begin(
        reversalOf(1, { acknowledgedAtMs: START_MS + 31_000, callerTime: 'other', origin: 'resolver' }),
        2,
      );
      expect(await trial.store.findReversal(1)).toEqual(
        reversalOf(1, { acknowledgedAtMs: START_MS + 31_000 }),
      );
    });

    it('keep their numbers from being given out again', async () => {
      await trial.store.acceptPayment(intentOf(1));
      await begin(reversalOf(1));
      await trial.restart();
      expect(trial.store.nextTransactionNumber()).toBeGreaterThan(901);
    });
  });

  describe('late charges', () => {
    const trial = useTrial(provide);
    const find = () => chargeLate(trial.store, 1);
    const entry = { event: 'late_charge_asked', facts: { attempts: 1 } } as const;

    it('are kept as they were first found', async () => {
      await find();
      await trial.store.changePayment(
        seen(1, 2),
        stepTo(DECLINED_PROGRESS, { lateCharge: lateChargeOf(1, { walletNumber: 'another' }) }),
      );
      expect(await trial.store.findLateCharge(1)).toEqual(lateChargeOf(1));
      expect(await trial.store.nextDueMs()).toBe(START_MS + 60_000);
      await trial.restart();
      expect(await trial.store.findLateCharge(1)).toEqual(lateChargeOf(1));
    });

    it('are leased when they are due, and changed by whoever leased them last', async () => {
      await find();
      expect(await trial.store.leaseDueLateCharges(START_MS + 59_999, LEASE_END_MS, 5)).toEqual([]);
      const [leased] = await trial.store.leaseDueLateCharges(START_MS + 60_000, LEASE_END_MS, 5);
      expect(leased).toEqual(lateChargeOf(1, { dueAtMs: LEASE_END_MS }));
      if (leased === undefined) return;
      const progress = {
        channelRefundId: leased.channelRefundId,
        state: 'returning',
        attempts: 1,
        dueAtMs: START_MS + 70_000,
        returnedAtMs: undefined,
      } as const;
      expect(await trial.store.changeLateCharge(lateChargeOf(1), progress, entry, START_MS)).toBeUndefined();
      expect(await trial.store.changeLateCharge(leased, progress, entry, START_MS)).toEqual({
        ...leased,
        ...progress,
      });
      expect(await trial.store.changeLateCharge(leased, progress, entry, START_MS)).toBeUndefined();
      const written = (await trial.store.readHistory(1)).filter(({ event }) => event === 'late_charge_asked');
      expect(written).toMatchObject([{ facts: { attempts: 1 } }]);
    });

    it('keep another number of the return from the change that gives it', async () => {
      await find();
      const [leased] = await trial.store.leaseDueLateCharges(START_MS + 60_000, LEASE_END_MS, 5);
      if (leased === undefined) throw new Error('nothing was due');
      const progress = { ...leased, channelRefundId: `${leased.channelRefundId}R2`, attempts: 1 };
      await trial.store.changeLateCharge(leased, progress, entry, START_MS);
      await trial.restart();
      expect(await trial.store.findLateCharge(1)).toEqual(progress);
    });

    it('are due at once after a start, whoever had leased them and whatever the clock says', async () => {
      await find();
      await trial.store.leaseDueLateCharges(START_MS + 60_000, LEASE_END_MS, 5);
      await trial.restart();
      const nowMs = START_MS - 86_400_000;
      await trial.store.resumeDue(nowMs, 50);
      expect(await trial.store.leaseDueLateCharges(nowMs - 1, LEASE_END_MS, 5)).toEqual([]);
      expect(await trial.store.leaseDueLateCharges(nowMs, LEASE_END_MS, 5)).toHaveLength(1);
    });

    it('are not there for payments that have none', async () => {
      await find();
      expect(await trial.store.findLateCharge(2)).toBeUndefined();
      const late = lateChargeOf(2);
      const progress = {
        ...late,
        state: 'returned',
        attempts: 1,
        dueAtMs: undefined,
        returnedAtMs: 1,
      } as const;
      const changed = trial.store.changeLateCharge(late, progress, entry, START_MS);
      expect(await changed).toBeUndefined();
      expect(await trial.store.findLateCharge(1)).toEqual(lateChargeOf(1));
    });

    it('are due no more once the money is back, also after a restart', async () => {
      await find();
      const [leased] = await trial.store.leaseDueLateCharges(START_MS + 60_000, LEASE_END_MS, 5);
      if (leased === undefined) throw new Error('nothing was due');
      const progress = {
        channelRefundId: leased.channelRefundId,
        state: 'returned',
        attempts: 1,
        dueAtMs: undefined,
        returnedAtMs: START_MS,
      } as const;
      await trial.store.changeLateCharge(
        leased,
        progress,
        { event: 'late_charge_returned', facts: {} },
        START_MS + 61_000,
      );
      await trial.restart();
      await trial.store.resumeDue(START_MS);
      expect(await trial.store.leaseDueLateCharges(LEASE_END_MS * 2, LEASE_END_MS * 3, 5)).toEqual([]);
      expect(await trial.store.findLateCharge(1)).toMatchObject({
        state: 'returned',
        returnedAtMs: START_MS,
        returnLearntAtMs: START_MS + 61_000,
      });
    });
  });
}
