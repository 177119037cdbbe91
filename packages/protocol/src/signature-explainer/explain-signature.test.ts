import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { parseFormText } from '../form/parse-form.ts';
import { nodeDigest, nodeExplainerHashes } from '../node-digest.ts';
import type { DigestAlgorithm } from '../signature/digest.ts';
import { signRequest, verifyRequest } from '../signature/request-signature.ts';
import { signedParameters } from '../signature/string-to-sign.ts';
import {
  explainSignature,
  SIGNING_MISTAKES,
  type SignatureExplanation,
  type SignatureQuestion,
} from './explain-signature.ts';
import type { SigningFacts, SigningMistake } from './signing-mistake.ts';
import { contractPlan, executePlan, type HashName, type SigningPlan } from './signing-plan.ts';

const KEY = 'FEdcBA9876543210fedCBA9876543210';
const APP_CODE = '0123456789ABCDEF0123456789ABCDEF';
/** Parameters on which every known mistake shows: blanks, capitals, signs, an own signature, an odd order. */
const SENT: readonly FormParameter[] = [
  ['txamt', '100000'],
  ['txcurrcd', 'HKD'],
  ['goods_name', ' Tea & "Cake" 50%  a+b/c '],
  ['goods_info', 'Café ①\r\nCafe\u0301\n<b>'],
  ['pay_type', '800108'],
  ['Zone', '08'],
  ['out_trade_no', 'A-1'],
  ['auth_code', '280438849930815813'],
  ['out', '9'],
  ['out_', '7'],
  ['outA', '6'],
  ['out0', '5'],
  ['sign', 'x'],
  ['pay_tag', ''],
  ['txdtm', '2026-03-05 18:00:00'],
  ['udid', 'Till%41'],
].map(([name = '', value = '']) => ({ name, value, raw: value.replaceAll('é', '%C3%A9') }));

const FACTS: SigningFacts = {
  sent: SENT,
  appCode: APP_CODE,
  otherKeys: [{ name: 'production', key: '0'.repeat(32) }],
  hash: 'SHA256',
};
const HASHES: Readonly<Record<string, HashName>> = { foreign_hash: 'SHA1' };

function question(signature: string, change: Partial<SignatureQuestion> = {}): SignatureQuestion {
  const { otherKeys } = FACTS;
  return {
    parameters: SENT,
    key: KEY,
    otherKeys,
    appCode: APP_CODE,
    algorithm: undefined,
    signature,
    ...change,
  };
}

function explain(signature: string, change: Partial<SignatureQuestion> = {}): SignatureExplanation {
  return explainSignature(question(signature, change), nodeExplainerHashes);
}

function rightPlan(hash: DigestAlgorithm = 'SHA256'): SigningPlan {
  return contractPlan(signedParameters(SENT), KEY, hash);
}

function mistakesOf(explanation: SignatureExplanation): readonly string[] {
  return explanation.kind === 'explained' ? explanation.mistakes.map(({ id }) => id) : [explanation.kind];
}

function made(mistake: SigningMistake, plan: SigningPlan, hash: HashName): readonly string[] {
  return mistake.plans(plan, { ...FACTS, hash }).map((one) => executePlan(one.plan, nodeExplainerHashes));
}

function mistakeNamed(id: string): SigningMistake {
  const mistake = SIGNING_MISTAKES.find((each) => each.id === id);
  if (mistake === undefined) throw new Error(`there is no mistake ${id}`);
  return mistake;
}

const RIGHT = executePlan(rightPlan(), nodeExplainerHashes);

describe('the explanation of a signature', () => {
  it.each(['MD5', 'SHA256'] as const)('sees that a right %s signature verifies', (algorithm) => {
    const pairs = SENT.map(({ name, value }) => [name, value] as const);
    const signature = signRequest(pairs, KEY, algorithm, nodeDigest);
    for (const text of [signature, signature.toLowerCase(), ` ${signature}\n`]) {
      expect(explain(text)).toEqual({
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
    expect(explain(signature, { parameters })).toMatchObject({
      kind: 'valid',
      variant: { values: 'raw', emptyValues: 'dropped' },
    });
  });

  it('agrees with the gateway about what verifies', () => {
    const value = fc.stringMatching(/^[a-b%41+ ]{0,4}$/);
    const drawn = fc.record({
      sent: fc.array(value, { minLength: 1, maxLength: 3 }),
      kept: fc.boolean(),
      raw: fc.boolean(),
    });
    fc.assert(
      fc.property(drawn, ({ sent, kept, raw }) => {
        const form = parseFormText(sent.map((text, index) => `n${index}=${text}`).join('&'));
        const parameters = form.ok ? form.parameters : [];
        const text = parameters
          .filter((one) => kept || one.value !== '')
          .map((one) => `${one.name}=${raw ? one.raw : one.value}`)
          .join('&');
        const signature = nodeDigest('SHA256', text + KEY);
        const check = {
          signature,
          algorithm: 'SHA256',
          keys: [KEY],
          rawAllowed: true,
          digest: nodeDigest,
        } as const;
        const verifies = verifyRequest(parameters, check) !== undefined;
        expect(explain(signature, { parameters }).kind === 'valid').toBe(verifies);
      }),
    );
  });

  const separable = SIGNING_MISTAKES.filter(
    ({ id }) => !['key_given_with_blanks', 'empty_sign_signed', 'value_signed_with_blank'].includes(id),
  );

  it.each(separable.map((mistake) => [mistake.id, mistake] as const))('recognises %s', (id, mistake) => {
    for (const algorithm of ['MD5', 'SHA256'] as const) {
      const signatures = made(mistake, rightPlan(algorithm), HASHES[id] ?? algorithm);
      const changing = signatures.filter((signature) => explain(signature).kind !== 'valid');
      expect(changing.length).toBeGreaterThan(0);
      for (const signature of changing) {
        const explanation = explain(signature);
        // Two mistakes may come to the same text; then either name will do, if it is mended alike.
        const named = explanation.kind === 'explained' ? explanation.mistakes : [];
        expect(named.map(({ mend }) => mend)).toEqual([mistake.mend]);
      }
    }
  });

  it('recognises a key that was given with blanks around it', () => {
    expect(mistakesOf(explain(RIGHT, { key: ` ${KEY}\n` }))).toEqual(['key_given_with_blanks']);
  });

  it('recognises a blank around a value, except where it looks like one before the key', () => {
    const stray = mistakeNamed('value_signed_with_blank').plans(rightPlan(), FACTS);
    for (const { plan, particular } of stray) {
      const [named] = mistakesOf(explain(executePlan(plan, nodeExplainerHashes)));
      const last = / behind udid$/.test(particular);
      if (last) expect(named).toMatch(/^(?:key_with|trailing|value_signed)/);
      else expect(named).toBe('value_signed_with_blank');
    }
  });

  it('explains two different mistakes at once with two mistakes that reproduce them', () => {
    const combined = SIGNING_MISTAKES.filter(({ alone }) => alone !== true);
    const mistake = fc.constantFrom(...combined);
    fc.assert(
      fc.property(mistake, mistake, fc.nat(), (one, other, pick) => {
        fc.pre(one !== other);
        const [first, second] =
          combined.indexOf(one) <= combined.indexOf(other) ? [one, other] : [other, one];
        const choose = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
        const begun = choose(first.plans(rightPlan(), FACTS));
        const done = begun === undefined ? undefined : choose(second.plans(begun.plan, FACTS));
        if (done === undefined) return;
        const explanation = explain(executePlan(done.plan, nodeExplainerHashes));
        expect(['explained', 'valid']).toContain(explanation.kind);
        expect(mistakesOf(explanation).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['SHA256', 'MD5'],
    ['MD5', 'SHA256'],
  ] as const)('notices a %s signature under the header %s', (used, announced) => {
    const signature = executePlan(rightPlan(used), nodeExplainerHashes);
    expect(mistakesOf(explain(signature, { algorithm: announced }))).toEqual(['other_algorithm']);
  });

  it('notices a digest in base64, also beside another mistake', () => {
    const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
    expect(mistakesOf(explain(base64(RIGHT)))).toEqual(['base64']);
    expect(mistakesOf(explain(Buffer.from(RIGHT).toString('base64')))).toEqual(['base64_of_hex']);
    const [unsorted = ''] = made(mistakeNamed('unsorted'), rightPlan(), 'SHA256');
    expect(mistakesOf(explain(base64(unsorted)))).toEqual(['base64', 'unsorted']);
  });

  it.each([
    ['decorated', `0x${RIGHT}`],
    ['decorated', `"${RIGHT}"`],
    ['decorated', RIGHT.replaceAll(/..(?=.)/g, '$&:')],
    ['digest_cut', RIGHT.slice(0, 32)],
    ['digest_cut', RIGHT.slice(0, -1)],
  ])('notices a digest that is written wrongly: %s', (id, signature) => {
    expect(mistakesOf(explain(signature))).toEqual([id]);
  });

  it.each([
    [' ', 'json_escaped_with_blanks'],
    ['', 'json_escaped'],
  ])('notices JSON as Python and PHP write it, in the order of the program: blanks "%s"', (blank, id) => {
    const sent = [
      ['txamt', '1050'],
      ['goods_name', '凍檸茶'],
    ].map(([name = '', value = '']) => ({ name, value, raw: encodeURIComponent(value) }));
    const text = `{"txamt":${blank}"1050",${blank}"goods_name":${blank}"\\u51cd\\u6ab8\\u8336"}`;
    const signature = nodeDigest('SHA256', text + KEY);
    expect(mistakesOf(explain(signature, { parameters: sent }))).toEqual(['unsorted', id]);
  });

  it('notices zeros that a big number has lost', () => {
    const parameters = [{ name: 'txamt', value: '1', raw: '1' }];
    const keys = Array.from({ length: 400 }, (_unused, index) => `key-${index}`);
    const signatures = keys.map((key) => [key, nodeDigest('MD5', `txamt=1${key}`)] as const);
    const [key = '', digest = ''] = signatures.find(([, text]) => /^0[1-9A-F]/.test(text)) ?? [];
    expect(mistakesOf(explain(digest.slice(1), { parameters, key }))).toEqual(['zeros_lost']);
  });

  it('names the parameter that was left out, and the key that was used', () => {
    const left = mistakeNamed('parameter_left_out').plans(rightPlan(), FACTS);
    const plan = left.find(({ particular }) => particular === 'udid')?.plan ?? rightPlan();
    expect(explain(executePlan(plan, nodeExplainerHashes))).toMatchObject({
      mistakes: [{ particular: 'udid' }],
    });
    const [other = ''] = made(mistakeNamed('other_key'), rightPlan(), 'SHA256');
    expect(explain(other)).toMatchObject({ mistakes: [{ particular: 'that of production' }] });
  });

  it.each(['', 'ABC', 'G'.repeat(32), '!'.repeat(64), '{}'])('sees that "%s" is no digest', (signature) => {
    expect(explain(signature).kind).toBe('malformed');
  });

  it.each(['0'.repeat(64), 'ab'.repeat(15)])('admits when it cannot explain %s', (signature) => {
    expect(explain(signature)).toEqual({ kind: 'unexplained' });
  });

  it('has one name for each mistake, says what to do, and shows no key', () => {
    expect(new Set(SIGNING_MISTAKES.map(({ id }) => id)).size).toBe(SIGNING_MISTAKES.length);
    for (const mistake of SIGNING_MISTAKES) {
      expect(mistake.text).not.toMatch(/\.$/);
      expect(mistake.mend).toMatch(/\.$/);
      const particulars = mistake.plans(rightPlan(), FACTS).map(({ particular }) => particular);
      expect(particulars.join('\n')).not.toContain(KEY.slice(0, 8));
    }
  });
});
