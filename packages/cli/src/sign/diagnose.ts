import {
  type DigestAlgorithm,
  type FormParameter,
  type SigningVariant,
  signedParameters,
  signingVariants,
  verifyRequest,
} from '@opencpm/protocol';
import { DIGEST_MISTAKES } from './digest-mistakes.ts';
import { KEY_MISTAKES } from './key-mistakes.ts';
import { ORDER_MISTAKES } from './order-mistakes.ts';
import { PARAMETER_MISTAKES } from './parameter-mistakes.ts';
import { readSignatureForm } from './signature-form.ts';
import type { SigningFacts, SigningMistake } from './signing-mistake.ts';
import {
  contractPlan,
  executePlan,
  type HashName,
  type SigningHashes,
  type SigningPlan,
} from './signing-plan.ts';
import { TEXT_MISTAKES } from './text-mistakes.ts';
import { VALUE_MISTAKES } from './value-mistakes.ts';

/** A signature to be explained. */
export interface DiagnosisInput {
  /** Everything that was sent, in that order. */
  readonly parameters: readonly FormParameter[];
  readonly key: string;
  readonly appCode: string | undefined;
  /** What `X-QF-SIGNTYPE` said; absent when the caller leaves it to the length of the signature. */
  readonly algorithm: DigestAlgorithm | undefined;
  /** Value of `X-QF-SIGN`. */
  readonly signature: string;
}

/** A mistake that was found. */
interface FoundMistake {
  readonly id: string;
  readonly text: string;
  readonly mend: string;
  /** Which parameter, which value; empty when there is nothing to add. */
  readonly particular: string;
}

/** What can be said about a signature. */
export type Diagnosis =
  | { readonly kind: 'valid'; readonly algorithm: DigestAlgorithm; readonly variant: SigningVariant }
  /** No digest at all. */
  | { readonly kind: 'malformed'; readonly problem: string }
  /** These mistakes together reproduce the signature; at least one. */
  | { readonly kind: 'explained'; readonly mistakes: readonly FoundMistake[] }
  /** Neither one known mistake nor two of them reproduce it. */
  | { readonly kind: 'unexplained' };

/**
 * Every known mistake, in the order of the steps of signing. Of two mistakes together, the one that comes first here
 * is made first.
 */
export const SIGNING_MISTAKES: readonly SigningMistake[] = [
  ...PARAMETER_MISTAKES,
  ...VALUE_MISTAKES,
  ...ORDER_MISTAKES,
  ...TEXT_MISTAKES,
  ...KEY_MISTAKES,
  ...DIGEST_MISTAKES,
];

/** Finds out whether a signature verifies and, if not, which known mistake (or two of them) reproduces it. */
export function diagnose(input: DiagnosisInput, hashes: SigningHashes): Diagnosis {
  const form = readSignatureForm(input.signature);
  if (!form.ok) return { kind: 'malformed', problem: form.problem };
  const formMistakes = [
    ...(form.wasBase64 ? [BASE64_MISTAKE] : []),
    ...(isWireHash(form.hash) && input.algorithm !== undefined && input.algorithm !== form.hash
      ? [algorithmMistake(form.hash)]
      : []),
  ];
  if (isWireHash(form.hash)) {
    const match = verifyRequest(input.parameters, {
      signature: form.hex,
      algorithm: form.hash,
      keys: [input.key],
      rawAllowed: true,
      digest: (algorithm, text) => hashes.digest(algorithm, text),
    });
    if (match !== undefined) {
      return formMistakes.length === 0
        ? { kind: 'valid', algorithm: form.hash, variant: match.variant }
        : { kind: 'explained', mistakes: formMistakes };
    }
  }
  const facts: SigningFacts = { sent: input.parameters, appCode: input.appCode, hash: form.hash };
  const matches = (plan: SigningPlan): boolean => executePlan(plan, hashes) === form.hex;
  const found = findMistakes(rightPlans(input, form.hash), facts, matches);
  return found === undefined
    ? { kind: 'unexplained' }
    : { kind: 'explained', mistakes: [...formMistakes, ...found] };
}

const BASE64_MISTAKE: FoundMistake = {
  id: 'base64',
  text: 'The digest was written in base64',
  mend: 'Write it in hex digits.',
  particular: '',
};

function algorithmMistake(used: DigestAlgorithm): FoundMistake {
  return {
    id: 'other_algorithm',
    text: `The signature is ${used}, but the header announces the other algorithm`,
    mend:
      used === 'SHA256' ? 'Send X-QF-SIGNTYPE: SHA256.' : 'Send X-QF-SIGNTYPE: MD5, or leave the header out.',
    particular: '',
  };
}

function isWireHash(hash: HashName): hash is DigestAlgorithm {
  return hash === 'MD5' || hash === 'SHA256';
}

/** The plans that would have been right: one for each reading a gateway accepts. */
function rightPlans(input: DiagnosisInput, hash: HashName): SigningPlan[] {
  const sorted = signedParameters(input.parameters);
  return signingVariants(sorted, true).map(({ values, emptyValues }) => {
    const parameters = sorted
      .filter(({ value }) => value !== '' || emptyValues === 'kept')
      .map((parameter) => (values === 'raw' ? { ...parameter, value: parameter.raw } : parameter));
    return contractPlan(parameters, input.key, isWireHash(hash) ? hash : 'SHA256');
  });
}

type Matches = (plan: SigningPlan) => boolean;

function findMistakes(
  plans: readonly SigningPlan[],
  facts: SigningFacts,
  matches: Matches,
): readonly FoundMistake[] | undefined {
  // One mistake explains better than two, so all single ones are tried first.
  for (const count of [1, 2]) {
    for (const plan of plans) {
      const found = reproduce(plan, SIGNING_MISTAKES, count, facts, matches);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The first `count` mistakes that, made one after the other, turn the plan into one that matches. */
function reproduce(
  plan: SigningPlan,
  mistakes: readonly SigningMistake[],
  count: number,
  facts: SigningFacts,
  matches: Matches,
): readonly FoundMistake[] | undefined {
  for (const [index, mistake] of mistakes.entries()) {
    const { id, text, mend } = mistake;
    for (const { plan: mistaken, particular } of mistake.plans(plan, facts)) {
      const rest = count === 1 ? undefined : mistakes.slice(index + 1);
      const found =
        rest === undefined ? matches(mistaken) && [] : reproduce(mistaken, rest, count - 1, facts, matches);
      if (found) return [{ id, text, mend, particular }, ...found];
    }
  }
  return undefined;
}
