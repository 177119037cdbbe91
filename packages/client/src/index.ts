/** Merchant SDK: charge wallet barcodes exactly once. */
export type { CashierWords, PayType, SignType } from '@opencpm/protocol';
export { cashierWords } from '@opencpm/protocol';
export { applyProgress } from './apply-progress.ts';
export type { Attempt, AttemptProgress, AttemptStage, Release, Verdict } from './attempt.ts';
export { AttemptTable } from './attempt-table.ts';
export type { CallOptions } from './call.ts';
export type { Client } from './client.ts';
export { type ClientOptions, createClient } from './create-client.ts';
export type { AnswerSignatures, Credentials } from './credentials.ts';
export type { Enquiry, EnquiryPage } from './enquiry.ts';
export { AttemptExistsError, CallError, InvalidRequestError, type MoneyEffect } from './errors.ts';
export { CODE_REUSE_MS, findObstacle } from './find-obstacle.ts';
export {
  type ImitatedNotification,
  imitateNotification,
  type SignedNotification,
} from './imitate-notification.ts';
export type { Journal } from './journal.ts';
export { MemoryJournal } from './memory-journal.ts';
export {
  type NotificationCheck,
  type NotificationRequest,
  type NotificationResult,
  verifyNotification,
} from './notification.ts';
export { freshOrderNumber } from './order-number.ts';
export type { PayOrder } from './pay-order.ts';
export type { PayProgress, PaySignals } from './pay-progress.ts';
export { matchOutcome, type OutcomeCases, type PayResult } from './pay-result.ts';
export type { RefundOrder, RefundResult, RefundSignals } from './refund.ts';
export type { ClientClock, Fetch, Surroundings } from './surroundings.ts';
export { type PayTiming, USUAL_TIMING } from './timing.ts';
export type { TradeBill } from './trade-bill.ts';
export type { Transaction, TransactionKind, TransactionState } from './transaction.ts';
export type { UndoOrder, UndoResult } from './undo.ts';
