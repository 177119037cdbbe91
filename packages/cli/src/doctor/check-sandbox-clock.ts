import { sandboxAheadMs } from '../access/sandbox-clock.ts';
import type { Surroundings } from '../context.ts';
import { durationText } from '../terminal/duration-text.ts';
import { type Finding, ok, warn } from './finding.ts';

/** From here on a signature with the time of this machine is refused. */
const REFUSED_FROM_MS = 300_000;

/** Says how far the clock of a sandbox was moved ahead, and what that stops; nothing where it was not moved. */
export async function checkSandboxClock(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
): Promise<readonly Finding[]> {
  const aheadMs = await sandboxAheadMs(surroundings, url);
  if (aheadMs === 0) return [];
  const text = `was moved ${durationText(aheadMs)} ahead of this machine`;
  if (aheadMs < REFUSED_FROM_MS) return [ok('sandbox clock', text)];
  return [
    warn('sandbox clock', text, 'Programs of yours that sign with a time get 1108. Start the sandbox again.'),
  ];
}
