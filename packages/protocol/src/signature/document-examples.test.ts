import { describe, expect, it } from 'vitest';
import { parseFormText } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeDigest } from '../node-digest.ts';
import { isDigestHex } from './digest.ts';
import { signRequest, verifyRequest } from './request-signature.ts';
import { signedParameters, stringToSign, USUAL_VARIANT } from './string-to-sign.ts';
import { DOCUMENT_EXAMPLES, type DocumentExample } from './vectors/signature-vectors.ts';

const { verified, notReproducible, notVerifiable } = DOCUMENT_EXAMPLES;
const REQUESTS = verified.filter(({ kind }) => kind === 'request');

function parametersOf({ params = [] }: DocumentExample) {
  const form = parseFormText(writeForm(params));
  if (!form.ok) throw new Error(form.problem);
  return form.parameters;
}

function verifies(example: DocumentExample, signature: string): boolean {
  const { algorithm, key } = example;
  const check = { signature, algorithm, keys: [key], rawAllowed: true, digest: nodeDigest };
  return verifyRequest(parametersOf(example), check) !== undefined;
}

it('has all eleven', () => {
  expect([verified.length, notReproducible.length, notVerifiable.length]).toEqual([6, 2, 3]);
});

describe.each([...REQUESTS, ...notReproducible])('$id ($source)', (example) => {
  const { params = [], key, algorithm, recomputedDigest } = example;

  it('has the printed string to sign', () => {
    const text = stringToSign(signedParameters(parametersOf(example)), USUAL_VARIANT);
    expect(text + key).toBe(example.stringToSign);
  });

  it('has this digest', () => {
    expect(signRequest(params, key, algorithm, nodeDigest)).toBe(recomputedDigest);
    expect(verifies(example, recomputedDigest)).toBe(true);
  });
});

it.each(verified.filter(({ publishedDigest }) => publishedDigest !== undefined))(
  '$id: the printed digest holds',
  ({ publishedDigest, recomputedDigest }) => expect(recomputedDigest).toBe(publishedDigest),
);

it.each(notReproducible)('$id: the printed digest does not hold: $why', (example) => {
  expect(example.publishedDigest).toBeDefined();
  expect(verifies(example, example.publishedDigest ?? '')).toBe(false);
});

it('doc-11 is no digest at all, doc-09 and doc-10 show both letter cases', () => {
  const forms = notVerifiable.map(({ id, publishedDigest }) => [
    id,
    isDigestHex('MD5', publishedDigest),
    publishedDigest === publishedDigest.toUpperCase(),
  ]);
  expect(forms).toEqual([
    ['doc-09', true, false],
    ['doc-10', true, true],
    ['doc-11', false, true],
  ]);
});
