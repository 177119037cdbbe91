import { plainText } from './field-format.ts';

/** What is wrong with an address for notifications, as the end of a sentence, or `undefined`. */
export function notifyUrlProblem(value: string): string | undefined {
  const problem = plainText(value);
  if (problem !== undefined) return problem;
  const url = URL.parse(value);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'must be a full http or https address';
  }
  return url.username !== '' || url.password !== '' ? 'may not carry a user name or password' : undefined;
}
