/** What a JSON text holds, before anybody has looked at its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the bytes of a JSON object. @returns undefined for anything else, broken UTF-8 among it. */
export function readJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return asObject(JSON.parse(UTF8.decode(bytes)));
  } catch {
    return undefined;
  }
}

/** A value when it is an object with fields. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** A field when it is a text; empty otherwise. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A field when it is a whole number that can be trusted to the last digit. */
export function wholeNumberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
