/** A JSON object whose members are still to be checked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object, not a list and not null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads UTF-8 JSON, or `undefined` when the bytes are neither. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A member as text: texts as they are, whole numbers in digits, everything else empty. */
export function textOf(record: JsonRecord, name: string): string {
  const value = record[name];
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : '';
}
