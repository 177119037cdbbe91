import {
  freshOrderNumber,
  type ParameterChanges,
  type WireClient,
  withChanges,
} from '../../wire/support/wire-client.ts';
import type { Parameters } from '../../wire/support/wire-signing.ts';

/** Addresses of the calls that write, beside the payment. */
export const REFUND_PATH = '/trade/v1/refund';
export const REVERSAL_PATH = '/trade/v1/reversal';
export const CLOSE_PATH = '/trade/v1/close';
export const NOTE_PATH = '/trade/v1/add_note';

/** A refund of all of a payment of HKD 10.50. */
export function refundOf(syssn: string, changes: ParameterChanges = {}): Parameters {
  return withChanges(
    { syssn, out_trade_no: freshOrderNumber(), txamt: '1050', txdtm: '2026-03-15 12:00:00' },
    changes,
  );
}

/** A reversal of a payment of HKD 10.50 by its order number. */
export function reversalOf(orderNumber: string, changes: ParameterChanges = {}): Parameters {
  return withChanges({ out_trade_no: orderNumber, txamt: '1050', txdtm: '2026-03-15 12:00:00' }, changes);
}

/** A remark on a payment. */
export function noteOf(till: WireClient, syssn: string): Parameters {
  return { code: till.credentials.appCode, syssn, note: 'table 7' };
}
