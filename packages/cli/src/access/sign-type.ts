import type { DigestAlgorithm } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';
import type { CommandOption } from '../command.ts';
import type { CommandContext } from '../context.ts';

/** The option that names the digest of a call. */
export const SIGN_TYPE_OPTION: CommandOption = {
  type: 'text',
  value: 'MD5|SHA256',
  meaning: 'Digest of the signature. Default: SHA256.',
};

/** The digest named by `--sign-type`, or `undefined` when the option is absent. */
export function readSignType(context: CommandContext): DigestAlgorithm | undefined {
  const text = context.options.text('sign-type');
  const word = text?.toUpperCase();
  if (word === undefined || word === 'MD5' || word === 'SHA256') return word;
  throw wrongUsage(
    `--sign-type is neither MD5 nor SHA256: ${text}`,
    'Write --sign-type MD5 or --sign-type SHA256.',
  );
}
