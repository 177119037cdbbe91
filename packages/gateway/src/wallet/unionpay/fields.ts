/** Fields of a message by name. Values are texts exactly as they stand on the wire. */
export type Fields = Readonly<Record<string, string>>;

/** The text a signature is made over: every field but the signature, by name in ASCII order, values untouched. */
export function signedText(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => name !== 'signature')
    .sort((left, right) => (left < right ? -1 : 1))
    .map((name) => `${name}=${fields[name] ?? ''}`)
    .join('&');
}

/** Fields as the body of a form. */
export function formBody(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/**
 * Reads an answer of the form `k=v&k=v`, which is not encoded. An `&` inside of braces or brackets belongs to a value, and
 * so does every `=` but the first; the whole may stand in braces.
 *
 * @returns `undefined` when it is none: a name twice, a part without a name, braces that do not close.
 */
export function readReply(text: string): Fields | undefined {
  const trimmed = text.trim();
  const inner = trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1) : trimmed;
  const parts = splitOutsideOfBraces(inner);
  return parts === undefined ? undefined : fieldsOf(parts.map((part) => splitOnce(part)));
}

/**
 * Reads a body of the form that a browser would send: names and values encoded.
 *
 * @returns `undefined` when it is none, or names a field twice.
 */
export function readForm(text: string): Fields | undefined {
  try {
    return fieldsOf(
      text.split('&').map((part) => {
        const [name, value] = splitOnce(part.replaceAll('+', ' '));
        return [decodeURIComponent(name), decodeURIComponent(value)] as const;
      }),
    );
  } catch {
    return undefined;
  }
}

function splitOutsideOfBraces(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    else if (letter === '&' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
    if (depth < 0) return undefined;
  }
  parts.push(text.slice(start));
  return depth === 0 ? parts : undefined;
}

function splitOnce(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function fieldsOf(pairs: readonly (readonly [name: string, value: string])[]): Fields | undefined {
  const fields: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name) || Object.hasOwn(fields, name)) return undefined;
    fields[name] = value;
  }
  return fields;
}
