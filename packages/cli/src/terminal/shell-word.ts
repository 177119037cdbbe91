const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/;

/** A value as it is typed into a POSIX shell, quoted where that is needed. */
export function shellWord(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
