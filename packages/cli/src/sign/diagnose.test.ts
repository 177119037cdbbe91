import {
  type DigestAlgorithm,
  type FormParameter,
  parseFormText,
  signedParameters,
  signRequest,
} from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Diagnosis, type DiagnosisInput, diagnose, SIGNING_MISTAKES } from './diagnose.ts';
import { nodeHashes } from './node-hashes.ts';
import type { SigningMistake } from './signing-mistake.ts';
import { contractPlan, executePlan, type HashName, type SigningPlan } from './signing-plan.ts';

const KEY = 'FEdcBA9876543210fedCBA9876543210';
const APP_CODE = '0123456789ABCDEF0123456789ABCDEF';

/** Parameters on which every known mistake shows: blanks, capitals, signs, an own signature, an odd order. */
const SENT: readonly FormParameter[] = [
  ['txamt', '1000'],
  ['txcurrcd', 'HKD'],
  ['goods_name', ' Tea & "Cake" 50% a+b/c '],
  ['pay_type', '800108'],
  ['Zone', '8'],
  ['out_trade_no', 'A-1'],
  ['out', '9'],
  ['out_', '7'],
  ['outA', '6'],
  ['out0', '5'],
  ['sign', 'x'],
  ['txdtm', '2026-03-05 18:00:00'],
  ['udid', 'Till'],
].map(([name = '', value = '']) => ({ name, value, raw: value }));

const HASHES: Readonly<Record<string, HashName>> = { foreign_hash: 'SHA1' };

function input(signature: string, change: Partial<DiagnosisInput> = {}): DiagnosisInput {
  return { parameters: SENT, key: KEY, appCode: APP_CODE, algorithm: undefined, signature, ...change };
}

function rightPlan(hash: DigestAlgorithm = 'SHA256'): SigningPlan {
  return contractPlan(signedParameters(SENT), KEY, hash);
}

function mistakesOf(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.kind === 'explained' ? diagnosis.mistakes.map(({ id }) => id) : [diagnosis.kind];
}

function made(mistake: SigningMistake, plan: SigningPlan, hash: HashName): readonly string[] {
  const facts = { sent: SENT, appCode: APP_CODE, hash };
  return mistake.plans(plan, facts).map((one) => executePlan(one.plan, nodeHashes));
}

describe('diagnose', () => {
  it.each(['MD5', 'SHA256'] as const)('sees that a right %s signature verifies', (algorithm) => {
    const pairs = SENT.map(({ name, value }) => [name, value] as const);
    const signature = signRequest(pairs, KEY, algorithm, nodeDigest);
    for (const text of [signature, signature.toLowerCase(), ` ${signature}\n`]) {
      expect(diagnose(input(text), nodeHashes)).toEqual({
        kind: 'valid',
        algorithm,
        variant: { values: 'decoded', emptyValues: 'kept' },
      });
    }
  });

  it('sees that a signature over encoded values verifies when the body carries them', () => {
    const form = parseFormText('txdtm=2026-03-05%2018%3A00%3A00&udid=');
    const parameters = form.ok ? form.parameters : [];
    const signature = nodeDigest('MD5', `txdtm=2026-03-05%2018%3A00%3A00${KEY}`);
    expect(diagnose(input(signature, { parameters }), nodeHashes)).toMatchObject({
      kind: 'valid',
      variant: { values: 'raw', emptyValues: 'dropped' },
    });
  });

  const separable = SIGNING_MISTAKES.filter(({ id }) => id !== 'key_given_with_blanks');
  it.each(separable.map((mistake) => [mistake.id, mistake] as const))('recognises %s', (id, mistake) => {
    for (const algorithm of ['MD5', 'SHA256'] as const) {
      const hash = HASHES[id] ?? algorithm;
      const signatures = made(mistake, rightPlan(algorithm), hash);
      expect(signatures.length).toBeGreaterThan(0);
      for (const signature of signatures) {
        expect(mistakesOf(diagnose(input(signature), nodeHashes))).toEqual([id]);
      }
    }
  });

  it('recognises a key that was given with blanks around it', () => {
    const signature = executePlan(rightPlan(), nodeHashes);
    const given = { key: ` ${KEY}\n` };
    expect(mistakesOf(diagnose(input(signature, given), nodeHashes))).toEqual(['key_given_with_blanks']);
  });

  it('explains two different mistakes at once with two mistakes that reproduce them', () => {
    const mistake = fc.constantFrom(...SIGNING_MISTAKES);
    const facts = { sent: SENT, appCode: APP_CODE, hash: 'SHA256' } as const;
    fc.assert(
      fc.property(mistake, mistake, fc.nat(), (one, other, pick) => {
        fc.pre(one !== other);
        const [first, second] =
          SIGNING_MISTAKES.indexOf(one) <= SIGNING_MISTAKES.indexOf(other) ? [one, other] : [other, one];
        const choose = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
        const begun = choose(first.plans(rightPlan(), facts));
        const done = begun === undefined ? undefined : choose(second.plans(begun.plan, facts));
        if (done === undefined) return;
        const diagnosis = diagnose(input(executePlan(done.plan, nodeHashes)), nodeHashes);
        expect(['explained', 'valid']).toContain(diagnosis.kind);
        expect(mistakesOf(diagnosis).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['SHA256', 'MD5'],
    ['MD5', 'SHA256'],
  ] as const)('notices a %s signature under the header %s', (used, announced) => {
    const signature = executePlan(rightPlan(used), nodeHashes);
    expect(mistakesOf(diagnose(input(signature, { algorithm: announced }), nodeHashes))).toEqual([
      'other_algorithm',
    ]);
  });

  it('notices a digest in base64, also beside another mistake', () => {
    const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
    const right = executePlan(rightPlan(), nodeHashes);
    expect(mistakesOf(diagnose(input(base64(right)), nodeHashes))).toEqual(['base64']);
    const [unsorted = ''] = made(
      SIGNING_MISTAKES.find(({ id }) => id === 'unsorted') ?? failing(),
      rightPlan(),
      'SHA256',
    );
    expect(mistakesOf(diagnose(input(base64(unsorted)), nodeHashes))).toEqual(['base64', 'unsorted']);
  });

  it('names the parameter that was left out', () => {
    const left = SIGNING_MISTAKES.find(({ id }) => id === 'parameter_left_out') ?? failing();
    const plan = left
      .plans(rightPlan(), { sent: SENT, appCode: APP_CODE, hash: 'SHA256' })
      .find(({ particular }) => particular === 'udid');
    const diagnosis = diagnose(input(executePlan(plan?.plan ?? failing(), nodeHashes)), nodeHashes);
    expect(diagnosis).toMatchObject({ kind: 'explained', mistakes: [{ particular: 'udid' }] });
  });

  it.each(['', 'ABC', 'G'.repeat(32), 'ab'.repeat(15), '!'.repeat(64)])(
    'sees that "%s" is no digest',
    (signature) => {
      expect(diagnose(input(signature), nodeHashes).kind).toBe('malformed');
    },
  );

  it('admits when it cannot explain a signature', () => {
    expect(diagnose(input('0'.repeat(64)), nodeHashes)).toEqual({ kind: 'unexplained' });
  });

  it('has one name for each mistake, and says what to do', () => {
    expect(new Set(SIGNING_MISTAKES.map(({ id }) => id)).size).toBe(SIGNING_MISTAKES.length);
    for (const { text, mend } of SIGNING_MISTAKES) {
      expect(text).not.toMatch(/\.$/);
      expect(mend).toMatch(/\.$/);
    }
  });
});

function failing(): never {
  throw new Error('the mistake is gone');
}
