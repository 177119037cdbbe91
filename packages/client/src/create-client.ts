import { Client } from './client.ts';
import type { Credentials } from './credentials.ts';
import { InvalidRequestError } from './errors.ts';
import type { Journal } from './journal.ts';
import { SignTypeChoice } from './sign-type-choice.ts';
import type { Surroundings } from './surroundings.ts';
import { systemSurroundings } from './system-surroundings.ts';
import { type PayTiming, USUAL_TIMING } from './timing.ts';

/** What a client is made of. */
export interface ClientOptions extends Credentials {
  /** Where attempts are written down: a `FileJournal` at a till, a `MemoryJournal` in a test. */
  readonly journal: Journal;
  /** Letters and digits of the till, at most 32, at the beginning of every order number made here. */
  readonly orderPrefix?: string | undefined;
  /** Times that differ from the usual ones. */
  readonly timing?: Partial<PayTiming> | undefined;
  /** Network, time or chance that differ from the machine's own; for tests, proxies and simulations. */
  readonly surroundings?: Partial<Surroundings> | undefined;
}

/**
 * Makes a client. Nothing is sent yet.
 *
 * @throws InvalidRequestError for an address that is no web address, or an empty credential.
 */
export function createClient(options: ClientOptions): Client {
  const { journal, orderPrefix = '', timing, surroundings: own, ...credentials } = options;
  checkCredentials(credentials, orderPrefix);
  const surroundings = { ...systemSurroundings, ...own };
  const signTypes = new SignTypeChoice(credentials, surroundings);
  return new Client(
    { credentials, journal, surroundings, timing: { ...USUAL_TIMING, ...timing }, signTypes },
    orderPrefix,
  );
}

function checkCredentials({ baseUrl, appCode, clientKey, storeId }: Credentials, orderPrefix: string): void {
  if (!/^https?:\/\/[^?#\s]+$/i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new InvalidRequestError('baseUrl', 'must be an address such as https://openapi-hk.qfapi.com');
  }
  // Header values: what cannot stand there would fail at every call.
  if (!/^[!-~]+$/.test(appCode)) throw new InvalidRequestError('appCode', 'is empty or no app code');
  if (clientKey === '') throw new InvalidRequestError('clientKey', 'is empty');
  if (storeId === '') throw new InvalidRequestError('storeId', 'is empty; leave it out when none was issued');
  if (!/^[A-Za-z0-9]{0,32}$/.test(orderPrefix)) {
    throw new InvalidRequestError('orderPrefix', 'must be at most 32 letters and digits');
  }
}
