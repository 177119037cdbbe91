import { plainText } from './field-format.ts';
import type { ValueForm } from './parameter-rule.ts';

/** Asked of the text itself, because parsers mend a leading blank, a missing slash or a backslash. */
const WEB_ADDRESS = /^https?:\/\/[^/\\]/i;

const ADDRESS = 'must be a full http or https address such as https://shop.example/notify';

/** What {@link notifyUrlProblem} takes. */
export const NOTIFY_URL_FORM: ValueForm = {
  words: `${ADDRESS}, without user name and password`,
  pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^/\\\\]',
};

/** What is wrong with an address for notifications, as the end of a sentence, or `undefined`. */
export function notifyUrlProblem(value: string): string | undefined {
  const problem = plainText.problem(value);
  if (problem !== undefined) return problem;
  const url = WEB_ADDRESS.test(value) ? URL.parse(value) : null;
  if (url === null) return ADDRESS;
  return url.username !== '' || url.password !== '' ? 'may not carry a user name or password' : undefined;
}
