import type { CodeResult, WalletCall } from '../../packages/gateway/src/wallet/wallet-codes.ts';

/** What the pages of the wallets call each call. */
export const CALL_WORDS: Readonly<Record<WalletCall, string>> = {
  charge: 'pay',
  query: 'enquiry',
  reverse: 'reversal',
  refund: 'refund',
  queryRefund: 'enquiry about a refund',
};

/** What the pages of the wallets say a code comes to, with the response code the merchant hears of an open payment. */
export const RESULT_WORDS: Readonly<Record<CodeResult, string>> = {
  paid: 'Paid',
  'waiting for payer': 'Open: the customer is asked (1143)',
  processing: 'Open: under way (1145)',
  unknown: 'Open: asked about again (1145)',
  'not found': 'Not there, or not yet',
  'not sent': 'Not sent',
  reversed: 'Undone',
  declined: 'Refused for good',
  'declined for now': 'Open: may still be charged (1145)',
  refused: 'Refused for good',
  'refused for now': 'Refused for now, sent again',
  returned: 'Money is back',
};

/** Whether an operator is alerted by a code. */
export function alertOf({ alerts }: { readonly alerts?: true | undefined }): string {
  return alerts === true ? 'yes' : '';
}

/** The response code a merchant hears of a final refusal; empty for everything else. */
export function heardBy(result: CodeResult, respcd: string | undefined): string {
  return /declined$|refused$/.test(result) ? (respcd ?? '') : '';
}
