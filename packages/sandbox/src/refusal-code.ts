import { isResponseCode, RESPONSE_CODES, type ResponseCode } from '@opencpm/protocol';

/**
 * The response code of a text when it is one that refuses.
 *
 * @returns undefined for anything else: no code, success, or a code that says "not decided yet".
 */
export function refusalCodeOf(text: string | undefined): ResponseCode | undefined {
  if (text === undefined || !isResponseCode(text)) return undefined;
  const codeClass = RESPONSE_CODES[text].class;
  return codeClass === 'success' || codeClass === 'pending' ? undefined : text;
}
