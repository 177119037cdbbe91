import type { FormParameter, FormProblem } from '../form/form-parameter.ts';

/** What a value looks like, as data: the same rule that {@link ParameterRule.problem} checks, for those who read it. */
export interface ValueForm {
  /** The rule as the end of a sentence that begins with the name of the parameter. */
  readonly words: string;
  /**
   * Regular expression (ECMAScript, flag `u`) that every value that is taken matches. Some values that match are
   * refused all the same, such as the 31st of April.
   */
  readonly pattern?: string;
  /** Every value that is taken. */
  readonly oneOf?: readonly string[];
  /** Least and greatest of whole numbers. */
  readonly range?: readonly [least: number, greatest: number];
}

/** What the contract says of one request parameter; drives the checks and the reference pages. */
export interface ParameterRule {
  readonly name: string;
  /** Type as the wire documents print it. */
  readonly type: 'String' | 'Int';
  readonly mandatory: boolean;
  /** Longest value taken, in UTF-16 code units. */
  readonly maxLength: number;
  /** Set for texts of people: {@link maxLength} counts characters, of which one may have two code units. */
  readonly countsCharacters?: true;
  readonly meaning: string;
  /** Taken for the sake of older clients, without effect. */
  readonly ignored?: true;
  /**
   * Says what is wrong with a value that is present, however long, as the end of a sentence that begins with the name
   * of the parameter. Never repeats the value: it may be a payment code.
   */
  readonly problem?: (value: string) => string | undefined;
  /** What {@link problem} takes; set whenever that is. */
  readonly form?: ValueForm;
}

/** Checked values by name; parameters that were absent or empty are not in it. */
export type ParameterValues = ReadonlyMap<string, string>;

/** Values in order, or the first parameter that breaks its rule. */
export type ParameterCheck =
  | { readonly ok: true; readonly values: ParameterValues }
  | ({ readonly ok: false } & FormProblem);

/**
 * Checks parameters against the rules of a call, in the order of the rules. An empty value counts as absent, because
 * clients differ in whether they sign it. Parameters without a rule are left out.
 */
export function checkParameters(
  rules: readonly ParameterRule[],
  parameters: readonly FormParameter[],
): ParameterCheck {
  const sent = new Map<string, string>();
  for (const { name, value } of parameters) if (value !== '') sent.set(name, value);
  const values = new Map<string, string>();
  for (const rule of rules) {
    const value = sent.get(rule.name);
    const problem = value === undefined ? absence(rule) : fault(rule, value);
    if (problem !== undefined) return { ok: false, field: rule.name, problem };
    if (value !== undefined) values.set(rule.name, value);
  }
  return { ok: true, values };
}

function absence(rule: ParameterRule): string | undefined {
  return rule.mandatory ? 'is missing' : undefined;
}

function fault(rule: ParameterRule, value: string): string | undefined {
  const length = rule.countsCharacters ? Array.from(value).length : value.length;
  // What a value has to look like says more than how long it may be.
  const problem = rule.problem?.(value);
  return problem === undefined && length > rule.maxLength
    ? `is longer than ${rule.maxLength} characters`
    : problem;
}
