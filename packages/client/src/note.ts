import { type CallOptions, callOnce } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import { prepareCall } from './prepared-call.ts';

/**
 * Puts a remark on a finished transaction; it replaces an earlier one. Only for merchants without `mchid`, so none is
 * sent.
 *
 * @param note at most 200 characters.
 * @throws InvalidRequestError when the call cannot be sent as it is.
 * @throws CallError saying what may have happened.
 */
export async function addNote(
  parts: ClientParts,
  syssn: string,
  note: string,
  options: CallOptions,
): Promise<void> {
  const call = prepareCall('/trade/v1/add_note', [
    ['code', parts.credentials.appCode],
    ['note', note],
    ['syssn', syssn],
  ]);
  await callOnce(parts, call, options);
}
