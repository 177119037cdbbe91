import type { ResponseCode } from '@opencpm/protocol';
import type { Account } from './account.ts';
import { type Behaviour, planOf } from './behaviour.ts';
import type { ReversalBehaviour } from './reversal-behaviour.ts';
import { outcomeOfTestCode } from './test-numbers.ts';
import type { LateCode } from './wallet.ts';

/** The code that was shown, as the wallet sees it. */
export type PresentedCode =
  | { readonly kind: 'foreign' }
  | { readonly kind: 'altered' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'test'; readonly digits: string }
  | {
      readonly kind: 'issued';
      /** When the phone shows another one. */
      readonly expiresAtMs: number;
      readonly used: boolean;
      readonly account: Account;
      /** What the sale costs the account, in minor units of its currency. */
      readonly debitMinor: number;
      /** The wallet spends a code even when the payment fails. */
      readonly spendsCodeOnRefusal: boolean;
      readonly lateCode: LateCode;
    };

/** What the wallet makes of a charge. */
export interface ChargeDecision {
  readonly behaviour: Behaviour;
  /** How the reversal of a test code's payment goes. */
  readonly reversalBehaviour: ReversalBehaviour;
  /** Why it is refused; empty otherwise. */
  readonly reason: string;
  /** The code cannot be used again. */
  readonly spendsCode: boolean;
}

/** A refusal by an account, or undefined when it can pay. */
export interface AccountRefusal {
  readonly respcd: ResponseCode;
  readonly reason: string;
}

/** What becomes of a charge whose number a reversal has barred. */
export const BARRED: AccountRefusal = {
  respcd: '1142',
  reason: 'A reversal has barred the number of this payment.',
};

/** What becomes of a charge that was not paid in the time the merchant side gave it. */
export const OVERDUE: AccountRefusal = {
  respcd: '1142',
  reason: 'The time in which the payment could be paid is over.',
};

/** Why a code that was shown too long ago is refused. */
export const CODE_EXPIRED = 'The payment code has expired.';

/** Whether an account can pay an amount now. Asked when the charge arrives and again when the money is taken. */
export function refusalByAccount(account: Account, debitMinor: number): AccountRefusal | undefined {
  if (account.status === 'closed') {
    return { respcd: '1203', reason: `The account ${account.id} is closed.` };
  }
  if (debitMinor > account.balanceMinor) {
    return { respcd: '1201', reason: `The account ${account.id} does not hold enough money.` };
  }
  return undefined;
}

const ANY = { reversalBehaviour: 'done', reason: '', spendsCode: false } as const;

function refusedCode(reason: string): ChargeDecision {
  return { ...ANY, behaviour: 'declined-1202', reason };
}

function decideIssued(presented: PresentedCode & { kind: 'issued' }, nowMs: number): ChargeDecision {
  const { account, debitMinor, expiresAtMs, lateCode } = presented;
  const wanted = account.behaviour === 'normal' ? undefined : account.behaviour;
  const start = wanted === undefined ? undefined : planOf(wanted).start;
  // A request that the wallet does not take in leaves code and account untouched.
  if (wanted !== undefined && start === 'nothing') {
    return { ...ANY, behaviour: wanted };
  }
  if (presented.used) return refusedCode('The payment code has been used.');
  if (nowMs >= expiresAtMs + lateCode.graceMs) return refusedCode(CODE_EXPIRED);
  // A request still on its way has not reached the account, which is asked when it arrives.
  if (wanted !== undefined && start === 'in_transit') {
    return { ...ANY, behaviour: wanted, spendsCode: true };
  }
  const refusal = refusalByAccount(account, debitMinor);
  if (refusal !== undefined) {
    return {
      ...ANY,
      behaviour: `declined-${refusal.respcd}`,
      reason: refusal.reason,
      spendsCode: presented.spendsCodeOnRefusal,
    };
  }
  if (wanted !== undefined) {
    return {
      ...ANY,
      behaviour: wanted,
      spendsCode: start !== 'declined' || presented.spendsCodeOnRefusal,
    };
  }
  const isLate = nowMs >= expiresAtMs && lateCode.asksPassword;
  return {
    ...ANY,
    behaviour: isLate || debitMinor > account.freeLimitMinor ? 'password-unanswered' : 'paid',
    spendsCode: true,
  };
}

/**
 * The wallet's rule for a payment it has not seen before. Pure.
 *
 * A used, expired or foreign code is refused with 1202, a closed account with 1203, a lack of money with 1201; only
 * then the behaviour set for the account applies, and without one a debit above the free limit waits for the payer, and so
 * does a late code where the wallet asks for the password then.
 *
 * @param amountMinor the amount of the sale, by which a test code may choose its outcome.
 */
export function decideCharge(presented: PresentedCode, amountMinor: number, nowMs: number): ChargeDecision {
  switch (presented.kind) {
    case 'foreign':
      return refusedCode('This is no payment code of this wallet.');
    case 'altered':
      return refusedCode('The payment code is not as the phone shows it.');
    case 'cut':
      return refusedCode('The payment code ends too early: its last digits are missing.');
    case 'test':
      return { ...ANY, ...outcomeOfTestCode(presented.digits, amountMinor) };
    case 'issued':
      return decideIssued(presented, nowMs);
  }
}
