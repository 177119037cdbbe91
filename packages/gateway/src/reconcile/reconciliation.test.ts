import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIFFERENCE_KINDS } from './difference.ts';
import type { LedgerLine } from '../payment/ledger-line.ts';
import { PLANTED, paidPair, reconcile, refundPair, reversalOf } from './test-bills.ts';

const DAY_MS = 86_400_000;

describe('a reconciliation', () => {
  it('finds nothing where both sides agree, and says what it compared', async () => {
    const pairs = [paidPair(1), paidPair(2), refundPair(3)];
    const { differences, result } = await reconcile(
      pairs.map(({ ledger }) => ledger),
      { day: pairs.map(({ line }) => line) },
    );
    expect(differences).toEqual([]);
    const totals = [
      { kind: 'payment', currency: 'HKD', count: 2, amountMinor: 2_030 },
      { kind: 'refund', currency: 'HKD', count: 1, amountMinor: 1_030 },
    ];
    expect(result).toEqual({ matched: 3, carriedOver: 0, awaited: 0, here: totals, there: totals });
  });

  it('plants every kind of difference in its tests', () => {
    expect([...new Set(PLANTED.map(({ kind }) => kind))].sort()).toEqual([...DIFFERENCE_KINDS].sort());
  });

  it.each(PLANTED)('finds $kind, and nothing else', async ({ kind, pair, ledger, lines }) => {
    const odd = pair(7);
    const sound = [paidPair(1), refundPair(2)];
    const { differences } = await reconcile([...sound.map((one) => one.ledger), ...ledger(odd)], {
      before: [],
      day: [...sound.map((one) => one.line), ...lines(odd)],
      after: [],
    });
    expect(differences.map((difference) => difference.kind)).toEqual([kind]);
    expect(differences[0]?.channelNumber).toContain(odd.line.channelNumber);
  });

  it('finds any mixture of differences, each once, in any order of the bill', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -3, max: PLANTED.length - 1 }), { maxLength: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (choices, order) => {
          const cases = choices.map((choice, index) => {
            const planted = PLANTED[choice];
            const pair = (planted?.pair ?? paidPair)(index);
            return {
              kind: planted?.kind,
              ledger: planted?.ledger(pair) ?? [pair.ledger],
              lines: planted?.lines(pair) ?? [pair.line],
            };
          });
          // Two lines of one payment stay in their order; that the second is the odd one is a matter of words.
          const shuffled = cases
            .map((one) => ({ one, place: order.next().value ?? 0 }))
            .sort((left, right) => left.place - right.place)
            .flatMap(({ one }) => one.lines);
          const { differences } = await reconcile(
            cases.flatMap(({ ledger }) => ledger),
            { before: [], day: shuffled, after: [] },
          );
          const found = differences.map(({ kind }) => kind).sort();
          expect(found).toEqual(cases.flatMap(({ kind }) => (kind === undefined ? [] : [kind])).sort());
        },
      ),
    );
  });
});

describe('midnight', () => {
  const late = paidPair(1, 23.9);
  const early = paidPair(2, 0.1);

  it('carries over what the wallet booked on the other side of it', async () => {
    const yesterday: LedgerLine = { ...late.ledger, atMs: late.ledger.atMs - DAY_MS };
    const { differences, result } = await reconcile([yesterday], { day: [late.line] });
    expect(differences).toEqual([]);
    expect(result).toMatchObject({ matched: 1, carriedOver: 1 });
  });

  it('finds in the neighbouring bills what the bill of the day does not have', async () => {
    const { differences, result } = await reconcile([late.ledger, early.ledger], {
      before: [early.line],
      day: [],
      after: [late.line],
    });
    expect(differences).toEqual([]);
    expect(result).toMatchObject({ matched: 0, awaited: 0 });
  });

  it('awaits it while the neighbouring bill is not there, and misses it once it is', async () => {
    const awaiting = await reconcile([late.ledger, early.ledger], { day: [] });
    expect(awaiting.differences).toEqual([]);
    expect(awaiting.result.awaited).toBe(2);
    const { differences } = await reconcile([late.ledger, early.ledger], { before: [], day: [], after: [] });
    expect(differences.map(({ kind }) => kind)).toEqual(['payment_missing_there', 'payment_missing_there']);
  });

  it('misses what happened at noon at once', async () => {
    const { differences } = await reconcile([paidPair(3).ledger], { day: [] });
    expect(differences.map(({ kind }) => kind)).toEqual(['payment_missing_there']);
  });

  it('tells nothing about the days around, whose own reconciliation does', async () => {
    const noon = paidPair(3);
    const dayBefore: LedgerLine = { ...noon.ledger, atMs: noon.ledger.atMs - DAY_MS };
    const { differences } = await reconcile([dayBefore], {
      before: [],
      day: [],
      after: [paidPair(4).line],
    });
    expect(differences).toEqual([]);
  });

  it('knows a line of the day again when the day before had it already', async () => {
    const { differences } = await reconcile([early.ledger], { before: [early.line], day: [early.line] });
    expect(differences.map(({ kind }) => kind)).toEqual(['line_twice']);
  });

  it('lets an undoing after midnight undo a charge before it', async () => {
    const ledger: LedgerLine = { ...late.ledger, standing: 'void' };
    const { differences } = await reconcile([ledger], { day: [late.line], after: [reversalOf(late.line)] });
    expect(differences).toEqual([]);
  });
});

describe('a wallet that clears at 23:00', () => {
  const clearing = { dayMs: paidPair(0, -1).ledger.atMs, dayEnd: '23:00' } as const;
  const evening = paidPair(1, 23.25);
  const eveningBefore = paidPair(2, -0.75);

  it('has in the bill of a day what was paid from 23:00 to 23:00', async () => {
    const { differences, result } = await reconcile(
      [evening.ledger, eveningBefore.ledger],
      { day: [eveningBefore.line] },
      clearing,
    );
    expect(differences).toEqual([]);
    expect(result).toMatchObject({ matched: 1, carriedOver: 0, awaited: 0 });
    expect(result.here).toEqual(result.there);
  });

  it('is told when it has something in the bill of the calendar day', async () => {
    const late = paidPair(3, 23.75);
    const { differences } = await reconcile([late.ledger], { day: [late.line] }, clearing);
    expect(differences).toMatchObject([{ kind: 'wrong_day', here: '2026-03-03', there: '2026-03-02' }]);
  });

  it('may have what happens about 23:00 in either bill, and nothing else', async () => {
    const before = paidPair(4, 22.9);
    const awaiting = await reconcile([before.ledger], { day: [] }, clearing);
    expect(awaiting).toMatchObject({ differences: [], result: { awaited: 1 } });
    const carried = await reconcile([evening.ledger], { day: [evening.line] }, clearing);
    expect(carried).toMatchObject({ differences: [], result: { carriedOver: 1 } });
    const { differences } = await reconcile([before.ledger], { day: [], after: [] }, clearing);
    expect(differences.map(({ kind }) => kind)).toEqual(['payment_missing_there']);
  });
});

describe('what is undone', () => {
  it.each(['void', 'late'] as const)('agrees with a payment that is %s here', async (standing) => {
    const { ledger, line } = paidPair(1);
    const { differences } = await reconcile([{ ...ledger, standing }], { day: [line, reversalOf(line)] });
    expect(differences).toEqual([]);
  });

  it('is told when a bill undoes it twice', async () => {
    const { ledger, line } = paidPair(1);
    const { differences } = await reconcile([{ ...ledger, standing: 'void' }], {
      day: [line, reversalOf(line), reversalOf(line)],
    });
    expect(differences.map(({ kind }) => kind)).toEqual(['line_twice']);
  });

  it('includes the return of a late charge, which the bill calls a refund', async () => {
    const { ledger, line } = refundPair(1);
    const { differences } = await reconcile([{ ...ledger, kind: 'return' }], { day: [line] });
    expect(differences).toEqual([]);
  });

  it('takes a payment that the wallet has undone for the return of its money', async () => {
    const { ledger, line } = paidPair(1);
    const late = { ...ledger, standing: 'late' } as const;
    const back = refundPair(2).ledger;
    const paymentRequestNumber = ledger.requestNumber;
    const returned = { ...back, kind: 'return', paymentRequestNumber } as const;
    const undone = await reconcile([late, returned], { day: [line, reversalOf(line)] });
    expect(undone.differences).toEqual([]);
    const standing = await reconcile([late, returned], { day: [line] });
    expect(standing.differences.map(({ kind }) => kind).sort()).toEqual([
      'late_charge',
      'refund_missing_there',
    ]);
  });
});

describe('numbers', () => {
  it('find a movement of an older day, wherever it is kept', async () => {
    const { ledger, line } = paidPair(1);
    const asked: string[] = [];
    const { differences } = await reconcile(
      [],
      { day: [line] },
      {
        findElsewhere: (side, requestNumber) => {
          asked.push(`${side} ${requestNumber}`);
          return Promise.resolve({ ...ledger, atMs: ledger.atMs - 9 * DAY_MS });
        },
      },
    );
    expect(asked).toEqual([`payment ${line.requestNumber}`]);
    expect(differences).toMatchObject([{ kind: 'wrong_day', here: '2026-02-21', there: '2026-03-02' }]);
  });

  it('of the wallet alone are enough, when the bill leaves ours out', async () => {
    const { ledger, line } = paidPair(1);
    const { differences, result } = await reconcile([ledger], { day: [{ ...line, requestNumber: '' }] });
    expect(differences).toEqual([]);
    expect(result.matched).toBe(1);
  });

  it('of a payment may be those of its refund as well, and hide neither', async () => {
    const { ledger } = paidPair(1);
    const stranger = { ...refundPair(2).line, channelNumber: ledger.channelNumber };
    const { differences } = await reconcile([ledger], { day: [stranger] });
    expect(differences.map(({ kind }) => kind).sort()).toEqual([
      'payment_missing_there',
      'refund_missing_here',
    ]);
    const refund = refundPair(3);
    const payment = { ...paidPair(4).line, channelNumber: refund.ledger.channelNumber };
    const turned = await reconcile([refund.ledger], { day: [payment] });
    expect(turned.differences.map(({ kind }) => kind).sort()).toEqual([
      'payment_missing_here',
      'refund_missing_there',
    ]);
    const both = { ...refund, ledger: { ...refund.ledger, channelNumber: ledger.channelNumber } };
    const lines = [paidPair(1).line, { ...refund.line, channelNumber: ledger.channelNumber }];
    const unnumbered = lines.map((line) => ({ ...line, requestNumber: '' }));
    expect((await reconcile([ledger, both.ledger], { day: unnumbered })).differences).toEqual([]);
  });

  it('that do not belong together are told with both', async () => {
    const { ledger, line } = paidPair(1);
    const { differences } = await reconcile([ledger], { day: [{ ...line, requestNumber: 'P999' }] });
    expect(differences).toMatchObject([{ kind: 'number', here: ledger.requestNumber, there: 'P999' }]);
  });

  it('of the wallet may be unknown here', async () => {
    const { ledger, line } = paidPair(1);
    const { differences } = await reconcile([{ ...ledger, channelNumber: '' }], { day: [line] });
    expect(differences).toEqual([]);
  });
});

describe('fees', () => {
  it('are compared to a minor unit', async () => {
    const { ledger, line } = paidPair(1);
    for (const away of [-1, 0, 1]) {
      const feeMinor = Math.round(line.amountMinor * 0.008) + away;
      const inside = Math.abs(feeMinor - line.amountMinor * 0.008) <= 1;
      const { differences } = await reconcile([ledger], { day: [{ ...line, feeMinor }] });
      expect(differences.map(({ kind }) => kind)).toEqual(inside ? [] : ['fee']);
    }
  });

  it.each([-1, 1_000_000])('of %i are wrong whatever was agreed', async (feeMinor) => {
    const { ledger, line } = paidPair(1);
    const reconciled = await reconcile(
      [ledger],
      { day: [{ ...line, feeMinor }] },
      { feeBasisPoints: undefined },
    );
    expect(reconciled.differences).toMatchObject([{ kind: 'fee', there: String(feeMinor) }]);
  });

  it('need not be in a bill', async () => {
    const { ledger, line } = paidPair(1);
    const { feeMinor: _fee, ...without } = line;
    const { differences } = await reconcile([ledger], { day: [without] });
    expect(differences).toEqual([]);
  });
});
