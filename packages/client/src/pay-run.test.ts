import { describe, expect, it } from 'vitest';
import { MemoryJournal } from './memory-journal.ts';
import type { PaySignals } from './pay-progress.ts';
import type { PayResult } from './pay-result.ts';
import { foundAs, type Reply, type Script, stateOfCall } from './test-support/scripted-gateway.ts';
import { TEST_ORDER, type TillUnderTest, tillWith } from './test-support/till-under-test.ts';

const PAY = '/trade/v1/payment';
const QUERY = '/trade/v1/query';
const REVERSAL = '/trade/v1/reversal';

interface Played extends TillUnderTest {
  readonly result: PayResult;
  readonly elapsedMs: number;
}

async function play(script: Script, signals: PaySignals = {}, till = tillWith(script)): Promise<Played> {
  const { client, gateway, onProgress } = till;
  const result = await gateway.clock.until(client.pay(TEST_ORDER, { onProgress, ...signals }));
  return { ...till, result, elapsedMs: gateway.clock.monotonicMs() };
}

/** Answers of the payment call one after the other, then the last one again; enquiries by time. */
function script(
  payments: readonly ((call: Parameters<Script>[0]) => Reply)[],
  enquiry: (call: Parameters<Script>[0], index: number) => Reply = (call) => foundAs(call, undefined),
  reversal: (call: Parameters<Script>[0], index: number) => Reply = () => ({
    members: { respcd: '1268', resperr: '', respmsg: 'unknown' },
  }),
): Script {
  return (call, index) => {
    if (call.path === PAY) return payments[Math.min(index, payments.length - 1)]?.(call) ?? 'silence';
    return call.path === QUERY ? enquiry(call, index) : reversal(call, index);
  };
}

const answers =
  (respcd: string, more = {}) =>
  (call: Parameters<Script>[0]): Reply => ({ members: stateOfCall(call, respcd, more) });
const refused = (): Reply => ({ failure: 'refused' });
const reset = (): Reply => ({ failure: 'reset' });

/** A call that is aborted at an age of the attempt. */
function abortedAt(till: TillUnderTest, atMs: number): AbortSignal {
  const controller = new AbortController();
  till.gateway.clock.after(atMs, () => controller.abort());
  return controller.signal;
}

describe('an answer at once', () => {
  it('is paid only with number and amount of the attempt', async () => {
    const { result, gateway, told, journal } = await play(script([answers('0000')]));
    expect(result).toMatchObject({ outcome: 'paid', verdict: { paidAt: '2026-03-02 12:00:03' } });
    expect(result.attempt).toMatchObject({ stage: 'ended', syssn: '20260302000100020000000001' });
    expect(await journal.find('ORDER-1')).toEqual(result.attempt);
    expect(told).toEqual(['sending', 'paid']);
    expect(gateway.calls).toHaveLength(1);
    expect(gateway.clock.waiting).toBe(0);
  });

  it('is declined', async () => {
    const { result } = await play(script([answers('1205', { respmsg: 'no money' })]));
    expect(result).toMatchObject({
      outcome: 'declined',
      verdict: { respcd: '1205', reason: '1205 no money' },
    });
  });

  it('names members that differ: asked about, not believed', async () => {
    for (const strange of [{ txamt: '1051' }, { out_trade_no: 'OTHER' }, { txcurrcd: 'JPY' }]) {
      const { result, gateway, told } = await play(
        script([answers('0000', strange)], (call) => foundAs(call, '0000')),
      );
      expect(result.outcome).toBe('paid');
      expect(told).toEqual(['sending', 'unclear', 'asking', 'paid']);
      expect(gateway.timesOf(QUERY)).toEqual([500]);
    }
  });

  it('leaves out its number or amount: asked about', async () => {
    for (const lacking of [{ txamt: undefined }, { out_trade_no: undefined }]) {
      const { gateway } = await play(script([answers('0000', lacking)], (call) => foundAs(call, '0000')));
      expect(gateway.timesOf(QUERY)).toEqual([500]);
    }
  });

  it.each(['absent', 'wrong'] as const)('with a signature that is %s is asked about', async (signature) => {
    const unsigned = (call: Parameters<Script>[0]): Reply => ({
      members: stateOfCall(call, '1205'),
      signature,
    });
    const { result } = await play(script([unsigned], (call) => foundAs(call, '0000')));
    expect(result.outcome).toBe('paid');
  });

  it.each(['1295', '1296', '1298', '1252', '1254', '2999'])('%s is asked about', async (respcd) => {
    const { result } = await play(script([answers(respcd)], (call) => foundAs(call, '0000')));
    expect(result.outcome).toBe('paid');
  });

  it('is written to the journal before it is sent', async () => {
    const journal = new MemoryJournal();
    let seen: unknown;
    const till = tillWith((call) => {
      seen = journal.listOpen();
      return { members: stateOfCall(call, '0000') };
    }, journal);
    await play(() => 'silence', {}, till);
    expect(await seen).toMatchObject([{ orderNumber: 'ORDER-1', stage: 'sending', amountMinor: 1050 }]);
    expect(JSON.stringify(await journal.find('ORDER-1'))).not.toContain(TEST_ORDER.authCode);
  });
});

describe('nothing was sent', () => {
  it('sends the same bytes again after 1, 2 and 4 s', async () => {
    const { result, gateway, told } = await play(script([refused, refused, refused, answers('0000')]));
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(PAY)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(new Set(gateway.callsOf(PAY).map(({ content }) => content)).size).toBe(1);
    expect(gateway.timesOf(QUERY)).toEqual([]);
    expect(told).toEqual([
      'sending',
      'not_sent',
      'sending',
      'not_sent',
      'sending',
      'not_sent',
      'sending',
      'paid',
    ]);
  });

  it('asks after that, and sends once the gateway answers again', async () => {
    const { result, gateway } = await play((call) => {
      if (call.atMs < 30_000) return { failure: 'refused' };
      return call.path === PAY ? { members: stateOfCall(call, '0000') } : foundAs(call, undefined);
    });
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(QUERY).at(0)).toBe(7_500);
    expect(gateway.clock.monotonicMs()).toBeLessThan(35_000);
  });

  it('ends as not begun when the code is too old, without a reversal', async () => {
    const { result, gateway, elapsedMs } = await play(() => ({ failure: 'refused' }));
    expect(result).toMatchObject({ outcome: 'declined', verdict: { kind: 'not_begun' } });
    expect(elapsedMs).toBeGreaterThanOrEqual(45_000);
    expect(elapsedMs).toBeLessThan(49_000);
    expect(gateway.callsOf(REVERSAL)).toEqual([]);
  });

  it('ends as not begun at once when the cashier cancels or the caller stops', async () => {
    for (const name of ['cancel', 'stop'] as const) {
      const till = tillWith(() => ({ failure: 'refused' }));
      const { result, elapsedMs } = await play(() => 'silence', { [name]: abortedAt(till, 5_000) }, till);
      expect(result).toMatchObject({ outcome: 'declined', verdict: { kind: 'not_begun' } });
      expect(elapsedMs).toBe(5_000);
    }
  });

  it('waits as long as 429 asks, and sends the same bytes again', async () => {
    const busy = (): Reply => ({
      members: { respcd: '1297', resperr: '', respmsg: 'too many' },
      status: 429,
      headers: { 'retry-after': '6' },
    });
    const { result, gateway } = await play(script([busy, answers('0000')]));
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(PAY)).toEqual([0, 6_000]);
  });

  it('an unproven 429 counts as begun, in case it did not come from the gateway', async () => {
    const busy = (): Reply => ({ members: { respcd: '1297' }, status: 429, signature: 'absent' });
    const till = tillWith(script([busy]));
    const { result } = await play(() => 'silence', { stop: abortedAt(till, 20_000) }, till);
    expect(result.outcome).toBe('unresolved');
  });
});

describe('nobody knows whether it arrived', () => {
  it.each([
    ['a reset', reset],
    ['HTTP 502', (): Reply => ({ body: '<html>', status: 502 })],
    ['an unreadable body', (): Reply => ({ body: '{"respcd": "0000"' })],
    ['a redirection', (): Reply => ({ body: '', status: 307 })],
    ['an answer without a code', (): Reply => ({ members: { respmsg: 'OK' } })],
  ])('after %s it asks after 0.5 s', async (_name, first) => {
    const { result, gateway } = await play(script([first], (call) => foundAs(call, '0000')));
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(QUERY)).toEqual([500]);
  });

  it('after 10 s of silence it asks', async () => {
    const { result, gateway } = await play(script([() => 'silence'], (call) => foundAs(call, '1205')));
    expect(result).toMatchObject({ outcome: 'declined', verdict: { respcd: '1205' } });
    expect(gateway.timesOf(QUERY)).toEqual([10_500]);
  });

  it('sends the same bytes once more when the gateway does not know the order', async () => {
    const { result, gateway } = await play(script([reset, answers('0000')]));
    expect(result.outcome).toBe('paid');
    expect(gateway.timesOf(PAY)).toEqual([0, 500]);
    expect(gateway.callsOf(PAY)[1]?.content).toBe(gateway.callsOf(PAY)[0]?.content);
  });

  it('sends it once more and no third time', async () => {
    const { result, gateway } = await play(script([reset, reset, answers('0000')]));
    expect(result.outcome).toBe('unresolved');
    expect(gateway.callsOf(PAY)).toHaveLength(2);
  });

  it.each(['2011', '1102', '1251', '1202'])(
    'does not believe %s as the answer to the repeat',
    async (code) => {
      let known: string | undefined;
      const { result } = await play(
        script([reset, answers(code)], (call) => {
          const reply = foundAs(call, known);
          known = '0000';
          return reply;
        }),
      );
      expect(result.outcome).toBe('paid');
    },
  );

  it('does not send an old code: it cancels', async () => {
    const { gateway, result } = await play((call) => {
      if (call.path === PAY) return 'silence';
      if (call.atMs < 46_000) return 'silence';
      return call.path === QUERY ? foundAs(call, undefined) : { members: { respcd: '1268' } };
    });
    expect(gateway.callsOf(PAY)).toHaveLength(1);
    expect(gateway.timesOf(REVERSAL)[0]).toBeGreaterThan(46_000);
    expect(result.outcome).toBe('unresolved');
  });

  it('asks more and more slowly while no answer can be believed', async () => {
    const { gateway } = await play((call) =>
      call.path === QUERY && call.atMs > 20_000 ? foundAs(call, '1205') : { failure: 'reset' },
    );
    expect(gateway.timesOf(QUERY).slice(0, 6)).toEqual([500, 1_500, 3_500, 6_500, 9_500, 12_500]);
  });
});

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
