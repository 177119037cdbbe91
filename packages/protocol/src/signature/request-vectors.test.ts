import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { parseForm, parseFormText } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeDigest } from '../node-digest.ts';
import { signRequest, type SignatureMatch, verifyRequest } from './request-signature.ts';
import { signedParameters, stringToSign } from './string-to-sign.ts';
import { type RequestVector, REJECTED_DIGESTS, REQUEST_VECTORS } from './vectors/signature-vectors.ts';

function parsed(text: string): readonly FormParameter[] {
  const fromBytes = parseForm(new TextEncoder().encode(text));
  expect(parseFormText(text)).toEqual(fromBytes);
  if (!fromBytes.ok) throw new Error(`${fromBytes.field}: ${fromBytes.problem}`);
  return fromBytes.parameters;
}

function verify(
  vector: RequestVector,
  parameters: readonly FormParameter[],
  signature = vector.expectedDigest,
  rawAllowed = true,
): SignatureMatch | undefined {
  const { algorithm, key } = vector;
  return verifyRequest(parameters, {
    signature,
    algorithm,
    keys: ['another key', key],
    rawAllowed,
    digest: nodeDigest,
  });
}

const DECODED = REQUEST_VECTORS.filter(({ signBasis }) => signBasis === 'decoded');
const RAW = REQUEST_VECTORS.filter(({ signBasis }) => signBasis === 'raw');

it('has all fifty vectors, three of them over undecoded values', () => {
  expect(REQUEST_VECTORS).toHaveLength(50);
  expect(new Set(REQUEST_VECTORS.map(({ id }) => id)).size).toBe(50);
  expect(RAW.map(({ id }) => id)).toEqual(['wire-02', 'wire-03', 'wire-04']);
});

describe.each(DECODED)('$id: $title', (vector) => {
  const { key, algorithm, emptyValues, params } = vector;
  const variant = { values: 'decoded', emptyValues } as const;
  const parameters = parsed(vector.formEncoded ?? '');

  it('has a body that parses to its parameters', () => {
    expect(parameters.map(({ name, value }) => [name, value])).toEqual(params);
  });

  it('has this string to sign and this digest', () => {
    const text = stringToSign(signedParameters(parameters), variant) + key;
    expect(text).toBe(vector.stringToSign);
    expect(nodeDigest(algorithm, text)).toBe(vector.expectedDigest);
  });

  it('verifies, also pinned to decoded values', () => {
    expect(verify(vector, parameters)).toEqual({ keyIndex: 1, variant });
    expect(verify(vector, parameters, vector.expectedDigest, false)).toEqual({ keyIndex: 1, variant });
  });

  it('verifies in lower case, in any order and in another encoding', () => {
    const reversed = parsed(writeForm(params.toReversed()));
    expect(verify(vector, reversed, vector.expectedDigest.toLowerCase())).toEqual({ keyIndex: 1, variant });
  });

  it('is what our own clients sign', () => {
    const sent = params.filter(([, value]) => value !== '' || emptyValues === 'kept');
    expect(signRequest(sent, key, algorithm, nodeDigest)).toBe(vector.expectedDigest);
  });
});

describe.each(RAW)('$id: $title', (vector) => {
  const variant = { values: 'raw', emptyValues: 'kept' } as const;
  const parameters = parsed(vector.rawBody ?? '');

  it('has this string to sign and this digest', () => {
    const text = stringToSign(signedParameters(parameters), variant) + vector.key;
    expect(text).toBe(vector.stringToSign);
    expect(nodeDigest(vector.algorithm, text)).toBe(vector.expectedDigest);
  });

  it('verifies over undecoded values unless these are barred', () => {
    expect(verify(vector, parameters)).toEqual({ keyIndex: 1, variant });
    expect(verify(vector, parameters, vector.expectedDigest, false)).toBeUndefined();
  });
});

it('accepts both digests of a request with an empty value', () => {
  const [kept, dropped] = ['emp-01', 'emp-02'].map((id) => REQUEST_VECTORS.find((v) => v.id === id));
  if (kept === undefined || dropped === undefined) throw new Error('emp-01 and emp-02 are missing');
  expect(kept.formEncoded).toBe(dropped.formEncoded);
  const parameters = parsed(kept.formEncoded ?? '');
  expect(verify(kept, parameters)?.variant.emptyValues).toBe('kept');
  expect(verify(kept, parameters, dropped.expectedDigest)?.variant.emptyValues).toBe('dropped');
});

describe('digests of wrong readings', () => {
  it('has all ten', () => expect(REJECTED_DIGESTS).toHaveLength(10));

  it.each(REJECTED_DIGESTS)('$id is rejected: $why', ({ id, params, key, rejectedDigest }) => {
    const parameters = parsed(writeForm(params));
    for (const algorithm of ['MD5', 'SHA256'] as const) {
      // neg-07 and neg-08 are right digests under the other header.
      if (id === (algorithm === 'SHA256' ? 'neg-07' : 'neg-08')) continue;
      for (const signature of [rejectedDigest, rejectedDigest.toLowerCase()]) {
        const check = { signature, algorithm, keys: [key], rawAllowed: true, digest: nodeDigest };
        expect(verifyRequest(parameters, check)).toBeUndefined();
      }
    }
  });
});
