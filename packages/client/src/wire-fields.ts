/** Members of an answer, read without trusting their types: hosts differ between numbers and texts. */
export interface Fields {
  /** A member as text; a number in decimal digits, empty for everything else. */
  text(name: string): string;
  /** Rows of `data`; `undefined` when that is no list of objects. */
  rows(): readonly Fields[] | undefined;
  /** Every member as it came, to be shown and not to be believed. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** @returns `undefined` for a body that is no JSON object. */
export function readFields(body: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(body) as unknown);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = new Map<string, unknown>(Object.entries(value));
  return {
    text(name) {
      const member = members.get(name);
      if (typeof member === 'string') return member;
      return typeof member === 'number' && Number.isSafeInteger(member) ? String(member) : '';
    },
    rows() {
      const data = members.get('data');
      if (!Array.isArray(data)) return undefined;
      const rows = data.map(fieldsOf).filter((row) => row !== undefined);
      // A row that cannot be read may be the one that is asked for: what is left is no answer.
      return rows.length === data.length ? rows : undefined;
    },
    members: value as Readonly<Record<string, unknown>>,
  };
}
