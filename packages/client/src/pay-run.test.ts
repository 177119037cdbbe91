import { describe, expect, it } from 'vitest';
import { MemoryJournal } from './memory-journal.ts';
import {
  abortedAt,
  answers,
  PAY,
  play,
  QUERY,
  refused,
  reset,
  REVERSAL,
  script,
} from './test-support/play-payment.ts';
import { foundAs, stateOfCall, type Reply, type Script } from './test-support/scripted-gateway.ts';
import { TEST_ORDER, tillWith } from './test-support/till-under-test.ts';

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
