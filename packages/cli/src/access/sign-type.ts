import { SIGN_TYPES, type SignType } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';
import type { CommandOption } from '../command.ts';
import type { CommandContext } from '../context.ts';

/** Every word of `--sign-type`, for help texts. */
export const SIGN_TYPE_WORDS = SIGN_TYPES.join('|');

const MEANING = 'How the call is signed; HMAC-SHA256 covers method, path, time and a nonce.';

/** The option that says how a call is signed. */
export const SIGN_TYPE_OPTION: CommandOption = {
  type: 'text',
  value: SIGN_TYPE_WORDS,
  meaning: `${MEANING} Default: SHA256.`,
};

/** The same where a journal is used: the client asks the gateway what it understands. */
export const JOURNAL_SIGN_TYPE_OPTION: CommandOption = {
  ...SIGN_TYPE_OPTION,
  meaning: `${MEANING} Default: the strongest the gateway offers.`,
};

/** The same where a journal may be used. */
export const PAY_SIGN_TYPE_OPTION: CommandOption = {
  ...SIGN_TYPE_OPTION,
  meaning: `${MEANING} Default: SHA256; with --journal the strongest the gateway offers.`,
};

/** The sign type named by `--sign-type`, or `undefined` when the option is absent. */
export function readSignType(context: CommandContext): SignType | undefined {
  const text = context.options.text('sign-type');
  if (text === undefined) return undefined;
  const signType = SIGN_TYPES.find((word) => word === text.toUpperCase());
  if (signType !== undefined) return signType;
  throw wrongUsage(
    `--sign-type is none of ${SIGN_TYPES.join(', ')}: ${text}`,
    'Write --sign-type SHA256, or HMAC-SHA256 where the gateway announces it at /healthz.',
  );
}
