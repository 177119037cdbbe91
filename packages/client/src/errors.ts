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
