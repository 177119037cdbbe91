import type { SignedRequest } from '../signature/request-signature-v2.ts';
import { readSignatureForm, type SignatureReading } from './signature-form.ts';
import type { FoundMistake, NamedKey } from './signing-mistake.ts';
import type { ExplainerHashes } from './signing-plan.ts';
import {
  TIMESTAMPED_MISTAKES,
  type TimestampedFacts,
  type TimestampedMistake,
} from './timestamped-mistakes.ts';
import { executeTimestampedPlan, rightTimestampedPlan, type TimestampedPlan } from './timestamped-plan.ts';

/** A signature with time and nonce to be explained. */
export interface TimestampedQuestion {
  /** The request as the gateway receives it: its method, its path, what its headers say, its bytes. */
  readonly request: SignedRequest;
  /** The key the asker believes to have signed with. */
  readonly key: string;
  /** Other keys the asker has, to notice when they were mixed up. */
  readonly otherKeys?: readonly NamedKey[];
  /** Value of `X-QF-SIGN`. */
  readonly signature: string;
}

/** What can be said about a signature with time and nonce. */
export type TimestampedExplanation =
  | { readonly kind: 'valid' }
  | { readonly kind: 'malformed'; readonly problem: string }
  /** These mistakes together reproduce the signature; at least one. */
  | { readonly kind: 'explained'; readonly mistakes: readonly FoundMistake[] }
  | { readonly kind: 'unexplained' };

/** As `explainSignature`, for the form that covers method, path, time and nonce. */
export function explainTimestampedSignature(
  question: TimestampedQuestion,
  hashes: ExplainerHashes,
): TimestampedExplanation {
  const form = readSignatureForm(question.signature);
  const readings = form.ok ? form.readings.filter(({ hash }) => hash === 'SHA256') : [];
  if (readings.length === 0) {
    const problem = form.ok
      ? 'it must be 64 hex digits'
      : form.problem.replace('32 hex digits (MD5) or 64 (SHA256)', '64 hex digits');
    return { kind: 'malformed', problem };
  }
  const right = rightTimestampedPlan(question.request, question.key);
  const facts: TimestampedFacts = { otherKeys: question.otherKeys ?? [] };
  for (const count of [0, 1, 2]) {
    for (const reading of readings) {
      if (count === 2 && reading.mistake !== undefined) continue;
      const found = reproduce(right, TIMESTAMPED_MISTAKES, count, facts, reading, hashes);
      if (found === undefined) continue;
      const mistakes = reading.mistake === undefined ? found : [reading.mistake, ...found];
      return mistakes.length === 0 ? { kind: 'valid' } : { kind: 'explained', mistakes };
    }
  }
  return { kind: 'unexplained' };
}

function reproduce(
  plan: TimestampedPlan,
  mistakes: readonly TimestampedMistake[],
  count: number,
  facts: TimestampedFacts,
  reading: SignatureReading,
  hashes: ExplainerHashes,
): readonly FoundMistake[] | undefined {
  if (count === 0) return reading.matches(executeTimestampedPlan(plan, hashes)) ? [] : undefined;
  for (const [index, mistake] of mistakes.entries()) {
    const { id, text, mend } = mistake;
    for (const [particular, change] of mistake.forms(plan, facts)) {
      const mistaken = { ...plan, ...change };
      const found = reproduce(mistaken, mistakes.slice(index + 1), count - 1, facts, reading, hashes);
      if (found !== undefined) return [{ id, text, mend, particular }, ...found];
    }
  }
  return undefined;
}
