import type { PaySignals } from '../pay-progress.ts';
import type { PayResult } from '../pay-result.ts';
import { foundAs, type Reply, type Script, stateOfCall } from './scripted-gateway.ts';
import { TEST_ORDER, type TillUnderTest, tillWith } from './till-under-test.ts';

export const PAY = '/trade/v1/payment';
export const QUERY = '/trade/v1/query';
export const REVERSAL = '/trade/v1/reversal';

/** What became of a payment. */
export interface Played extends TillUnderTest {
  readonly result: PayResult;
  readonly elapsedMs: number;
}

/** Pays against a script, or with a till that is set up already, and moves time until there is a result. */
export async function play(
  script: Script,
  signals: PaySignals = {},
  till = tillWith(script),
): Promise<Played> {
  const { client, gateway, onProgress } = till;
  const result = await gateway.clock.until(client.pay(TEST_ORDER, { onProgress, ...signals }));
  return { ...till, result, elapsedMs: gateway.clock.monotonicMs() };
}

/** Answers of the payment call one after the other, then the last one again; enquiries by time. */
export function script(
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

/** Answers a payment with a code. */
export const answers =
  (respcd: string, more = {}) =>
  (call: Parameters<Script>[0]): Reply => ({ members: stateOfCall(call, respcd, more) });
export const refused = (): Reply => ({ failure: 'refused' });
export const reset = (): Reply => ({ failure: 'reset' });

/** A call that is aborted at an age of the attempt. */
export function abortedAt(till: TillUnderTest, atMs: number): AbortSignal {
  const controller = new AbortController();
  till.gateway.clock.after(atMs, () => controller.abort());
  return controller.signal;
}
