import { runningNumberOf } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';

/**
 * The `syssn` among the arguments, checked before anything is sent with it.
 *
 * @param usage a line that shows how it is done.
 * @throws CommandFailure with the usage exit code when it is missing or no transaction number.
 */
export function readSyssn(text: string | undefined, usage: string): string {
  if (text === undefined) throw wrongUsage('The number of the payment is missing.', `Write: ${usage}`);
  if (runningNumberOf(text) !== undefined) return text;
  throw wrongUsage(
    `This is no transaction number of a gateway: ${text}`,
    'Find it with: opencpm query --order NUMBER',
  );
}
