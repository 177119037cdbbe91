import type { NamedKey } from '@opencpm/protocol/signature-explainer';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';

/**
 * Reads `--other-key NAME=KEY`.
 *
 * @throws CommandFailure for a text without a name or without a key; the text is not repeated, for it may be a key.
 */
export function readOtherKeys({ options }: CommandContext): readonly NamedKey[] {
  return options.texts('other-key').map((text) => {
    const equals = text.indexOf('=');
    const [name, key] = [text.slice(0, Math.max(0, equals)), text.slice(equals + 1)];
    if (name !== '' && key !== '') return { name, key };
    throw wrongUsage('--other-key has no name or no key.', 'Write --other-key production=KEY.');
  });
}
