import type { Fields } from './fields.ts';
import type { UnionPaySettings } from './settings.ts';

/** Longest `subMerName` and `subMerAbbr`, in bytes of UTF-8, the strictest reading of their lengths. */
const NAME_BYTES_MAX = 40;
const SHORT_NAME_BYTES_MAX = 16;

/**
 * The shop behind an acquirer or a platform, as ACP has it in a purchase. A merchant with a contract of its own has no
 * such fields: UnionPay shows the name it registered.
 *
 * @param merchantName as the gateway knows it; without a character UnionPay can hold, the number takes its place.
 */
export function subMerchantFields(
  { subMerchantId }: Pick<UnionPaySettings, 'subMerchantId'>,
  merchantName: string,
): Fields {
  if (subMerchantId === undefined) return {};
  const name = plainText(merchantName) || subMerchantId;
  return {
    subMerId: subMerchantId,
    subMerName: cutToBytes(name, NAME_BYTES_MAX),
    subMerAbbr: cutToBytes(name, SHORT_NAME_BYTES_MAX),
  };
}

/** A text without control characters and without characters of four bytes in UTF-8. */
function plainText(text: string): string {
  return text
    .replaceAll(/[\u{10000}-\u{10ffff}]|\p{Cs}/gu, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function cutToBytes(text: string, bytesMax: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytesMax) break;
    kept += character;
  }
  return kept.trimEnd();
}
