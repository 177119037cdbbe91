import { PARAMETERS_MAX } from '@opencpm/protocol';

/** What has to be known before the first call; the description of the whole, in Markdown. */
export const INTRODUCTION = `The merchant interface in the wire format of QFPay's published documents: the cashier scans the code on the customer's phone, one call charges the wallet behind it.

## The third answer

A payment is paid (\`0000\`), refused, or *not known yet* (\`1143\`, \`1145\`, or no answer at all). The third is never a refusal. Do not charge again: enquire by the order number until the answer is final.

## Transport

- A request is \`application/x-www-form-urlencoded\`, UTF-8, at most ${PARAMETERS_MAX} parameters and 64 KiB together: in the body of a POST, or in the query string of a GET or of a POST without a body. Never in both.
- An empty value counts as absent. Unknown parameters are tolerated and are part of the signed text. A repeated name is refused.
- Every result of a call comes with HTTP 200: read \`respcd\`. Other statuses are for what is no call at all, and for 429.
- Answers are JSON in ASCII with \`", "\` and \`": "\` as separators. Members may be added in later versions: ignore those you do not know.

## Signature

1. Take every parameter that is sent, except \`sign\` and \`sign_type\`.
2. Sort by name in ASCII order.
3. Join as \`name=value\` with \`&\`. Values are plain text, not URL-encoded.
4. Append the client key directly.
5. Hash the UTF-8 bytes with SHA-256 (or MD5) and write the digest as hex: that is \`X-QF-SIGN\`.

With \`X-QF-SIGNTYPE: HMAC-SHA256\` the signature is an HMAC over seven lines: \`QF2\`, method, path, app code, timestamp, nonce, and the SHA-256 of the body (or of the query string) in lower-case hex. Its key is derived from the client key by HKDF-SHA256 with the app code as salt and \`QF2 request\` as info.`;
