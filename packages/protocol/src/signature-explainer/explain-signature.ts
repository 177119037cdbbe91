import type { FormParameter } from '../form/form-parameter.ts';
import type { DigestAlgorithm } from '../signature/digest.ts';
import { signingVariants } from '../signature/request-signature.ts';
import { type SigningVariant, signedParameters } from '../signature/string-to-sign.ts';
import { CHARSET_MISTAKES } from './charset-mistakes.ts';
import { DIGEST_MISTAKES } from './digest-mistakes.ts';
import { KEY_MISTAKES } from './key-mistakes.ts';
import { ORDER_MISTAKES } from './order-mistakes.ts';
import { PARAMETER_MISTAKES } from './parameter-mistakes.ts';
import { readSignatureForm, type SignatureReading } from './signature-form.ts';
import type { FoundMistake, NamedKey, SigningFacts, SigningMistake } from './signing-mistake.ts';
import {
  contractPlan,
  type ExplainerHashes,
  executePlan,
  type HashName,
  type SigningPlan,
} from './signing-plan.ts';
import { TEXT_MISTAKES } from './text-mistakes.ts';
import { STRAY_BLANK, VALUE_MISTAKES } from './value-mistakes.ts';

/** A signature to be explained. */
export interface SignatureQuestion {
  /** Everything that was sent, in that order. */
  readonly parameters: readonly FormParameter[];
  /** The key the asker believes to have signed with. */
  readonly key: string;
  /** Other keys the asker has, to notice when they were mixed up. */
  readonly otherKeys?: readonly NamedKey[];
  readonly appCode: string | undefined;
  /** What `X-QF-SIGNTYPE` said; absent when the caller leaves it to the length of the signature. */
  readonly algorithm: DigestAlgorithm | undefined;
  /** Value of `X-QF-SIGN`. */
  readonly signature: string;
}

/** What can be said about a signature. */
export type SignatureExplanation =
  | { readonly kind: 'valid'; readonly algorithm: DigestAlgorithm; readonly variant: SigningVariant }
  /** No digest at all. */
  | { readonly kind: 'malformed'; readonly problem: string }
  /** These mistakes together reproduce the signature; at least one. */
  | { readonly kind: 'explained'; readonly mistakes: readonly FoundMistake[] }
  /** Neither one known mistake nor two of them reproduce it. Most often the key is another one. */
  | { readonly kind: 'unexplained' };

/**
 * Every known mistake, in the order of the steps of signing. Of two mistakes together, the one that comes first here
 * is made first.
 */
export const SIGNING_MISTAKES: readonly SigningMistake[] = [
  ...PARAMETER_MISTAKES,
  ...CHARSET_MISTAKES,
  ...VALUE_MISTAKES,
  ...ORDER_MISTAKES,
  ...TEXT_MISTAKES,
  ...KEY_MISTAKES,
  ...DIGEST_MISTAKES,
  STRAY_BLANK,
];

const COMBINED_MISTAKES: readonly SigningMistake[] = SIGNING_MISTAKES.filter(({ alone }) => alone !== true);

/**
 * Finds out whether a signature verifies and, if not, which known mistake (or two of them) reproduces it. Nothing is
 * guessed: a mistake that is named gives exactly this signature.
 */
export function explainSignature(question: SignatureQuestion, hashes: ExplainerHashes): SignatureExplanation {
  const form = readSignatureForm(question.signature);
  if (!form.ok) return { kind: 'malformed', problem: form.problem };
  for (const count of [0, 1, 2]) {
    for (const reading of form.readings) {
      // Parts of a digest match too easily to be looked for among thousands.
      if (count === 2 && reading.mistake !== undefined && !WHOLE_DIGESTS.has(reading.mistake.id)) continue;
      const found = findMistakes(question, reading, count, hashes);
      if (found !== undefined) return found;
    }
  }
  return { kind: 'unexplained' };
}

const WHOLE_DIGESTS: ReadonlySet<string> = new Set(['base64', 'base64_of_hex', 'decorated']);

function findMistakes(
  question: SignatureQuestion,
  reading: SignatureReading,
  count: number,
  hashes: ExplainerHashes,
): SignatureExplanation | undefined {
  const { hash, mistake } = reading;
  const { parameters, appCode, otherKeys = [], algorithm } = question;
  const facts: SigningFacts = { sent: parameters, appCode, otherKeys, hash };
  const matches = (plan: SigningPlan): boolean => reading.matches(executePlan(plan, hashes));
  for (const { plan, variant } of rightPlans(question, hash)) {
    const candidates = count === 2 ? COMBINED_MISTAKES : SIGNING_MISTAKES;
    const found = reproduce(plan, candidates, count, facts, matches);
    if (found === undefined) continue;
    const mistakes = [
      ...algorithmMistakes(algorithm, hash),
      ...(mistake === undefined ? [] : [mistake]),
      ...found,
    ];
    if (mistakes.length > 0) return { kind: 'explained', mistakes };
    if (isWireHash(hash)) return { kind: 'valid', algorithm: hash, variant };
  }
  return undefined;
}

function algorithmMistakes(announced: DigestAlgorithm | undefined, used: HashName): readonly FoundMistake[] {
  if (!isWireHash(used) || announced === undefined || announced === used) return [];
  return [
    {
      id: 'other_algorithm',
      text: `The signature is ${used}, but the header announces ${announced}; without a header it is MD5`,
      mend:
        used === 'SHA256'
          ? 'Send X-QF-SIGNTYPE: SHA256.'
          : 'Send X-QF-SIGNTYPE: MD5, or leave the header out.',
      particular: '',
    },
  ];
}

function isWireHash(hash: HashName): hash is DigestAlgorithm {
  return hash === 'MD5' || hash === 'SHA256';
}

interface RightPlan {
  readonly plan: SigningPlan;
  readonly variant: SigningVariant;
}

/** The plans that would have been right: one for each reading a gateway accepts. */
function rightPlans({ parameters, key }: SignatureQuestion, hash: HashName): readonly RightPlan[] {
  const sorted = signedParameters(parameters);
  return signingVariants(sorted, true).map((variant) => {
    const signed = sorted
      .filter(({ value }) => value !== '' || variant.emptyValues === 'kept')
      .map((parameter) => (variant.values === 'raw' ? { ...parameter, value: parameter.raw } : parameter));
    // A foreign hash is a mistake by itself: the plan that would have been right does not have it.
    return { plan: contractPlan(signed, key, isWireHash(hash) ? hash : 'SHA256'), variant };
  });
}

/** The first `count` mistakes that, made one after the other, turn the plan into one that matches. */
function reproduce(
  plan: SigningPlan,
  mistakes: readonly SigningMistake[],
  count: number,
  facts: SigningFacts,
  matches: (plan: SigningPlan) => boolean,
): readonly FoundMistake[] | undefined {
  if (count === 0) return matches(plan) ? [] : undefined;
  for (const [index, mistake] of mistakes.entries()) {
    const { id, text, mend } = mistake;
    for (const { plan: mistaken, particular } of mistake.plans(plan, facts)) {
      const found = reproduce(mistaken, mistakes.slice(index + 1), count - 1, facts, matches);
      if (found !== undefined) return [{ id, text, mend, particular }, ...found];
    }
  }
  return undefined;
}
