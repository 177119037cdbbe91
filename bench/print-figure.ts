/** Seconds since an instant of `performance.now()`, for people. */
export function secondsSince(startMs: number): string {
  return secondsOf(performance.now() - startMs);
}

/** A duration in seconds, for people. */
export function secondsOf(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

/** An amount of memory, for people. */
export function megabytes(bytes: number | undefined): string {
  return bytes === undefined || bytes === 0 ? 'unknown' : `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

/** Prints one figure. */
export function printFigure(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(48)}${value}\n`);
}
