import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { checkParameters, type ParameterRule } from './parameter-rule.ts';

const RULES: readonly ParameterRule[] = [
  { name: 'b', type: 'String', mandatory: true, maxLength: 3, meaning: 'First in the table.' },
  {
    name: 'a',
    type: 'Int',
    mandatory: false,
    maxLength: 2,
    meaning: 'Second in the table.',
    problem: (value) => (value === 'x' ? 'may not be x' : undefined),
  },
];

function sent(...pairs: readonly string[]): readonly FormParameter[] {
  return pairs.map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value, raw: value };
  });
}

describe('checking parameters against rules', () => {
  it('gives the values of known parameters in the order of the rules', () => {
    const check = checkParameters(RULES, sent('a=1', 'zz=9', 'b=2', '__proto__=3'));
    expect(check.ok && [...check.values]).toEqual([
      ['b', '2'],
      ['a', '1'],
    ]);
  });

  it('counts an empty value as absent', () => {
    const check = checkParameters(RULES, sent('a=', 'b=2'));
    expect(check.ok && [...check.values]).toEqual([['b', '2']]);
    expect(checkParameters(RULES, sent('b='))).toEqual({ ok: false, field: 'b', problem: 'is missing' });
  });

  it.each([
    [['a=1'], 'b', 'is missing'],
    [[], 'b', 'is missing'],
    [['b=1234'], 'b', 'is longer than 3 characters'],
    [['b=1', 'a=123'], 'a', 'is longer than 2 characters'],
    [['b=1', 'a=x'], 'a', 'may not be x'],
    [['a=x', 'b=1234'], 'b', 'is longer than 3 characters'],
  ])('%j: %s %s', (pairs, field, problem) => {
    expect(checkParameters(RULES, sent(...pairs))).toEqual({ ok: false, field, problem });
  });

  it('takes a value of exactly the longest length', () => {
    expect(checkParameters(RULES, sent('b=123', 'a=12')).ok).toBe(true);
  });

  it('takes names as they are spelt', () => {
    expect(checkParameters(RULES, sent('B=1'))).toMatchObject({ ok: false, field: 'b' });
  });
});
