import { isResponseCode, type ResponseCode, responseCode } from '@opencpm/protocol';
import { explainResponseCode } from '@opencpm/protocol/explain-response-code';

/** A result code with its meaning in English, and the gateway's own text where that says more. */
export function resultText(respcd: string, gatewayText: string): string {
  const known = isResponseCode(respcd) ? englishText(respcd) : '';
  const own = sameWords(gatewayText, known) ? '' : gatewayText;
  if (known === '') return `${respcd} ${own}`.trim();
  return own === '' ? `${respcd} ${known}` : `${respcd} ${known} (${own})`;
}

/** What to do about a result code, or `undefined` for a code nobody has documented. */
export function resultAdvice(respcd: string): string | undefined {
  return isResponseCode(respcd) ? explainResponseCode(respcd, 'en').action : undefined;
}

/** The catalogue's text of 0000 lists everything it can mean; the state beside it says which. */
function englishText(respcd: ResponseCode): string {
  return respcd === '0000' ? 'Success' : responseCode(respcd).textEn;
}

/** Whether two texts differ in nothing but a full stop at the end. */
function sameWords(left: string, right: string): boolean {
  return left.replace(/\.$/, '') === right.replace(/\.$/, '');
}
