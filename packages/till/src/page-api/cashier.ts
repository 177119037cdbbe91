import type { Approval } from './sale.ts';

/** `manager` may do everything; `cashier` sells, and refunds when `mayRefund` is set. */
export type Role = 'cashier' | 'manager';

/** A cashier as the log-in shows them. */
export interface CashierName {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly mayRefund: boolean;
}

/** What the page needs first. */
export interface StartFacts {
  /**
   * - `set_up`: no cashier yet; ask for the code that the terminal shows, a name and a PIN.
   * - `log_in`: no session.
   * - `in`: `session` is there.
   */
  readonly state: 'set_up' | 'log_in' | 'in';
  readonly shopName: string;
  /** Play money: show that nobody can overlook it. */
  readonly sandbox: boolean;
  /** A cashier of the sandbox to log in with at once. Never of a real till. */
  readonly sandboxLogIn: { readonly cashierId: string; readonly pin: string } | undefined;
  /** The first one is the usual one. */
  readonly currencies: readonly { readonly code: string; readonly minorUnits: number }[];
  readonly wallets: readonly string[];
  /** IANA name, for showing times. */
  readonly timeZone: string;
  readonly registers: readonly { readonly id: string; readonly name: string }[];
  readonly cashiers: readonly CashierName[];
  /** Digits of a PIN. */
  readonly pin: { readonly digitsMin: number; readonly digitsMax: number };
  /** Address of the customer's phone of the sandbox. */
  readonly phoneUrl: string | undefined;
  readonly session: SessionFacts | undefined;
}

/** Who is logged in, and where. */
export interface SessionFacts {
  /** Value of the CSRF header of every call of this session. */
  readonly csrfToken: string;
  readonly cashier: CashierName;
  readonly register: { readonly id: string; readonly name: string };
  /** Milliseconds until the session ends unless a call is made. */
  readonly endsInMs: number;
}

/** `POST /log-in`. */
export interface LogInRequest {
  readonly cashierId: string;
  readonly pin: string;
  /** The only register when left out. */
  readonly registerId?: string | undefined;
}

/** `POST /set-up`. */
export interface SetUpRequest {
  /** Shown in the terminal that the till was started in. */
  readonly setUpCode: string;
  /** 1 to 40 characters. */
  readonly name: string;
  readonly pin: string;
}

/** `POST /pin`: one's own. */
export interface ChangePinRequest {
  readonly pin: string;
  readonly newPin: string;
}

/** A cashier as a manager sees them. */
export interface CashierFacts extends CashierName {
  readonly active: boolean;
  readonly locked: boolean;
}

/** All cashiers, the disabled ones too. */
export interface CashierList {
  readonly cashiers: readonly CashierFacts[];
}

/** `POST /cashiers`. The approval is a manager's. */
export interface AddCashierRequest {
  readonly approval: Approval;
  readonly name: string;
  readonly pin: string;
  readonly role: Role;
  readonly mayRefund: boolean;
}

/** `POST /cashiers/ID`: what is given changes. A new PIN unlocks. The last active manager stays one. */
export interface ChangeCashierRequest {
  readonly approval: Approval;
  readonly name?: string | undefined;
  readonly pin?: string | undefined;
  readonly role?: Role | undefined;
  readonly mayRefund?: boolean | undefined;
  readonly active?: boolean | undefined;
}
