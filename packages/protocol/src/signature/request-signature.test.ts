import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { parseForm } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeDigest } from '../node-digest.ts';
import { type SignatureCheck, signingVariants, signRequest, verifyRequest } from './request-signature.ts';
import { signedParameters, stringToSign } from './string-to-sign.ts';

const KEY = '0123456789ABCDEF0123456789ABCDEF';

type Pairs = readonly (readonly [name: string, value: string])[];

const algorithms = fc.constantFrom('MD5' as const, 'SHA256' as const);
const names = fc
  .stringMatching(/^[A-Za-z0-9_]{1,8}$/)
  .filter((name) => name !== 'sign' && name !== 'sign_type');
const values = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('%', '4', '1', '&', '=', '+', ' ', 'a'), maxLength: 8 }),
);
const pairs = fc.uniqueArray(fc.tuple(names, values), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 6,
});

function parse(body: string): readonly FormParameter[] {
  const form = parseForm(new TextEncoder().encode(body));
  if (!form.ok) throw new Error(`${form.field}: ${form.problem}`);
  return form.parameters;
}

function check(signature: string, changes: Partial<SignatureCheck> = {}): SignatureCheck {
  return { signature, algorithm: 'MD5', keys: [KEY], rawAllowed: true, digest: nodeDigest, ...changes };
}

describe('a signed request', () => {
  it('verifies whatever its values, in any order and either case of the digest', () => {
    fc.assert(
      fc.property(pairs, algorithms, fc.nat(), fc.boolean(), (list, algorithm, turn, rawAllowed) => {
        const signature = signRequest(list, KEY, algorithm, nodeDigest);
        expect(signature).toMatch(algorithm === 'MD5' ? /^[0-9A-F]{32}$/ : /^[0-9A-F]{64}$/);
        const at = turn % list.length;
        const turned = [...list.slice(at), ...list.slice(0, at)];
        for (const order of [list, turned, list.toReversed()]) {
          for (const sent of [signature, signature.toLowerCase()]) {
            const match = verifyRequest(parse(writeForm(order)), check(sent, { algorithm, rawAllowed }));
            expect(match).toEqual({ keyIndex: 0, variant: { values: 'decoded', emptyValues: 'kept' } });
          }
        }
      }),
    );
  });

  it('fails when one character of one value is changed', () => {
    fc.assert(
      fc.property(
        pairs,
        algorithms,
        fc.nat(),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (list, algorithm, which, where, replacement) => {
          const signature = signRequest(list, KEY, algorithm, nodeDigest);
          const altered = alterOne(list, which, where, replacement);
          fc.pre(altered !== undefined);
          // Pinned to decoded values, so that no escape in an altered value can stand for the old character.
          const policy = { algorithm, rawAllowed: false };
          expect(verifyRequest(parse(writeForm(altered)), check(signature, policy))).toBeUndefined();
        },
      ),
    );
  });

  it('fails when one byte of the body is changed and the parameters with it', () => {
    const list: Pairs = [
      ['a', 'x y'],
      ['b', '測'],
      ['sign', 'S'],
      ['txamt', '10'],
    ];
    const body = new TextEncoder().encode(writeForm(list));
    const signature = signRequest(list, KEY, 'MD5', nodeDigest);
    const original = JSON.stringify(signedValues(parse(writeForm(list))));
    let changed = 0;
    for (let place = 0; place < body.length; place += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        const form = parseForm(body.with(place, byte));
        if (!form.ok) continue;
        const same = JSON.stringify(signedValues(form.parameters)) === original;
        if (!same) changed += 1;
        expect(verifyRequest(form.parameters, check(signature)) !== undefined, `${place} ${byte}`).toBe(same);
      }
    }
    expect(changed).toBeGreaterThan(1_000);
  });

  it('fails when a parameter is added, unless its value is empty or it is the signature', () => {
    const signature = signRequest([['txamt', '10']], KEY, 'MD5', nodeDigest);
    expect(verifyRequest(parse('txamt=10&x=1'), check(signature))).toBeUndefined();
    expect(verifyRequest(parse('txamt=10&sign=1&sign_type=2'), check(signature))?.variant.emptyValues).toBe(
      'kept',
    );
    expect(verifyRequest(parse('txamt=10&x='), check(signature))?.variant.emptyValues).toBe('dropped');
  });

  it('does not care for the order in which it was signed', () => {
    const list: Pairs = [
      ['b', '1'],
      ['a', '2'],
    ];
    expect(signRequest(list, KEY, 'MD5', nodeDigest)).toBe(
      signRequest(list.toReversed(), KEY, 'MD5', nodeDigest),
    );
  });

  it('may have no parameters at all', () => {
    const signature = signRequest([], KEY, 'MD5', nodeDigest);
    expect(signature).toBe(nodeDigest('MD5', KEY));
    expect(verifyRequest([], check(signature))).toBeDefined();
  });
});

describe('keys', () => {
  const list: Pairs = [['txamt', '10']];
  const parameters = parse('txamt=10');

  it('are tried in their order and the match says which', () => {
    for (const [keyIndex, key] of ['new', 'old', 'older'].entries()) {
      const signature = signRequest(list, key, 'MD5', nodeDigest);
      expect(verifyRequest(parameters, check(signature, { keys: ['new', 'old', 'older'] }))?.keyIndex).toBe(
        keyIndex,
      );
    }
  });

  it('match nothing when there are none', () => {
    const signature = signRequest(list, KEY, 'MD5', nodeDigest);
    expect(verifyRequest(parameters, check(signature, { keys: [] }))).toBeUndefined();
  });

  it('are not used for a text that is no digest', () => {
    const digest = (): string => {
      throw new Error('hashed');
    };
    for (const signature of ['', 'x', '0'.repeat(31), 'g'.repeat(32), '0'.repeat(64)]) {
      expect(verifyRequest(parameters, check(signature, { digest }))).toBeUndefined();
    }
  });
});

describe('the readings that are tried', () => {
  const decoded = { values: 'decoded', emptyValues: 'kept' };
  const raw = { values: 'raw', emptyValues: 'kept' };
  const decodedDropped = { values: 'decoded', emptyValues: 'dropped' };
  const rawDropped = { values: 'raw', emptyValues: 'dropped' };

  it.each([
    ['plain values', 'a=1', [decoded]],
    ['an escape', 'a=%C3%A9', [decoded, raw]],
    ['a plus', 'a=1+1', [decoded, raw]],
    ['an empty value', 'a=1&b=', [decoded, decodedDropped]],
    ['an escape and an empty value', 'a=%C3%A9&b=', [decoded, raw, decodedDropped, rawDropped]],
    ['a decoded value that is an escape', 'a=%2541', [decoded]],
    ['a decoded value that is an escape beside an escape', 'a=%C3%A9&b=%2541', [decoded]],
    ['half an escape', 'a=%254', [decoded, raw]],
    ['an escape of a name', '%61=1', [decoded]],
    ['an order number sent with a plus', 'out_trade_no=A+1', [decoded]],
    ['an order number sent with an escape', 'out_trade_no=A%2B1', [decoded, raw]],
    ['a plus beside an order number', 'goods_name=1+1&out_trade_no=A1', [decoded, raw]],
    ['an unsigned value sent with an escape', 'a=1&sign=%41', [decoded]],
  ])('for %s', (_case, body, readings) => {
    expect(signingVariants(signedParameters(parse(body)), true)).toEqual(readings);
    const pinned = readings.filter((reading) => reading.values === 'decoded');
    expect(signingVariants(signedParameters(parse(body)), false)).toEqual(pinned);
  });

  it.each(['a=%C3%A9+x&b=&c=1'])('of %s verify one by one and no other', (body) => {
    const parameters = parse(body);
    const sorted = signedParameters(parameters);
    for (const variant of signingVariants(sorted, true)) {
      const signature = nodeDigest('MD5', stringToSign(sorted, variant) + KEY);
      expect(verifyRequest(parameters, check(signature))?.variant).toEqual(variant);
      const pinned = verifyRequest(parameters, check(signature, { rawAllowed: false }));
      expect(pinned?.variant.values).toBe(variant.values === 'raw' ? undefined : 'decoded');
    }
    expect(verifyRequest(parameters, check(nodeDigest('MD5', `a=é x&b=1&c=1${KEY}`)))).toBeUndefined();
  });

  it('never include undecoded values when a decoded one holds a percent escape', () => {
    const withEscape = fc
      .tuple(values, fc.stringMatching(/^%[0-9A-Fa-f]{2}$/), values)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pairs, withEscape, (list, value) => {
        const parameters = parse(writeForm([...list.filter(([name]) => name !== 'a'), ['a', value]]));
        const sorted = signedParameters(parameters);
        expect(signingVariants(sorted, true).every((variant) => variant.values === 'decoded')).toBe(true);
        const text = stringToSign(sorted, { values: 'raw', emptyValues: 'kept' });
        expect(verifyRequest(parameters, check(nodeDigest('MD5', text + KEY)))).toBeUndefined();
      }),
    );
  });
});

function signedValues(parameters: readonly FormParameter[]): Pairs {
  return signedParameters(parameters)
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => [name, value]);
}

/** The list with one character of one value replaced, or `undefined` when that changes nothing. */
function alterOne(list: Pairs, which: number, where: number, replacement: string): Pairs | undefined {
  const filled = list.filter(([, value]) => value !== '');
  const victim = filled[which % Math.max(1, filled.length)];
  if (victim === undefined) return undefined;
  const characters = Array.from(victim[1]);
  const altered = characters.with(where % characters.length, replacement).join('');
  if (altered === victim[1]) return undefined;
  return list.map((pair) => (pair === victim ? [pair[0], altered] : pair));
}
