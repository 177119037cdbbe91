import type { Attempt, AttemptProgress, Verdict } from './attempt.ts';

/**
 * An attempt as it stands after progress. Every journal goes through here, so that none of them loses a verdict to
 * somebody who looked before it was written.
 *
 * @throws Error when there is a verdict, and the progress has none or another one.
 */
export function applyProgress(attempt: Attempt, progress: AttemptProgress): Attempt {
  const { stage, syssn, verdict } = progress;
  if (attempt.verdict !== undefined && !isSame(attempt.verdict, verdict)) {
    throw new Error(`attempt ${attempt.orderNumber} is ${attempt.verdict.kind}: a verdict does not change`);
  }
  return { ...attempt, stage, syssn, verdict };
}

function isSame(written: Verdict, verdict: Verdict | undefined): boolean {
  const left: Readonly<Record<string, string>> = { ...written };
  const right: Readonly<Record<string, string>> = { ...verdict };
  return [...Object.keys(left), ...Object.keys(right)].every((name) => left[name] === right[name]);
}
