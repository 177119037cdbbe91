import type { Attempt } from './attempt.ts';
import { type Parameters, type PreparedCall, prepareCall } from './prepared-call.ts';

/** Asks what became of an attempt. */
export function enquiryCall({ orderNumber, storeId }: Attempt): PreparedCall {
  return prepareCall('/trade/v1/query', withStore([['out_trade_no', orderNumber]], storeId));
}

/** Names of the call that undoes a payment. */
export type UndoName = 'reversal' | 'close';

/**
 * Which of the two calls a pay type takes. OpenCPM gives both the same effect; other hosts take one of them for each
 * pay type (contract section 5.5).
 */
export function undoNameOf(payType: string): UndoName {
  return payType === '800008' || payType === '801008' ? 'close' : 'reversal';
}

/** Undoes an attempt. */
export function undoCall(
  name: UndoName,
  { orderNumber, amountMinor, callerTime, storeId }: Attempt,
): PreparedCall {
  const parameters: Parameters = [
    ['out_trade_no', orderNumber],
    ['txamt', String(amountMinor)],
    ['txdtm', callerTime],
  ];
  return prepareCall(`/trade/v1/${name}`, withStore(parameters, storeId));
}

/** Adds `mchid` when there is one. */
export function withStore(parameters: Parameters, storeId: string | undefined): Parameters {
  return storeId === undefined ? parameters : [...parameters, ['mchid', storeId]];
}
