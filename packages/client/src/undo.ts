import { formatWireTime } from '@opencpm/protocol';
import { type UndoName, withStore } from './attempt-calls.ts';
import { type CallOptions, callOnce } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import { prepareCall } from './prepared-call.ts';

/** A payment to be undone, named by one of its numbers, or by both. */
export type UndoOrder = {
  readonly amountMinor: number;
  readonly currency?: string | undefined;
} & (
  | { readonly orderNumber: string; readonly syssn?: string | undefined }
  | { readonly syssn: string; readonly orderNumber?: undefined }
);

/**
 * What the gateway says to it. `reversed`: nothing is charged. `pending`: under way; enquire. A payment that is paid is
 * refused with code 1260 and stays paid.
 */
export type UndoResult = { readonly state: 'reversed' | 'pending'; readonly syssn: string };

/**
 * Undoes a payment whose outcome is unknown, once.
 *
 * @throws InvalidRequestError when the call cannot be sent as it is.
 * @throws CallError saying what may have happened; `refused` with 1260 for a payment that is paid.
 *
 * @internal
 */
export async function undo(
  parts: ClientParts,
  name: UndoName,
  order: UndoOrder,
  options: CallOptions,
): Promise<UndoResult> {
  const { credentials, surroundings } = parts;
  const call = prepareCall(
    `/trade/v1/${name}`,
    withStore(
      [
        ['out_trade_no', order.orderNumber ?? ''],
        ['syssn', order.syssn ?? ''],
        ['txamt', String(order.amountMinor)],
        ['txcurrcd', order.currency ?? ''],
        ['txdtm', formatWireTime(surroundings.clock.nowMs())],
      ],
      credentials.storeId,
    ),
  );
  const { respcd, fields } = await callOnce(parts, call, options, ['0000', '1143', '1145']);
  return { state: respcd === '0000' ? 'reversed' : 'pending', syssn: fields.text('orig_syssn') };
}
