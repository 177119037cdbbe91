import type { Credentials } from './credentials.ts';
import type { Journal } from './journal.ts';
import type { SignTypeChoice } from './sign-type-choice.ts';
import type { Surroundings } from './surroundings.ts';
import type { PayTiming } from './timing.ts';

/** What a client works with. */
export interface ClientParts {
  readonly credentials: Credentials;
  readonly journal: Journal;
  readonly surroundings: Surroundings;
  readonly timing: PayTiming;
  readonly signTypes: SignTypeChoice;
}
