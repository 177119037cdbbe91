import type { SaleSummary, Words } from './sale.ts';

/**
 * The calls between the till's page and its server. Bodies and answers are JSON in UTF-8; times are milliseconds since
 * 1970-01-01 UTC, amounts whole numbers of the currency's smallest unit.
 *
 * Every call except `GET` sends `content-type: application/json` and the header {@link CSRF_HEADER}. An answer with a
 * status of 400 or more has the body `ApiFailure`.
 *
 * | Call | Body | Answer |
 * | --- | --- | --- |
 * | `GET /health` | | `Health`; 503 when the till cannot sell |
 * | `GET /start` | | `StartFacts`: what the page needs first, with or without a session |
 * | `POST /set-up` | `SetUpRequest` | `SessionFacts`; makes the first manager and logs in |
 * | `POST /log-in` | `LogInRequest` | `SessionFacts`, sets the cookie |
 * | `POST /log-out` | `{}` | `{}`, clears the cookie |
 * | `POST /pin` | `ChangePinRequest` | `{}` |
 * | `GET /register` | | `RegisterSnapshot` |
 * | `GET /events` | | Server-Sent Events, see below |
 * | `POST /sales` | `SaleRequest` | `RegisterSnapshot` |
 * | `POST /sales/ID/check` | `{}` | `RegisterSnapshot`: *check now* |
 * | `POST /sales/ID/cancel` | `{}` | `RegisterSnapshot`: *cancel* |
 * | `POST /sales/ID/dismiss` | `{}` | `RegisterSnapshot`: *next customer* |
 * | `POST /sales/ID/release` | `ReleaseRequest` | `RegisterSnapshot`: a manager lets the basket be charged again |
 * | `GET /sales?search=&state=&before=&limit=` | | `SaleList` |
 * | `GET /sales/ID` | | `SaleDetail` |
 * | `POST /look-up` | `LookUpRequest` | `LookUpResult`: *did that one go through?* |
 * | `POST /sales/ID/refunds` | `RefundRequest` | `SaleDetail` |
 * | `GET /sales/ID/receipt` | | `ReceiptFacts` |
 * | `GET /shift` | | `ShiftFacts`, or `null` while none is open |
 * | `POST /shift/open` | `OpenShiftRequest` | `ShiftFacts` |
 * | `POST /shift/close` | `CloseShiftRequest` | `ShiftFacts` |
 * | `GET /shifts?before=&limit=` | | `ShiftList` |
 * | `GET /shifts/ID` | | `ShiftFacts` |
 * | `GET /payments.csv?from=&to=` | | CSV file; `from` and `to` as `YYYY-MM-DD` in the till's time zone |
 * | `GET /shifts/ID/csv` | | CSV file |
 * | `GET /cashiers` | | `CashierList`, for managers |
 * | `POST /cashiers` | `AddCashierRequest` | `CashierList`, for managers |
 * | `POST /cashiers/ID` | `ChangeCashierRequest` | `CashierList`, for managers |
 *
 * **Event stream.** `GET /events` sends one event with the name `register` and a `RegisterSnapshot` as data at once and
 * after every change, and an event `beat` with `{}` every ten seconds. The event `logged_out` with `{}` is the last one
 * when the session has ended. A page that hears nothing for 25 s, or cannot connect, shows that it cannot charge, and
 * connects again.
 *
 * **Pages beside the calls**, without a session: `GET /till/r/TOKEN` is a receipt for the customer, as a page, and
 * `GET /till/r/TOKEN.pdf` as a file.
 */
export const API_BASE = '/till/api';

/**
 * Header of every call except `GET`: `SessionFacts.csrfToken`, or {@link CSRF_BEFORE_LOG_IN} while there is no session.
 */
export const CSRF_HEADER = 'x-till-csrf';

/** Value of {@link CSRF_HEADER} for `/set-up` and `/log-in`. */
export const CSRF_BEFORE_LOG_IN = 'before-log-in';

/** What went wrong, for the program of the page. */
export type FailureCode =
  /** A field is wrong; `field` names it. */
  | 'invalid'
  /** No session, or it has ended: show the log-in. */
  | 'logged_out'
  /** The CSRF token is stale: ask `/start` and repeat the call. */
  | 'stale_page'
  /** This cashier, or this page's origin, may not do that. */
  | 'forbidden'
  | 'not_found'
  /** The PIN is wrong; `triesLeft` says how many tries are left before the next pause. */
  | 'wrong_pin'
  /** Too many wrong PINs; `waitMs` says how long to wait. */
  | 'too_many_tries'
  /** The cashier is locked after too many wrong PINs: a manager sets a new PIN. */
  | 'locked'
  /** The scanned code was used for an earlier sale; `sale` is that one. */
  | 'code_used'
  /** A payment for this basket is open; `sale` is that one. Only a manager's release lets it be charged again. */
  | 'basket_open'
  /** The basket is paid; `sale` is that payment. */
  | 'basket_paid'
  /**
   * An open payment of this till has the same amount: is it the same customer? `sale` is that one. Repeat the call with
   * `otherCustomer` after the cashier has said that it is another one.
   */
  | 'same_amount_open'
  /** The scan is no payment code, or of a wallet this till does not take; `words` says it in the cashier's words. */
  | 'code_refused'
  /** What was asked for does not fit what the sale, refund or shift is now. Ask anew and show it. */
  | 'conflict'
  /** The gateway cannot be reached. Nothing was begun. */
  | 'gateway_unreachable'
  /** The till itself cannot do it now, for example because its disk is full. Nothing was begun. */
  | 'unavailable';

/** Body of every answer with a status of 400 or more. */
export interface ApiFailure {
  readonly error: {
    readonly code: FailureCode;
    /** English, for a developer: names the field and how to mend it. Holds no PIN, code or key. */
    readonly message: string;
    readonly field?: string | undefined;
    readonly triesLeft?: number | undefined;
    readonly waitMs?: number | undefined;
    readonly sale?: SaleSummary | undefined;
    readonly words?: Words | undefined;
  };
}

/** Answer of `/health`. */
export interface Health {
  readonly status: 'ok' | 'failing';
  /** Whether the gateway answered lately. */
  readonly gateway: 'reachable' | 'unreachable' | 'refuses_credentials' | 'unknown';
  /** Payments without a verdict. */
  readonly openPayments: number;
  readonly openRefunds: number;
}
