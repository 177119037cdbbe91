/** A value in an answer: text, whole number, list of flat objects, or an object. */
export type WireValue = string | number | readonly WireObject[] | WireObject;

/** A JSON object of the wire; members appear in the order of the properties, `undefined` ones are left out. */
export interface WireObject {
  readonly [name: string]: WireValue | undefined;
}

const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

/**
 * Writes JSON in the text form of the original service: `", "` and `": "` as separators and ASCII only, other
 * characters as lower-case `\u` escapes. Receivers rebuild exactly this text to check a signature
 * (contract section 3.4).
 */
export function writeWireJson(value: WireValue): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  if (isList(value)) return `[${value.map(writeWireJson).join(', ')}]`;
  let text = '{';
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${text.length === 1 ? '' : ', '}${writeText(name)}: ${writeWireJson(member)}`;
  }
  return `${text}}`;
}

function isList(value: readonly WireObject[] | WireObject): value is readonly WireObject[] {
  return Array.isArray(value);
}

function writeText(text: string): string {
  return PLAIN_TEXT.test(text) ? `"${text}"` : escapeBeyondAscii(JSON.stringify(text));
}

/**
 * Built up from ASCII pieces, never by replacing inside the text: what comes out of a replacement keeps two bytes for
 * each character, and so would the whole answer around it, in the digest and on its way to the socket.
 */
function escapeBeyondAscii(json: string): string {
  let ascii = '';
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    ascii += code < 0x7f ? String.fromCharCode(code) : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return ascii;
}

/** Amounts and page numbers are whole; a fraction here would be money going wrong, so it is refused. */
function writeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number for the wire: ${value}`);
  return String(value);
}
