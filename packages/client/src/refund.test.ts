import { describe, expect, it } from 'vitest';
import type { RefundResult } from './refund.ts';
import type { HeardCall, Reply, Script } from './test-support/scripted-gateway.ts';
import { type TillUnderTest, tillWith } from './test-support/till-under-test.ts';

const REFUND = '/trade/v1/refund';
const QUERY = '/trade/v1/query';
const ORDER = { syssn: '20260302000100020000000001', orderNumber: 'BACK-1', amountMinor: 400 };

function members(respcd: string, more = {}): Extract<Reply, { members: object }>['members'] {
  return {
    respcd,
    respmsg: '',
    syssn: '20260302000100020000000009',
    orig_syssn: ORDER.syssn,
    out_trade_no: 'BACK-1',
    txamt: '400',
    paydtm: '2026-03-02 12:00:05',
    ...more,
  };
}

function found(respcd: string | undefined, more = {}): Reply {
  const { orig_syssn: origssn, ...row } = members(respcd ?? '', more);
  const data = respcd === undefined ? [] : [{ ...row, origssn, order_type: 'refund', ...more }];
  return { members: { respcd: '0000', data } };
}

async function play(
  script: Script,
  stopAtMs?: number,
): Promise<TillUnderTest & { result: RefundResult; elapsedMs: number }> {
  const till = tillWith(script);
  const stop = new AbortController();
  if (stopAtMs !== undefined) till.gateway.clock.after(stopAtMs, () => stop.abort());
  const result = await till.gateway.clock.until(till.client.refund(ORDER, { stop: stop.signal }));
  return { ...till, result, elapsedMs: till.gateway.clock.monotonicMs() };
}

/** Answers to the refund one after the other, and to every enquiry. */
function script(refunds: readonly Reply[], enquiry: (call: HeardCall) => Reply): Script {
  return (call, index) =>
    call.path === REFUND ? (refunds[Math.min(index, refunds.length - 1)] ?? 'silence') : enquiry(call);
}

describe('a refund', () => {
  it('is returned', async () => {
    const { result, gateway } = await play(() => ({ members: members('0000') }));
    expect(result).toEqual({
      outcome: 'refunded',
      syssn: '20260302000100020000000009',
      returnedAt: '2026-03-02 12:00:05',
    });
    expect(Object.fromEntries(gateway.calls[0]?.parameters ?? [])).toEqual({
      out_trade_no: 'BACK-1',
      syssn: ORDER.syssn,
      txamt: '400',
      txdtm: '2026-03-02 12:00:00',
    });
  });

  it('is refused', async () => {
    const { result } = await play(() => ({ members: members('1272', { respmsg: 'too much' }) }));
    expect(result).toEqual({ outcome: 'refused', respcd: '1272', reason: '1272 too much' });
  });

  it('that takes a while is asked about until it is final', async () => {
    const { result, gateway } = await play(
      script([{ members: members('1145') }], (call) => found(call.atMs < 8_000 ? '1145' : '0000')),
    );
    expect(result.outcome).toBe('refunded');
    expect(gateway.timesOf(QUERY)).toEqual([2_000, 4_000, 6_000, 9_000]);
  });

  it('is unresolved when the wallet has not decided within a minute', async () => {
    const { result, elapsedMs } = await play(script([{ members: members('1145') }], () => found('1145')));
    expect(result).toMatchObject({ outcome: 'unresolved', syssn: '20260302000100020000000009' });
    expect(elapsedMs).toBe(60_000);
  });

  it('whose answer is lost is asked about, and sent again when it never arrived', async () => {
    const lost: Reply = { failure: 'reset' };
    const { result, gateway } = await play(
      script([lost, { members: members('0000') }], () => found(undefined)),
    );
    expect(result.outcome).toBe('refunded');
    expect(gateway.timesOf(REFUND)).toEqual([0, 500]);
    expect(gateway.callsOf(REFUND)[1]?.content).toBe(gateway.callsOf(REFUND)[0]?.content);
  });

  it.each(['2011', '1102', '1251', '1155'])(
    'of whose number the host says %s is asked about',
    async (code) => {
      const { result } = await play(script([{ members: members(code) }], () => found('0000')));
      expect(result.outcome).toBe('refunded');
      const unknown = await play(script([{ members: members(code) }], () => found(undefined)));
      expect(unknown.result).toMatchObject({ outcome: 'refused', respcd: code });
    },
  );

  it('with the number of a payment is refused', async () => {
    const payment = found('0000', { order_type: 'payment' });
    const { result } = await play(script([{ members: members('2011') }], () => payment));
    expect(result).toMatchObject({ outcome: 'refused', respcd: '2011' });
  });

  it('is not believed for another amount, number or payment', async () => {
    for (const strange of [
      { txamt: '401' },
      { out_trade_no: 'X' },
      { orig_syssn: '1' },
      { txamt: undefined },
    ]) {
      const { gateway } = await play(script([{ members: members('0000', strange) }], () => found('0000')));
      expect(gateway.timesOf(QUERY)).toEqual([500]);
    }
  });

  it('that never left is not begun', async () => {
    const { result, gateway } = await play(() => ({ failure: 'refused' }));
    expect(result).toEqual({ outcome: 'not_begun', reason: 'no connection: ECONNREFUSED' });
    expect(gateway.timesOf(REFUND).slice(0, 5)).toEqual([0, 1_000, 3_000, 7_000, 11_000]);
    expect(gateway.timesOf(QUERY)).toEqual([]);
  });

  it('stops waiting when it is told', async () => {
    const { result, elapsedMs } = await play(
      script([{ members: members('1145') }], () => found('1145')),
      5_000,
    );
    expect(result).toMatchObject({ outcome: 'unresolved', reason: 'stopped by the caller' });
    expect(elapsedMs).toBe(5_000);
  });

  it('ends early when the other side does not know us', async () => {
    const { result, gateway } = await play(() => ({ members: { respcd: '1108' }, signature: 'absent' }));
    expect(result).toMatchObject({ outcome: 'unresolved', reason: expect.stringContaining('1108') });
    expect(gateway.calls).toHaveLength(2);
  });
});
