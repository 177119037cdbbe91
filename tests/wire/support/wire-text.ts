/**
 * The text form of an answer (contract, section 3.4): separators `", "` and `": "`, ASCII with lower-case `\u` escapes.
 * Written for the tests alone. Members come in the order in which the answer holds them.
 */
export function wireTextOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(wireTextOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${wireTextOf(name)}: ${wireTextOf(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  let text = '';
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at);
    text +=
      unit > 0x7e
        ? `\\u${unit.toString(16).padStart(4, '0')}`
        : JSON.stringify(value.charAt(at)).slice(1, -1);
  }
  return `"${text}"`;
}

/** JSON types of the members of an object. */
export function typesOf(object: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, typeof value]));
}

/** A time of the wire, UTC+8. */
export function wireTime(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
