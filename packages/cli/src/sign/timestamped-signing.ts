import {
  type ByteHashes,
  deriveSigningKey,
  equalDigests,
  isDigestHex,
  isNonce,
  isTimestamp,
  requestTextV2,
  type SignedRequest,
  signRequestV2,
} from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';
import type { CommandOption } from '../command.ts';
import type { CommandContext } from '../context.ts';

/** What the newer form covers beside the parameters. */
export const TIMESTAMPED_OPTIONS: Readonly<Record<string, CommandOption>> = {
  method: { type: 'text', value: 'GET|POST', meaning: 'For HMAC-SHA256: the method. Default: POST.' },
  path: { type: 'text', value: 'PATH', meaning: 'For HMAC-SHA256: the path, such as /trade/v1/payment.' },
  timestamp: { type: 'text', value: 'SECONDS', meaning: 'For HMAC-SHA256: X-QF-TIMESTAMP. Default: now.' },
  nonce: { type: 'text', value: 'TEXT', meaning: 'For HMAC-SHA256: X-QF-NONCE. Default: a fresh one.' },
};

const NONCE_BYTES = 16;

/**
 * Reads the request of the newer form from the options.
 *
 * @param content the bytes that carry the parameters.
 */
export function readTimestampedRequest(
  context: CommandContext,
  appCode: string | undefined,
  content: string,
): SignedRequest {
  const { options } = context;
  const path = options.text('path');
  if (appCode === undefined) {
    throw wrongUsage(
      'The app code is missing: HMAC-SHA256 covers it.',
      'Give --app-code CODE, or set OPENCPM_APP_CODE.',
    );
  }
  if (path === undefined || !path.startsWith('/')) {
    throw wrongUsage(
      '--path is missing: HMAC-SHA256 covers it.',
      'Give it without host and query string: --path /trade/v1/payment',
    );
  }
  const method = (options.text('method') ?? 'POST').toUpperCase();
  if (method !== 'GET' && method !== 'POST')
    throw wrongUsage(`--method is neither GET nor POST: ${method}`, 'Write --method POST.');
  const timestamp = options.text('timestamp') ?? String(Math.floor(context.clock.nowMs() / 1000));
  if (!isTimestamp(timestamp))
    throw wrongUsage('--timestamp is no number of seconds.', 'Write seconds since 1970: date +%s');
  const nonce = options.text('nonce') ?? Buffer.from(context.randomBytes(NONCE_BYTES)).toString('hex');
  if (!isNonce(nonce)) throw wrongUsage('--nonce does not fit.', 'Use 16 to 64 letters, digits, _ or -.');
  return { method, path, appCode, timestamp, nonce, content: Buffer.from(content) };
}

/** The text, the signature, and what is said about a signature that is to be checked. */
export interface TimestampedExplanation {
  readonly text: string;
  readonly signature: string;
  /** `undefined` when none is to be checked. */
  readonly verdict: { readonly verifies: boolean; readonly mistake: string | undefined } | undefined;
}

/** Signs a request of the newer form and looks for the mistake in a signature that does not verify. */
export function explainTimestamped(
  request: SignedRequest,
  key: string,
  signature: string | undefined,
  hashes: ByteHashes,
): TimestampedExplanation {
  const right = signRequestV2(request, key, hashes);
  const explanation = { text: requestTextV2(request, hashes), signature: right };
  if (signature === undefined) return { ...explanation, verdict: undefined };
  const verifies = equalDigests(right, signature);
  const mistake = verifies ? undefined : findMistake(request, key, signature, hashes);
  return { ...explanation, verdict: { verifies, mistake } };
}

function findMistake(
  request: SignedRequest,
  key: string,
  signature: string,
  hashes: ByteHashes,
): string | undefined {
  if (!isDigestHex('SHA256', signature)) return 'it must be 64 hex digits';
  const text = requestTextV2(request, hashes);
  const derived = deriveSigningKey(key, request.appCode, 'QF2 request', hashes);
  const withKey = (secret: Uint8Array, message: string): string =>
    Buffer.from(hashes.hmacSha256(secret, Buffer.from(message))).toString('hex');
  const lines = text.split('\n');
  const bodyHash = lines.at(-1) ?? '';
  const candidates: readonly (readonly [mistake: string, signature: string])[] = [
    [
      'it was made with the client key itself; derive the key for requests first',
      withKey(Buffer.from(key), text),
    ],
    [
      'it was made with the key for answers; derive the one for requests',
      withKey(deriveSigningKey(key, request.appCode, 'QF2 answer', hashes), text),
    ],
    ['the text ended with a line break; it has none', withKey(derived, `${text}\n`)],
    ['the lines ended with CR LF; a single LF parts them', withKey(derived, lines.join('\r\n'))],
    [
      'the hash of the body was in upper case; write it in lower case',
      withKey(derived, [...lines.slice(0, -1), bodyHash.toUpperCase()].join('\n')),
    ],
    [
      'the method was in lower case; write it in upper case',
      withKey(derived, text.replace(request.method, request.method.toLowerCase())),
    ],
    [
      'the body was put into the text itself; put its hash there',
      withKey(derived, [...lines.slice(0, -1), Buffer.from(request.content).toString()].join('\n')),
    ],
    [
      'it was made over an empty body; hash the bytes that are sent',
      signRequestV2({ ...request, content: new Uint8Array() }, key, hashes),
    ],
  ];
  return candidates.find(([, candidate]) => equalDigests(candidate, signature))?.[0];
}
