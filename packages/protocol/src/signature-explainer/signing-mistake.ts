import type { FormParameter } from '../form/form-parameter.ts';
import type { HashName, SigningPlan } from './signing-plan.ts';

/** What an explanation starts from. */
export interface SigningFacts {
  /** Everything that was sent, in that order, `sign` included. */
  readonly sent: readonly FormParameter[];
  /** App code, when known: programs mix it up with the key. */
  readonly appCode: string | undefined;
  /** Other keys the asker has, each with a name to tell them apart. */
  readonly otherKeys: readonly NamedKey[];
  /** The hash whose digests have the length of the signature. */
  readonly hash: HashName;
}

/** A client key and what it is called: an app code, `production`. The name may be shown, the key never is. */
export interface NamedKey {
  readonly name: string;
  readonly key: string;
}

/** A mistake that reproduces a signature. */
export interface FoundMistake {
  /** Short name, stable, for programs. */
  readonly id: string;
  /** What was done, as a sentence without a full stop. */
  readonly text: string;
  /** What to do instead, as a sentence. */
  readonly mend: string;
  /** Which parameter, which value; empty when there is nothing to add. */
  readonly particular: string;
}

/** A plan with the mistake made, and, when the mistake has several forms, which one. */
interface MistakenPlan {
  readonly plan: SigningPlan;
  /** Name of a parameter or another particular; empty when there is none. */
  readonly particular: string;
}

/** A mistake people make when they sign. */
export interface SigningMistake {
  /** Short name, stable, for programs. */
  readonly id: string;
  /** What was done, as a sentence without a full stop. */
  readonly text: string;
  /** What to do instead, as a sentence. */
  readonly mend: string;
  /** Whether it has so many forms that it is looked for by itself only, never together with another one. */
  readonly alone?: true;
  /** The plans of somebody who makes this mistake on top of `plan`; empty when it cannot be made here. */
  plans(plan: SigningPlan, facts: SigningFacts): readonly MistakenPlan[];
}

/** A mistake with one form. */
export function simpleMistake(
  id: string,
  text: string,
  mend: string,
  change: (plan: SigningPlan, facts: SigningFacts) => Partial<SigningPlan> | undefined,
): SigningMistake {
  return {
    id,
    text,
    mend,
    plans(plan, facts) {
      const changed = change(plan, facts);
      return changed === undefined ? [] : [{ plan: { ...plan, ...changed }, particular: '' }];
    },
  };
}

/** A mistake with several forms, each a change of the plan with its particular. */
export function manifoldMistake(
  id: string,
  text: string,
  mend: string,
  forms: (plan: SigningPlan, facts: SigningFacts) => readonly (readonly [string, Partial<SigningPlan>])[],
): SigningMistake {
  return {
    id,
    text,
    mend,
    plans: (plan, facts) =>
      forms(plan, facts).map(([particular, changed]) => ({ plan: { ...plan, ...changed }, particular })),
  };
}

/** The same mistake, looked for by itself only. */
export function alone(mistake: SigningMistake): SigningMistake {
  return { ...mistake, alone: true };
}
