import type { FormParameter } from '@opencpm/protocol';
import type { HashName, SigningPlan } from './signing-plan.ts';

/** What a diagnosis starts from. */
export interface SigningFacts {
  /** Everything that was sent, in that order, `sign` included. */
  readonly sent: readonly FormParameter[];
  /** App code, when known: programs mix it up with the key. */
  readonly appCode: string | undefined;
  /** The hash whose digests have the length of the signature. */
  readonly hash: HashName;
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
  /** What was done, as a sentence. */
  readonly text: string;
  /** What to do instead, as a sentence. */
  readonly mend: string;
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
