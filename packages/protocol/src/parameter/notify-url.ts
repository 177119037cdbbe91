import { plainText } from './field-format.ts';

/** Asked of the text itself, because parsers mend a leading blank, a missing slash or a backslash. */
const WEB_ADDRESS = /^https?:\/\/[^/\\]/i;

/** What is wrong with an address for notifications, as the end of a sentence, or `undefined`. */
export function notifyUrlProblem(value: string): string | undefined {
  const problem = plainText(value);
  if (problem !== undefined) return problem;
  const url = WEB_ADDRESS.test(value) ? URL.parse(value) : null;
  if (url === null) return 'must be a full http or https address such as https://shop.example/notify';
  return url.username !== '' || url.password !== '' ? 'may not carry a user name or password' : undefined;
}
