import {
  freshOrderNumber,
  type ParameterChanges,
  type WireAnswer,
  type WireClient,
  withChanges,
} from './wire-client.ts';

/** Where refunds are sent. */
export const REFUND_PATH = '/trade/v1/refund';

/** Returns HKD 4.00 of a payment under a fresh order number, unless told otherwise. */
export function refund(till: WireClient, syssn: string, changes: ParameterChanges = {}): Promise<WireAnswer> {
  const parameters = {
    syssn,
    out_trade_no: freshOrderNumber(),
    txamt: '400',
    txdtm: '2026-03-15 12:05:00',
  };
  return till.send(REFUND_PATH, withChanges(parameters, changes));
}

/** `syssn` of a payment that is paid, HKD 10.50 unless told otherwise. */
export async function paid(till: WireClient, changes: ParameterChanges = {}): Promise<string> {
  const answer = await till.pay(changes);
  if (answer.respcd !== '0000') throw new Error(`not paid: ${answer.text}`);
  return answer.syssn;
}
