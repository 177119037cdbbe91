import type { Fields } from '@opencpm/client/calls';

/** A member of an answer and the value it must have when it is there. */
export type ExpectedField = readonly [name: string, value: string];

/** Fields that speak of something else than was asked for; absent fields contradict nothing. */
export function contradiction(
  expected: readonly ExpectedField[],
  fields: Pick<Fields, 'text'>,
): string | undefined {
  for (const [name, value] of expected) {
    const answered = fields.text(name);
    if (answered !== '' && answered !== value) {
      return `the answer names ${name} ${answered} instead of ${value}`;
    }
  }
  return undefined;
}
