import type { CommandContext } from '../context.ts';
import { shellWord } from '../terminal/shell-word.ts';

/**
 * The access options of this call, to be typed again behind a suggested command, with a blank in front. The key is not
 * repeated: a suggestion may end up in a log.
 */
export function accessWords(context: CommandContext): string {
  const words: string[] = [];
  for (const name of ['url', 'app-code', 'store']) {
    const value = context.options.text(name);
    if (value !== undefined) words.push(` --${name} ${shellWord(value)}`);
  }
  if (context.options.text('key') !== undefined) words.push(' --key ...');
  return words.join('');
}
