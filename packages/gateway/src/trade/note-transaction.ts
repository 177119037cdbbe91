import type { AddNoteRequest } from '@opencpm/protocol';
import type { BusinessClock } from '../clock/business-clock.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Store } from '../store/store.ts';

/** What a remark needs. */
export interface NoteTransactionParts {
  readonly store: Store;
  readonly clock: BusinessClock;
}

/** The transaction with its remark, or why it got none. */
export type NoteOutcome =
  | { readonly ok: true; readonly transaction: Transaction }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Puts a merchant's remark on a finished payment or refund (contract section 5.6). A later remark replaces it; the
 * history keeps both.
 */
export async function noteTransaction(
  { store, clock }: NoteTransactionParts,
  merchant: Merchant,
  request: AddNoteRequest,
): Promise<NoteOutcome> {
  const refusal = refuseSender(merchant, request);
  if (refusal !== undefined) return { ok: false, refusal };
  for (;;) {
    const [seen] = await store.listTransactions({
      merchantNumber: merchant.merchantNumber,
      storeId: undefined,
      syssns: [request.syssn],
      orderNumbers: undefined,
      payTypes: undefined,
      respcd: undefined,
      window: undefined,
      limit: 1,
      offset: 0,
    });
    if (seen === undefined) return refuse('1136', 'syssn: no such transaction under this app code');
    if (!isFinished(seen)) {
      return refuse('1145', 'syssn: the transaction is not finished; add the note when it is');
    }
    // The same remark again is a repeat; writing it once more would tell of a change that was none.
    if (seen.note === request.note) return { ok: true, transaction: seen };
    const transaction = await store.addNote(seen, request.note, clock.nowMs());
    if (transaction !== undefined) return { ok: true, transaction };
  }
}

function refuseSender(merchant: Merchant, request: AddNoteRequest): Refusal | undefined {
  if (merchant.status === 'disabled') return { respcd: '1243', message: 'this app code is disabled' };
  if (merchant.kind === 'partner') {
    return { respcd: '1104', message: 'mchid: notes are for merchants without stores, not for partners' };
  }
  if (request.appCode !== merchant.appCode) {
    return { respcd: '1104', message: 'code: must be the app code of header X-QF-APPCODE' };
  }
  return undefined;
}

function isFinished(transaction: Transaction): boolean {
  return transaction.kind === 'payment'
    ? WIRE_VIEWS[transaction.state].final
    : transaction.state === 'succeeded' || transaction.state === 'refused';
}

function refuse(respcd: Refusal['respcd'], message: string): NoteOutcome {
  return { ok: false, refusal: { respcd, message } };
}
