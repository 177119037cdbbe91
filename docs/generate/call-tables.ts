import type { ParameterRule } from '../../packages/protocol/src/parameter/parameter-rule.ts';
import type { FieldMeanings } from './answer-fields.ts';
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

/**
 * The members of a real answer with their meanings.
 *
 * @throws Error when the answer and the meanings do not name the same members: one of them is out of date.
 */
export function fieldTable(answer: Readonly<Record<string, unknown>>, meanings: FieldMeanings): string {
  const answered = Object.keys(answer);
  const strange = [
    ...answered.filter((name) => !Object.hasOwn(meanings, name)),
    ...Object.keys(meanings).filter((name) => !answered.includes(name)),
  ];
  if (strange.length > 0) {
    throw new Error(`answer-fields.ts and the gateway's answer differ in: ${strange.join(', ')}`);
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
