import type { FormParameter } from '../form/form-parameter.ts';
import { type SigningMistake, simpleMistake } from './signing-mistake.ts';

const MEND = 'Sort by name in ASCII order: digits, capital letters, underscore, small letters.';

function sortedBy(
  parameters: readonly FormParameter[],
  keyOf: (parameter: FormParameter) => string,
): FormParameter[] {
  return [...parameters].sort((left, right) => {
    const [a, b] = [keyOf(left), keyOf(right)];
    return a === b ? 0 : a < b ? -1 : 1;
  });
}

/** Mistakes in the order of the parameters. */
export const ORDER_MISTAKES: readonly SigningMistake[] = [
  simpleMistake(
    'unsorted',
    'The parameters were signed in the order they were sent',
    MEND,
    ({ parameters }, { sent }) => {
      const place = new Map(sent.map(({ name }, index) => [name, index]));
      const placeOf = ({ name }: FormParameter): number => place.get(name) ?? sent.length;
      return { parameters: [...parameters].sort((left, right) => placeOf(left) - placeOf(right)) };
    },
  ),
  simpleMistake('sorted_backwards', 'The parameters were sorted backwards', MEND, ({ parameters }) => ({
    parameters: parameters.toReversed(),
  })),
  simpleMistake(
    'sorted_without_case',
    'The parameters were sorted without regard to letter case',
    MEND,
    ({ parameters }) => ({
      parameters: sortedBy(parameters, ({ name }) => name.toLowerCase()),
    }),
  ),
  simpleMistake(
    'sorted_without_underscore',
    'The parameters were sorted by the rules of a language',
    MEND,
    ({ parameters }) => ({
      parameters: sortedBy(parameters, ({ name }) => name.toLowerCase().replaceAll('_', ' ')),
    }),
  ),
  simpleMistake('sorted_by_value', 'The parameters were sorted by value', MEND, ({ parameters }) => ({
    parameters: sortedBy(parameters, ({ value }) => value),
  })),
  simpleMistake(
    'pairs_sorted',
    'The joined pairs were sorted instead of the names',
    MEND,
    ({ parameters }) => ({
      parameters: sortedBy(parameters, ({ name, value }) => `${name}=${value}`),
    }),
  ),
];
