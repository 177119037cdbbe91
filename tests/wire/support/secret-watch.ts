/** Everything a log may never hold, collected while a test runs. */
export class SecretWatch {
  readonly #secrets = new Map<string, string>();

  /** Remembers a secret; texts too short to be one are left out, as they occur in logs by chance. */
  add(kind: string, secret: string): void {
    if (secret.length >= 12) this.#secrets.set(secret.toUpperCase(), kind);
  }

  get size(): number {
    return this.#secrets.size;
  }

  /** Kinds of the secrets a text holds, in whatever letter case. */
  leaksIn(text: string): readonly string[] {
    const upper = text.toUpperCase();
    return [...this.#secrets].filter(([secret]) => upper.includes(secret)).map(([, kind]) => kind);
  }
}

/** Everything some reader of logs takes for the end of a line. */
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * Reads a log as one JSON object per line.
 *
 * @throws Error when a line is something else, or an event is spread over lines.
 */
export function readLogLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = text.split(LINE_ENDS);
  if (lines.pop() !== '') throw new Error('the log does not end with a line end');
  return lines.map((line) => {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      throw new Error(`a log line is no object: ${line}`);
    }
    return { ...entry };
  });
}
