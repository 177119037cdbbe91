/** Members of an answer, read without trusting their types: hosts differ between numbers and texts. */
export interface Fields {
  /** A member as text; a number in decimal digits, empty for everything else. */
  text(name: string): string;
  /** Rows of `data`; `undefined` when that is no list. */
  rows(): readonly Fields[] | undefined;
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
      return Array.isArray(data) ? data.map(fieldsOf).filter((row) => row !== undefined) : undefined;
    },
  };
}
