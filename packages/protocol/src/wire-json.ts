import { AsciiText } from './ascii-text.ts';

/** A value in an answer: text, whole number, list of flat objects, or an object. */
export type WireValue = string | number | readonly WireObject[] | WireObject;

/** A JSON object of the wire; members appear in the order of the properties, `undefined` ones are left out. */
export interface WireObject {
  readonly [name: string]: WireValue | undefined;
}

/** Writing is never interrupted, so one is enough for all. */
const written = new AsciiText();

/**
 * Writes JSON in the text form of the original service: `", "` and `": "` as separators and ASCII only, other
 * characters as lower-case `\u` escapes. Receivers rebuild exactly this text to check a signature
 * (contract section 3.4).
 */
export function writeWireJson(value: WireValue): string {
  written.clear();
  write(value);
  return written.toString();
}

function write(value: WireValue): void {
  if (typeof value === 'string') writeText(value);
  else if (typeof value === 'number') writeNumber(value);
  else if (isList(value)) writeList(value);
  else writeObject(value);
}

function writeObject(value: WireObject): void {
  let separator = '{';
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    written.add(separator);
    separator = ', ';
    writeText(name);
    written.add(': ');
    write(member);
  }
  written.add(separator === '{' ? '{}' : '}');
}

function writeList(list: readonly WireObject[]): void {
  written.add('[');
  for (const [index, item] of list.entries()) {
    if (index > 0) written.add(', ');
    writeObject(item);
  }
  written.add(']');
}

function isList(value: readonly WireObject[] | WireObject): value is readonly WireObject[] {
  return Array.isArray(value);
}

function writeText(text: string): void {
  if (!written.addQuoted(text)) written.addEscaped(JSON.stringify(text));
}

/** Amounts and page numbers are whole; a fraction here would be money going wrong, so it is refused. */
function writeNumber(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number for the wire: ${value}`);
  written.add(String(value));
}
