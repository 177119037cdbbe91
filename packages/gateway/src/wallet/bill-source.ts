/**
 * What came of fetching the bill of a day from a wallet.
 *
 * - `bill`: the file as the wallet makes it, whole, and vouched for by the wallet where it does so.
 * - `none`: the wallet has no bill of that day: nothing happened, or it is not ready yet.
 * - `by_hand`: this wallet gives its bills to people, not to programs; `reason` says where they lie.
 * - `failed`: not reached, not believed, or not whole.
 */
export type FetchedBill =
  | { readonly kind: 'bill'; readonly bytes: Uint8Array }
  | { readonly kind: 'none' | 'by_hand' | 'failed'; readonly reason: string };

/** Longest bill that is fetched; a longer one is fetched by hand and given as a file. */
export const BILL_BYTES_MAX = 256 * 1_048_576;

/** A day of a bill, `YYYY-MM-DD`, as the eight digits wallets write. */
export function eightDigits(day: string): string {
  return day.replaceAll('-', '');
}
