import type { Attempt } from './attempt.ts';

/** A call that cannot be made as it is. Nothing was sent and nothing written. */
export class InvalidOrderError extends Error {
  override readonly name = 'InvalidOrderError';
  /** The field that has to be mended. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}

/**
 * Another attempt stands in the way: the basket is still open, or order number or code were used. Nothing was sent.
 */
export class AttemptExistsError extends Error {
  override readonly name = 'AttemptExistsError';
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    super(
      attempt.stage === 'ended'
        ? `order number or code were used for attempt ${attempt.orderNumber}; every attempt takes new ones`
        : `attempt ${attempt.orderNumber} for basket ${attempt.basketId} has no verdict yet; wait for it, do not charge again`,
    );
    this.attempt = attempt;
  }
}

/** Whether money may have moved by a call that failed. */
export type MoneyEffect =
  /** The request never left: nothing happened. */
  | 'not_sent'
  /** The request may have arrived and may have had its effect: enquire before anything else. */
  | 'unknown'
  /** The gateway said no: nothing happened. */
  | 'refused';

/** A call that brought no result. {@link CallError.effect} says what may have happened to the money. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly effect: MoneyEffect;
  /** Code of a refusal, empty otherwise. */
  readonly respcd: string;

  constructor(effect: MoneyEffect, message: string, respcd = '') {
    super(message);
    this.effect = effect;
    this.respcd = respcd;
  }
}
