import { readSignTypeHeader, type SignType } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';

/** What the headers of a request said, as far as they were given. */
export interface SentHeaders {
  readonly appCode: string | undefined;
  readonly signature: string | undefined;
  /** `undefined` when no headers were given at all; a missing X-QF-SIGNTYPE among others means MD5. */
  readonly signType: SignType | undefined;
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
}

/**
 * Reads `--header 'NAME: VALUE'`. Headers without a meaning for the signature are passed over, so that all of them may be
 * pasted.
 *
 * @throws CommandFailure for a text without a colon, or a sign type no gateway knows.
 */
export function readSentHeaders({ options }: CommandContext): SentHeaders {
  const headers = new Map(options.texts('header').map(readHeader));
  const word = headers.get('x-qf-signtype');
  const signType = readSignTypeHeader(word);
  if (signType === undefined) {
    throw wrongUsage(
      `X-QF-SIGNTYPE is no word a gateway knows: ${word}`,
      'That is the mistake: send MD5, SHA256 or HMAC-SHA256, written like this.',
    );
  }
  return {
    appCode: headers.get('x-qf-appcode'),
    signature: headers.get('x-qf-sign'),
    signType: headers.size === 0 ? undefined : signType,
    timestamp: headers.get('x-qf-timestamp'),
    nonce: headers.get('x-qf-nonce'),
  };
}

function readHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  if (colon > 0) return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
  throw wrongUsage(`"${text}" is no header.`, "Write --header 'X-QF-SIGN: 5F1E...'.");
}
