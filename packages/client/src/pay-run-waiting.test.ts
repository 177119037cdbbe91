import { describe, expect, it } from 'vitest';
import { MemoryJournal } from './memory-journal.ts';
import {
  abortedAt,
  answers,
  PAY,
  play,
  QUERY,
  reset,
  REVERSAL,
  script,
} from './test-support/play-payment.ts';
import { foundAs, type Reply, type Script } from './test-support/scripted-gateway.ts';
import { TEST_ORDER, tillWith } from './test-support/till-under-test.ts';

describe('pending', () => {
  it('is asked about at +2 +4 +6 +9 +12 +15 and every 5 s to 60 s, then reversed until 180 s', async () => {
    const pending = (call: Parameters<Script>[0]): Reply => foundAs(call, '1143');
    const { result, gateway, told, elapsedMs } = await play(
      script([answers('1143')], pending, () => ({ members: { respcd: '1145' } })),
    );
    const times = gateway.timesOf(QUERY);
    expect(times.slice(0, 14)).toEqual(
      [2, 4, 6, 9, 12, 15, 20, 25, 30, 35, 40, 45, 50, 55].map((seconds) => seconds * 1_000),
    );
    expect(gateway.timesOf(REVERSAL).slice(0, 3)).toEqual([60_000, 63_000, 66_000]);
    expect(times.slice(14, 17)).toEqual([60_000, 63_000, 66_000]);
    expect(elapsedMs).toBe(180_000);
    expect(result).toMatchObject({ outcome: 'unresolved', attempt: { stage: 'unresolved' } });
    expect(told.filter((state) => state !== 'payer_confirms' && state !== 'cancelling')).toEqual([
      'sending',
      'unresolved',
    ]);
  });

  it.each([
    ['0000', 'paid'],
    ['1205', 'declined'],
    ['1142', 'reversed'],
  ])('ends when the enquiry says %s', async (respcd, outcome) => {
    const { result, elapsedMs } = await play(
      script([answers('1145')], (call, index) => foundAs(call, index < 2 ? '1145' : respcd)),
    );
    expect(result.outcome).toBe(outcome);
    expect(elapsedMs).toBe(6_000);
  });

  it('skips what it could not ask in time instead of asking in a burst', async () => {
    const { gateway } = await play(
      script([answers('1145')], (call) => (call.atMs < 20_000 ? 'silence' : foundAs(call, '0000'))),
    );
    expect(gateway.timesOf(QUERY)).toEqual([2_000, 9_000, 15_000, 20_000]);
  });

  it('asks half as often after each 429, and still reverses at 60 s', async () => {
    const busy = (): Reply => ({ members: { respcd: '1297' }, status: 429 });
    const { gateway } = await play(
      script([answers('1145')], (call) => (call.atMs < 60_000 ? busy() : foundAs(call, '1142'))),
    );
    expect(gateway.timesOf(QUERY)).toEqual([2_000, 6_000, 18_000, 34_000, 42_000, 60_000]);
    expect(gateway.timesOf(REVERSAL)).toEqual([60_000]);
  });
});

describe('cancelling', () => {
  it('waits until 15 s also while nobody knows whether the payment arrived', async () => {
    const till = tillWith(script([reset], (call) => foundAs(call, call.atMs < 15_000 ? undefined : '1142')));
    const { result, gateway } = await play(() => 'silence', { cancel: abortedAt(till, 200) }, till);
    expect(result.outcome).toBe('reversed');
    expect(gateway.callsOf(PAY)).toHaveLength(1);
    expect(gateway.timesOf(REVERSAL)).toEqual([15_000]);
  });

  it('undoes nothing while the gateway says nothing, and asks no faster for it', async () => {
    const till = tillWith(script([reset], (call) => (call.atMs < 70_000 ? reset() : foundAs(call, '0000'))));
    const { result, gateway } = await play(() => 'silence', { cancel: abortedAt(till, 7_000) }, till);
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(REVERSAL)).toEqual([]);
    const times = gateway.timesOf(QUERY);
    expect(times.slice(0, 7)).toEqual([500, 1_500, 3_500, 6_500, 7_000, 10_000, 13_000]);
    expect(times.slice(7).every((ms, index) => ms - (times[index + 6] ?? 0) === 3_000)).toBe(true);
  });

  it('undoes as soon as the gateway has said that it waits', async () => {
    let answered = 0;
    const { result, gateway } = await play(
      script(
        [reset],
        (call) => {
          if (call.atMs < 66_000) return reset();
          answered += 1;
          return foundAs(call, answered === 1 ? '1143' : '1142');
        },
        () => ({ members: { respcd: '0000' } }),
      ),
    );
    expect(result.outcome).toBe('reversed');
    expect(gateway.timesOf(REVERSAL)).toEqual([66_500]);
  });

  it('waits until 15 s when the cashier cancels earlier', async () => {
    const till = tillWith(
      script(
        [answers('1143')],
        (call) => foundAs(call, call.atMs < 15_000 ? '1143' : '1142'),
        () => ({
          members: { respcd: '0000' },
        }),
      ),
    );
    const { result, gateway } = await play(() => 'silence', { cancel: abortedAt(till, 3_000) }, till);
    expect(result.outcome).toBe('reversed');
    expect(gateway.timesOf(REVERSAL)).toEqual([15_000]);
    expect(gateway.timesOf(QUERY)).toEqual([2_000, 4_000, 6_000, 9_000, 12_000, 15_000]);
  });

  it('reverses at once when the cashier cancels later', async () => {
    const till = tillWith(
      script(
        [answers('1143')],
        (call) => foundAs(call, call.atMs < 21_000 ? '1143' : '1142'),
        () => ({
          members: { respcd: '0000' },
        }),
      ),
    );
    const { gateway } = await play(() => 'silence', { cancel: abortedAt(till, 21_500) }, till);
    expect(gateway.timesOf(REVERSAL)).toEqual([21_500]);
  });

  it('tells a payment that is paid all the same', async () => {
    const { result } = await play(
      script(
        [answers('1143')],
        (call) => foundAs(call, call.atMs < 60_000 ? '1143' : '0000'),
        () => ({
          members: { respcd: '1260' },
        }),
      ),
    );
    expect(result.outcome).toBe('paid');
  });

  it('does not believe the reversal itself', async () => {
    const { result } = await play(
      script(
        [answers('1143')],
        (call) => foundAs(call, call.atMs < 63_000 ? '1143' : '0000'),
        () => ({
          members: { respcd: '0000' },
        }),
      ),
    );
    expect(result.outcome).toBe('paid');
  });

  it('reads a success whose whole amount went back as reversed, and a part as paid', async () => {
    for (const [cancel, outcome] of [
      ['1', 'reversed'],
      ['3', 'reversed'],
      ['5', 'paid'],
    ] as const) {
      const { result } = await play(script([reset], (call) => foundAs(call, '0000', { cancel })));
      expect(result.outcome).toBe(outcome);
    }
  });

  it('takes the other of the two calls when one is refused', async () => {
    const { gateway } = await play(
      script(
        [answers('1143')],
        (call) => foundAs(call, call.atMs < 67_000 ? '1143' : '1142'),
        () => ({
          members: { respcd: '1150' },
        }),
      ),
    );
    expect(gateway.timesOf(REVERSAL)).toEqual([60_000, 66_000]);
    expect(gateway.timesOf('/trade/v1/close')).toEqual([63_000, 69_000]);
    expect(gateway.callsOf(REVERSAL)[0]?.parameters.get('txamt')).toBe('1050');
  });
});

describe('the other side does not know us', () => {
  it.each(['wrong', 'absent'] as const)(
    'is unresolved after two refusals whose signature is %s',
    async (signature) => {
      const { result, gateway, journal } = await play(() => ({ members: { respcd: '1108' }, signature }));
      expect(result).toMatchObject({ outcome: 'unresolved', reason: expect.stringContaining('1108') });
      expect(gateway.calls).toHaveLength(2);
      expect(await journal.listOpen()).toMatchObject([{ stage: 'sending' }]);
    },
  );

  it('is unresolved after two enquiries in a row whose signature was refused', async () => {
    const refusedSignature = (): Reply => ({ members: { respcd: '1108' } });
    const { result, gateway } = await play(script([reset], refusedSignature));
    expect(result).toMatchObject({ outcome: 'unresolved', reason: expect.stringContaining('1108') });
    expect(gateway.callsOf(QUERY)).toHaveLength(2);
  });

  it('a proven 1108 is the verdict of the gateway', async () => {
    const { result } = await play(script([answers('1108')]));
    expect(result).toMatchObject({ outcome: 'declined', verdict: { respcd: '1108' } });
  });
});

describe('the caller stops', () => {
  it('leaves the attempt open as it stands', async () => {
    const till = tillWith(script([answers('1143')], (call) => foundAs(call, '1143')));
    const { result, journal, elapsedMs, gateway } = await play(
      () => 'silence',
      { stop: abortedAt(till, 7_000) },
      till,
    );
    expect(result).toMatchObject({ outcome: 'unresolved', reason: 'stopped by the caller' });
    expect(elapsedMs).toBe(7_000);
    expect(await journal.listOpen()).toMatchObject([{ stage: 'polling' }]);
    expect(gateway.callsOf(REVERSAL)).toEqual([]);
    expect(gateway.clock.waiting).toBe(0);
  });

  it('lets go of the connection in the middle of the payment call', async () => {
    const till = tillWith(() => 'silence');
    const { result, elapsedMs } = await play(() => 'silence', { stop: abortedAt(till, 1_000) }, till);
    expect(result.outcome).toBe('unresolved');
    expect(elapsedMs).toBe(1_000);
  });
});

describe('a screen or a journal that fails', () => {
  it('does not lose the payment', async () => {
    const journal = new MemoryJournal();
    journal.update = async () => {
      throw new Error('disk full');
    };
    const till = tillWith(
      script([answers('1143')], (call) => foundAs(call, '0000')),
      journal,
    );
    const details: string[] = [];
    const { result } = await play(
      () => 'silence',
      {
        onProgress({ detail }) {
          details.push(detail);
          throw new Error('no screen');
        },
      },
      till,
    );
    expect(result.outcome).toBe('paid');
    expect(details).toContain('the journal cannot be written: disk full');
    expect(await journal.listOpen()).toHaveLength(1);
  });

  it('sends nothing when the attempt cannot be written down', async () => {
    const journal = new MemoryJournal();
    journal.begin = async () => {
      throw new Error('disk full');
    };
    const till = tillWith(() => 'silence', journal);
    await expect(till.client.pay(TEST_ORDER)).rejects.toThrow('disk full');
    expect(till.gateway.calls).toEqual([]);
  });
});
