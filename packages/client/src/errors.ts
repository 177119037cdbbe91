import type { Attempt } from './attempt.ts';

/** A call that cannot be made as it is. Nothing was sent and nothing written. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  /** The field that has to be mended. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}

/** Another attempt stands in the way. Nothing was sent. */
export class AttemptExistsError extends Error {
  override readonly name = 'AttemptExistsError';
  /** The one in the way. Open, it has to be waited for; paid, the basket is paid for. */
  readonly attempt: Attempt;

  constructor(attempt: Attempt, basketId: string) {
    super(textOf(attempt, basketId));
    this.attempt = attempt;
  }
}

function textOf(attempt: Attempt, basketId: string): string {
  if (attempt.basketId === basketId && attempt.verdict === undefined) {
    return `attempt ${attempt.orderNumber} for basket ${basketId} has no verdict yet; wait for it, do not charge again`;
  }
  if (attempt.basketId === basketId && attempt.verdict?.kind === 'paid') {
    return `basket ${basketId} was paid by attempt ${attempt.orderNumber}`;
  }
  return `order number or code were used by attempt ${attempt.orderNumber}; scan a new code`;
}

/** What may have happened to the money by a call that failed. */
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
  /** Code of a refusal; `1108` also when the other side says, without proof, that it does not know us. Empty otherwise. */
  readonly respcd: string;

  constructor(effect: MoneyEffect, message: string, respcd = '') {
    super(message);
    this.effect = effect;
    this.respcd = respcd;
  }
}
