import { TEST_NUMBERS } from '../../../packages/sandbox/src/index.ts';

/** A code whose payment goes as a behaviour of the wallets says: by its name, or by a test number. */
export function codeFor(behaviour: string): string {
  const named = TEST_NUMBERS.find((each) => each.behaviour === behaviour && each.number.startsWith('41'));
  return `130000000000${named?.number ?? behaviour}`;
}

/** A code whose payer is asked and does nothing until told. */
export const WAITS = codeFor('password-unanswered');
