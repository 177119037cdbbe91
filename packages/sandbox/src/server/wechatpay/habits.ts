/**
 * How the wallet behaves where its documents are silent or contradict each other, and where its thresholds lie. What is
 * not said here is a rule that always holds.
 */
export interface WechatPayHabits {
  /** What a payment that waits for its payer is answered: `{"trade_state":"USERPAYING"}` or `{"code":"USERPAYING",...}`. */
  readonly waitingAnswer: 'state' | 'code';
  /** Whether codes are written with underscores (`NOT_ENOUGH`) or as the older documents have them (`NOTENOUGH`). */
  readonly codeSpelling: 'underscored' | 'older';
  /** Whether errors other than 401 carry a signature. */
  readonly errorsSigned: boolean;
  /** What the wallet's own number of an order is called. */
  readonly orderIdName: 'id' | 'transaction_id';
  /** Whether answers have fields that no document names. */
  readonly extraFields: boolean;
  /** State of an order that was reversed before it was paid. */
  readonly unpaidReversedState: 'REVOKED' | 'CLOSED';
  /** Name of a refund's state when it was closed without paying out. */
  readonly closedRefundState: 'REFUNDCLOSE' | 'CLOSED';
  /** An order that is not paid by then is revoked by the wallet itself, whether anybody asks or not. */
  readonly revokeAfterMs: number;
  /** How long after the payment a reversal is taken. */
  readonly reversalWindowMs: number;
  /** Least time between two refunds of one order. */
  readonly refundSpacingMs: number;
  /** Calls a second that one signer may make of each kind; no limit when undefined. */
  readonly callsPerSecond: number | undefined;
  /** Refunds a second that may be wrong, of one signer; one more, and all are refused for a minute. No limit when undefined. */
  readonly wrongRefundsPerSecond: number | undefined;
  /** How long after its day begins a statement is there; at 0, of a day that is not over what has happened so far. */
  readonly statementAfterMs: number;
  /** How many refunds one order takes. */
  readonly refundsMax: number;
}

const DAY_MS = 86_400_000;

/** What the documents say, or what we take for likely. */
export const USUAL_HABITS: WechatPayHabits = {
  waitingAnswer: 'state',
  codeSpelling: 'underscored',
  errorsSigned: true,
  orderIdName: 'id',
  extraFields: false,
  unpaidReversedState: 'REVOKED',
  closedRefundState: 'REFUNDCLOSE',
  revokeAfterMs: 45_000,
  reversalWindowMs: 7 * DAY_MS,
  refundSpacingMs: 60_000,
  callsPerSecond: 150,
  wrongRefundsPerSecond: 6,
  statementAfterMs: 33 * 3_600_000,
  refundsMax: 50,
};

/** Codes whose older spelling has no underscores. */
const OLDER = new Set([
  'SYSTEM_ERROR',
  'BANK_ERROR',
  'NOT_ENOUGH',
  'RULE_LIMIT',
  'ACCOUNT_ERROR',
  'ORDER_PAID',
  'ORDER_CLOSED',
  'ORDER_NOT_EXIST',
  'NO_AUTH',
  'SIGN_ERROR',
]);

/** A code as these habits spell it. */
export function spell(code: string, { codeSpelling }: WechatPayHabits): string {
  return codeSpelling === 'older' && OLDER.has(code) ? code.replaceAll('_', '') : code;
}
