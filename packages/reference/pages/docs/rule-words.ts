import type { Schema } from '../../src/openapi/document-types.ts';

/** Longer lists are told by the description and would only fill the screen. */
const LISTED_WORDS_MAX = 16;

/**
 * What a value must be, in a few words each, for people who read a list.
 *
 * @param told what the list says already; a rule it holds is not told twice.
 */
export function ruleWords(schema: Schema, told: string): readonly string[] {
  const { type, minimum, maximum, minLength, maxLength, enum: words, const: only } = schema;
  const rules: string[] = [type === 'integer' ? 'whole number' : (type ?? 'string')];
  if (only !== undefined) rules.push(only === '' ? 'empty' : `always ${only}`);
  if (minimum !== undefined && maximum !== undefined) rules.push(`${minimum} to ${maximum}`);
  if (maxLength !== undefined) rules.push(`${minLength ?? 0} to ${maxLength} characters`);
  if (words !== undefined && words.length <= LISTED_WORDS_MAX && !told.includes('must be one of')) {
    rules.push(`one of ${words.map((word) => (word === '' ? '(empty)' : word)).join(', ')}`);
  }
  return rules;
}
