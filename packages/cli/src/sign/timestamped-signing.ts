import { isNonce, isTimestamp, type SignedRequest } from '@opencpm/protocol';
import type { CommandOption } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import type { SentHeaders } from './sent-headers.ts';

/** What the newer form covers beside the parameters. */
export const TIMESTAMPED_OPTIONS: Readonly<Record<string, CommandOption>> = {
  method: { type: 'text', value: 'GET|POST', meaning: 'For HMAC-SHA256: the method. Default: POST.' },
  path: { type: 'text', value: 'PATH', meaning: 'For HMAC-SHA256: the path, such as /trade/v1/payment.' },
  timestamp: { type: 'text', value: 'SECONDS', meaning: 'For HMAC-SHA256: X-QF-TIMESTAMP. Default: now.' },
  nonce: { type: 'text', value: 'TEXT', meaning: 'For HMAC-SHA256: X-QF-NONCE. Default: a fresh one.' },
};

const NONCE_BYTES = 16;

/** The method named by `--method`; the wire knows two. */
export function readMethod({ options }: CommandContext): 'GET' | 'POST' {
  const method = (options.text('method') ?? 'POST').toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  throw wrongUsage(`--method is neither GET nor POST: ${method}`, 'Write --method POST.');
}

/**
 * Reads the request of the newer form from the options.
 *
 * @param headers what was sent, for everything no option says.
 * @param content the bytes that carry the parameters.
 */
export function readTimestampedRequest(
  context: CommandContext,
  appCode: string | undefined,
  headers: SentHeaders,
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
  const method = readMethod(context);
  const timestamp =
    options.text('timestamp') ?? headers.timestamp ?? String(Math.floor(context.clock.nowMs() / 1000));
  if (!isTimestamp(timestamp))
    throw wrongUsage('--timestamp is no number of seconds.', 'Write seconds since 1970: date +%s');
  const nonce =
    options.text('nonce') ?? headers.nonce ?? Buffer.from(context.randomBytes(NONCE_BYTES)).toString('hex');
  if (!isNonce(nonce)) throw wrongUsage('--nonce does not fit.', 'Use 16 to 64 letters, digits, _ or -.');
  return { method, path, appCode, timestamp, nonce, content: Buffer.from(content) };
}
