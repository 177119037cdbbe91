import { type AccountBehaviour, isAccountBehaviour } from './behaviour.ts';
import { isRefundBehaviour, type RefundBehaviour } from './refund-behaviour.ts';
import { isReversalBehaviour, type ReversalBehaviour } from './reversal-behaviour.ts';
import { SandboxRefusal } from './sandbox-refusal.ts';
import type { WalletId } from './wallet.ts';

/** A customer's account in a simulated wallet: what one phone shows. */
export interface Account {
  /** Unique over all wallets; the payer's name in receipts. */
  readonly id: string;
  readonly wallet: WalletId;
  readonly name: string;
  /** Whole minor units of the wallet's currency, never below zero. */
  readonly balanceMinor: number;
  /** A debit above this waits for the payer's password, in minor units of the wallet's currency. */
  readonly freeLimitMinor: number;
  /** Six digits. */
  readonly password: string;
  readonly status: AccountStatus;
  /** How the wallet treats this account's payments; `normal` follows balance and free limit. */
  readonly behaviour: AccountBehaviour;
  /** How the wallet treats reversals of this account's payments. */
  readonly reversalBehaviour: ReversalBehaviour;
  /** How the wallet treats refunds of this account's payments. */
  readonly refundBehaviour: RefundBehaviour;
}

/** A closed account answers 1203. */
export type AccountStatus = 'open' | 'closed';

/** The settings of an account that can be changed from outside. */
export type AccountChange = Partial<
  Pick<
    Account,
    'balanceMinor' | 'freeLimitMinor' | 'status' | 'behaviour' | 'reversalBehaviour' | 'refundBehaviour'
  >
>;

/** Password of every account at the start, and of every test code. */
export const DEFAULT_PASSWORD = '123456';

/** Largest balance and free limit of an account, in minor units. */
export const ACCOUNT_MINOR_MAX = 1_000_000_000_000;

function seed(wallet: WalletId, id: string, name: string, balanceMinor: number): Account {
  return {
    id,
    wallet,
    name,
    balanceMinor,
    freeLimitMinor: 100_000,
    password: DEFAULT_PASSWORD,
    status: 'open',
    behaviour: 'normal',
    reversalBehaviour: 'done',
    refundBehaviour: 'returned',
  };
}

/** The accounts of a new sandbox: in each wallet one with 5,000.00 and one with 20.00 that soon runs dry. */
export const SEED_ACCOUNTS: readonly Account[] = [
  seed('alipay', 'li-na', 'Li Na', 500_000),
  seed('alipay', 'wang-lei', 'Wang Lei', 2_000),
  seed('alipayhk', 'chan-tai-man', 'Chan Tai Man', 500_000),
  seed('alipayhk', 'wong-ka-yan', 'Wong Ka Yan', 2_000),
  seed('wechatpay', 'zhang-min', 'Zhang Min', 500_000),
  seed('wechatpay', 'liu-yang', 'Liu Yang', 2_000),
  seed('wechatpayhk', 'lee-siu-fong', 'Lee Siu Fong', 500_000),
  seed('wechatpayhk', 'ng-chi-keung', 'Ng Chi Keung', 2_000),
  seed('unionpay', 'zhao-jun', 'Zhao Jun', 500_000),
  seed('unionpay', 'sun-li', 'Sun Li', 2_000),
  seed('payme', 'cheung-mei-ling', 'Cheung Mei Ling', 500_000),
  seed('payme', 'lam-ho-yin', 'Lam Ho Yin', 2_000),
];

/** What to do about a reversal behaviour that is none. */
export const REVERSAL_BEHAVIOUR_MEND =
  'reversal_behaviour: give "done" or a reversal behaviour of GET /sandbox/test-numbers, for example "answer-lost".';

/** What to do about a refund behaviour that is none. */
export const REFUND_BEHAVIOUR_MEND =
  'refund_behaviour: give "returned" or a refund behaviour of GET /sandbox/test-numbers, for example "answer-lost".';

function checkMinor(field: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0 && value <= ACCOUNT_MINOR_MAX))
    return;
  throw new SandboxRefusal(
    'invalid',
    `${field}: give a whole number of minor units from 0 to ${ACCOUNT_MINOR_MAX}.`,
  );
}

/**
 * Checks settings that come from outside the type system.
 *
 * @throws SandboxRefusal `invalid`, naming the field, when one is not possible.
 */
export function checkAccountChange(change: AccountChange): void {
  checkMinor('balance_minor', change.balanceMinor);
  checkMinor('free_limit_minor', change.freeLimitMinor);
  const { status, behaviour, reversalBehaviour, refundBehaviour } = change;
  if (status !== undefined && status !== 'open' && status !== 'closed') {
    throw new SandboxRefusal('invalid', 'status: give "open" or "closed".');
  }
  if (behaviour !== undefined && !isAccountBehaviour(behaviour)) {
    throw new SandboxRefusal(
      'invalid',
      'behaviour: give "normal" or a behaviour of GET /sandbox/test-numbers, for example "password-approved".',
    );
  }
  if (reversalBehaviour !== undefined && !isReversalBehaviour(reversalBehaviour)) {
    throw new SandboxRefusal('invalid', REVERSAL_BEHAVIOUR_MEND);
  }
  if (refundBehaviour !== undefined && !isRefundBehaviour(refundBehaviour)) {
    throw new SandboxRefusal('invalid', REFUND_BEHAVIOUR_MEND);
  }
}
