/** What one check found. */
export interface Finding {
  /** What was looked at, two or three words. */
  readonly subject: string;
  /** `warn`: works, or may not matter here; `fail`: has to be mended. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What to do; absent when there is nothing to do. */
  readonly mend?: string;
}

/** All is well. */
export function ok(subject: string, text: string): Finding {
  return { subject, status: 'ok', text };
}

/** Works, or may not matter here. */
export function warn(subject: string, text: string, mend: string): Finding {
  return { subject, status: 'warn', text, mend };
}

/** Has to be mended. */
export function fail(subject: string, text: string, mend: string): Finding {
  return { subject, status: 'fail', text, mend };
}
