import { SandboxRefusal } from '../sandbox-refusal.ts';
import { ADVANCE_MAX_MS } from './virtual-time.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(?:\d{1,10}(?:ms|[smhd]))+$/;
const PART = /(\d+)(ms|[smhd])/g;

function refusal(field: string, mend: string): SandboxRefusal {
  return new SandboxRefusal('invalid', `${field}: ${mend}`);
}

function durationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let sumMs = 0;
  for (const [, count, unit] of text.matchAll(PART)) sumMs += Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  return sumMs;
}

/**
 * Reads how far the clock is to move: `advance_ms` in milliseconds, or `advance` as in `15h`, `90s` or `1h30m`.
 *
 * @returns whole milliseconds, 0 to {@link ADVANCE_MAX_MS}.
 * @throws SandboxRefusal `invalid`, naming the field.
 */
export function readAdvance(fields: Readonly<Record<string, unknown>>): number {
  const { advance_ms: milliseconds, advance } = fields;
  if ((milliseconds === undefined) === (advance === undefined)) {
    throw refusal('body', 'give either advance_ms or advance, such as {"advance": "15h"}.');
  }
  const field = advance === undefined ? 'advance_ms' : 'advance';
  const wanted = typeof advance === 'string' ? durationMs(advance) : milliseconds;
  if (typeof wanted !== 'number' || !Number.isSafeInteger(wanted) || wanted < 0) {
    const mend =
      field === 'advance'
        ? 'write numbers with ms, s, m, h or d, such as "15h", "90s" or "1h30m".'
        : 'give a whole number of milliseconds from 0.';
    throw refusal(field, mend);
  }
  if (wanted > ADVANCE_MAX_MS) throw refusal(field, 'move the clock by 31 days at most.');
  return wanted;
}
