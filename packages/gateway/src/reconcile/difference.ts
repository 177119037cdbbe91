/** Everything that can differ between a wallet's bill and our books, with what to do about it. */
const DIFFERENCES = {
  payment_missing_here: {
    meaning: 'the wallet charged a payment our books do not have',
    repair: 'find_owner',
  },
  payment_missing_there: {
    meaning: 'paid here, and in no bill from the day before to the day after',
    repair: 'claim_from_wallet',
  },
  amount: { meaning: 'the wallet charged another amount', repair: 'settle_with_wallet' },
  currency: { meaning: 'the wallet charged another currency', repair: 'settle_with_wallet' },
  number: {
    meaning: 'one number is the same on both sides, the other is not',
    repair: 'find_owner',
  },
  paid_there_open_here: { meaning: 'charged by the wallet, still open here', repair: 'enquire' },
  paid_there_not_paid_here: {
    meaning: 'charged by the wallet, declined or reversed here, and nothing took it back',
    repair: 'return_money',
  },
  undone_there_paid_here: { meaning: 'undone by the wallet, paid here', repair: 'claim_from_wallet' },
  undone_there_open_here: { meaning: 'undone by the wallet, still open here', repair: 'enquire' },
  charged_twice: { meaning: 'charged under two numbers of the wallet', repair: 'return_money' },
  line_twice: { meaning: 'the same movement is in the bill twice', repair: 'settle_with_wallet' },
  wrong_day: {
    meaning: 'in the bill of another day, and not for the end of a day in between',
    repair: 'settle_with_wallet',
  },
  fee: { meaning: 'the fee is not the agreed one', repair: 'settle_with_wallet' },
  late_charge: {
    meaning: 'charged after the verdict "not paid"; found, and on its way back',
    repair: 'watch_return',
  },
  refund_missing_here: {
    meaning: 'the wallet returned money our books know nothing of',
    repair: 'find_owner',
  },
  refund_missing_there: {
    meaning: 'returned here, and in no bill from the day before to the day after',
    repair: 'ask_for_refund',
  },
  refund_amount: { meaning: 'the wallet returned another amount', repair: 'settle_with_wallet' },
  refunded_there_open_here: { meaning: 'returned by the wallet, still open here', repair: 'enquire' },
  refunded_there_refused_here: {
    meaning: 'returned by the wallet, refused here',
    repair: 'settle_with_wallet',
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly repair: Repair }>>;

/** What somebody should do about a difference. */
export type Repair =
  | 'enquire'
  | 'return_money'
  | 'claim_from_wallet'
  | 'ask_for_refund'
  | 'settle_with_wallet'
  | 'find_owner'
  | 'watch_return';

/** What each repair asks for, as a sentence for people. */
export const REPAIRS: Readonly<Record<Repair, string>> = {
  enquire: 'Enquire about it (opencpm query); the answer of the wallet settles it here.',
  return_money: 'Ask the wallet to return the money to the payer, under the number it has in the bill.',
  claim_from_wallet:
    'Claim it from the wallet with the receipt of our history (opencpm payment); the shop has given out the goods.',
  ask_for_refund: 'Enquire about the refund, then ask the wallet why the money has not gone back.',
  settle_with_wallet: 'Settle it with the wallet by the line of the bill; our books follow the contract.',
  find_owner:
    'Find out who asked for it: opencpm connector test (its numbers have 9999 behind the day), another system with our identity, a restored backup, or a mix-up at the wallet.',
  watch_return: 'Nothing, unless the return is not in a bill within the time of its refunds.',
};

/** Kind of a difference. */
export type DifferenceKind = keyof typeof DIFFERENCES;

/** Every kind, in the order of the documentation. */
export const DIFFERENCE_KINDS = Object.keys(DIFFERENCES) as readonly DifferenceKind[];

/** What a kind says, for people. */
export function meaningOf(kind: DifferenceKind): string {
  return DIFFERENCES[kind].meaning;
}

/** What to do about a kind. */
export function repairOf(kind: DifferenceKind): Repair {
  return DIFFERENCES[kind].repair;
}

/** One disagreement between a bill and the books. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Number of our payment or refund; absent for what our books do not have. */
  readonly syssn?: string;
  /** The wallet's own number, empty when neither side has it. */
  readonly channelNumber: string;
  /** The number the wallet got from us, empty when the bill leaves it out. */
  readonly requestNumber: string;
  /** Line in the bill; absent for what is in no bill. */
  readonly line?: number;
  /** What our books say and what the bill says: amounts with currency, days, numbers or fees, as the kind has it. */
  readonly here?: string;
  readonly there?: string;
}
