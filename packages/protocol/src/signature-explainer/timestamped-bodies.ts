import { parseForm } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { utf8Bytes } from './signing-plan.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes as text; what is no UTF-8 shows as replacement characters. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** What a framework makes of a body between signing and sending. */
export function bodyForms(content: Uint8Array): readonly (readonly [what: string, bytes: Uint8Array])[] {
  const text = textOf(content);
  const form = parseForm(content);
  const plain = [
    ['empty', ''],
    ['with a line end behind it', `${text}\n`],
    ['without the line end behind it', text.replace(/\r?\n$/, '')],
    ['with a question mark in front', `?${text}`],
    ['with blanks as +', text.replaceAll('%20', '+')],
    ['with blanks as %20', text.replaceAll('+', '%20')],
    ['with small hex digits', text.replaceAll(/%../g, (octet) => octet.toLowerCase())],
    ['with capital hex digits', text.replaceAll(/%../g, (octet) => octet.toUpperCase())],
  ] as const;
  const read = form.ok ? readForms(form.parameters.map(({ name, value }) => [name, value] as const)) : [];
  return [...plain, ...read].map(([what, written]) => [what, utf8Bytes(written)] as const);
}

type Pairs = readonly (readonly [name: string, value: string])[];

function readForms(pairs: Pairs): readonly (readonly [what: string, text: string])[] {
  const sorted = pairs.toSorted(([left], [right]) => (left < right ? -1 : 1));
  const plain = (list: Pairs): string => list.map(([name, value]) => `${name}=${value}`).join('&');
  return [
    ['sorted by name', writeForm(sorted)],
    ['sorted by name, with blanks as +', formText(sorted)],
    ['written anew', writeForm(pairs)],
    ['written anew, with blanks as +', formText(pairs)],
    ['not encoded', plain(pairs)],
    ['sorted by name and not encoded', plain(sorted)],
    ['as JSON', JSON.stringify(Object.fromEntries(pairs))],
    ['as JSON with blanks', jsonWithBlanks(pairs)],
    ['as JSON, sorted', JSON.stringify(Object.fromEntries(sorted))],
  ];
}

/** Form encoding as the URL standard has it: blanks as `+`. */
function formText(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();
}

function jsonWithBlanks(pairs: Pairs): string {
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`;
}
