import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';

/** Says, next to a client key just printed, that nobody can show it again. */
export function warnKeyShownOnce(context: CommandContext): void {
  context.stderr.write(
    `${paint(context.stderr, 'waiting', 'This is the only time the client key is shown.')} Store it now, where only the merchant's servers can read it.\n`,
  );
}
