import { AMOUNT_MINOR_MAX, parseAmountMinor } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';

/**
 * Reads an amount as it is typed.
 *
 * @returns whole minor units.
 * @throws CommandFailure with the usage exit code for anything else.
 */
export function readAmountMinor(text: string): number {
  const amountMinor = parseAmountMinor(text);
  if (amountMinor !== undefined) return amountMinor;
  throw wrongUsage(
    `The amount is not a whole number of minor units from 1 to ${AMOUNT_MINOR_MAX}: ${text}`,
    'Write it without decimal point, sign or separators: HKD 10.50 is 1050, JPY 1000 is 1000.',
  );
}
