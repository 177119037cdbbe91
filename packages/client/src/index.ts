/** Merchant SDK: charge wallet barcodes exactly once. */
export type { Attempt, AttemptProgress, AttemptStage, Verdict } from './attempt.ts';
export { Client } from './client.ts';
export type { ClientParts } from './client-parts.ts';
export type { Credentials } from './credentials.ts';
export { AttemptExistsError, InvalidOrderError } from './errors.ts';
export type { Journal } from './journal.ts';
export { findObstacle, MemoryJournal } from './memory-journal.ts';
export type { PayOrder } from './pay-order.ts';
export type { PayProgress, PaySignals } from './pay-progress.ts';
export { matchOutcome, type OutcomeCases, type PayResult } from './pay-result.ts';
export type { ClientClock, Fetch, Surroundings } from './surroundings.ts';
export { type PayTiming, USUAL_TIMING } from './timing.ts';
