import type { AnswerShape } from '../../packages/protocol/src/answer/answer-shape.ts';
import type { ParameterRule } from '../../packages/protocol/src/parameter/parameter-rule.ts';
import { code, table } from './markdown-table.ts';

/** The parameters of a call by their rules. */
export function ruleTable(rules: readonly ParameterRule[]): string {
  return table(
    ['Parameter', 'Type', 'Mandatory', 'Longest', 'Meaning'],
    rules.map(({ name, type, mandatory, maxLength, meaning }) => [
      code(name),
      type,
      mandatory ? 'yes' : 'no',
      maxLength === Number.MAX_SAFE_INTEGER ? 'any' : String(maxLength),
      meaning,
    ]),
  );
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array of objects';
  return typeof value;
}

function exampleText(value: unknown): string {
  if (Array.isArray(value)) return 'below';
  return value === '' ? '(empty)' : code(String(value));
}

/** Pages that the meanings of members speak of. */
const PAGES = [
  ['see the response codes', 'see [response codes](response-codes.md)'],
  ['See the states of payments', 'See [states](payment-states.md)'],
] as const;

function meaningsOf({ members }: AnswerShape): Readonly<Record<string, string>> {
  const linked = (text: string): string =>
    PAGES.reduce((written, [words, link]) => written.replace(words, link), text);
  return Object.fromEntries(Object.entries(members).map(([name, { meaning }]) => [name, linked(meaning)]));
}

/**
 * The members of a real answer with their meanings.
 *
 * @throws Error when the answer and its shape do not name the same members: one of them is out of date.
 */
export function fieldTable(answer: Readonly<Record<string, unknown>>, shape: AnswerShape): string {
  const meanings = meaningsOf(shape);
  const answered = Object.keys(answer);
  const strange = [
    ...answered.filter((name) => !Object.hasOwn(meanings, name)),
    ...Object.keys(meanings).filter((name) => !answered.includes(name)),
  ];
  if (strange.length > 0) {
    throw new Error(`the shape ${shape.name} and the gateway's answer differ in: ${strange.join(', ')}`);
  }
  return table(
    ['Member', 'JSON type', 'Example', 'Meaning'],
    Object.entries(answer).map(([name, value]) => [
      code(name),
      jsonType(value),
      exampleText(value),
      meanings[name] ?? '',
    ]),
  );
}

/** The first row of an enquiry. */
export function firstRow(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { data } = answer;
  const row: unknown = Array.isArray(data) ? data[0] : undefined;
  if (typeof row !== 'object' || row === null) throw new Error('the example enquiry found nothing');
  return { ...row };
}

/** An exchange as it went over the line. */
export function http(text: string): string {
  return `\`\`\`http\n${text}\n\`\`\``;
}
