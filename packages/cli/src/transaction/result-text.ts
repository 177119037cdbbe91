import { isResponseCode, responseCode } from '@opencpm/protocol';

/** A result code with its meaning in English, and the gateway's own text where that says more. */
export function resultText(respcd: string, gatewayText: string): string {
  const known = isResponseCode(respcd) ? responseCode(respcd).textEn : '';
  const own = gatewayText === known ? '' : gatewayText;
  if (known === '') return `${respcd} ${own}`.trim();
  return own === '' ? `${respcd} ${known}` : `${respcd} ${known} (${own})`;
}

/** What to do about a result code, or `undefined` for a code nobody has documented. */
export function resultAdvice(respcd: string): string | undefined {
  return isResponseCode(respcd) ? responseCode(respcd).developer : undefined;
}
