import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fields, formBody, readForm, readReply, signedText } from './fields.ts';
import {
  digestHex,
  isSignedByKey,
  isSignedBySecret,
  rsaSignature,
  signatureOf,
  signFields,
} from './signature.ts';
import { TEST_KEY } from './test-certificates.ts';
import { UNIONPAY_VECTORS } from './test-vectors.ts';

const PUBLIC_KEY = createPublicKey(TEST_KEY);
const RSA = { method: '01', certificateNumber: '68759663125', privateKey: TEST_KEY } as const;

/** The fields of a text without `&` in its values, in another order. */
function fieldsOf(text: string): Fields {
  const pairs = text.split('&').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs.toReversed());
}

describe('a signature', () => {
  it.each(UNIONPAY_VECTORS)('is that of the contract: $name', ({ text, digest, signature }) => {
    const fields = fieldsOf(text);
    expect(signedText(fields)).toBe(text);
    expect(digestHex('01', text)).toBe(digest);
    const made = rsaSignature(text, TEST_KEY);
    if (signature !== undefined) expect(made).toBe(signature);
    expect(isSignedByKey({ ...fields, signature: made }, PUBLIC_KEY)).toBe(true);
  });

  it('names its certificate and leaves empty fields in the text', () => {
    const signed = signFields({ b: '2', a: '' }, RSA);
    expect(signed).toMatchObject({ signMethod: '01', certId: '68759663125' });
    expect(signedText(signed)).toBe('a=&b=2&certId=68759663125&signMethod=01');
    expect(isSignedByKey(signed, PUBLIC_KEY)).toBe(true);
  });

  it.each([
    ['11', '044ff00a973581f6ecf0d7aad7ce31b1601aac3a496974672a07b137fcafb45d'],
    ['12', '4d7defb017f2988841105f13307b7df1c8ca204fe0f44bdad94494bdc6c00483'],
  ] as const)('of a shared key is that of the contract: method %s', (method, expected) => {
    const { certId: _none, ...fields } = fieldsOf(UNIONPAY_VECTORS[0]?.text ?? '');
    const secret = 'test_secure_key_0001';
    const named = { ...fields, signMethod: method };
    expect(signatureOf(named, { method, secret })).toBe(expected);
    expect(isSignedBySecret({ ...named, signature: expected }, method, secret)).toBe(true);
    expect(isSignedBySecret({ ...named, signature: expected.toUpperCase() }, method, secret)).toBe(false);
    expect(isSignedBySecret(named, method, secret)).toBe(false);
    expect(isSignedBySecret({ ...named, signature: expected, txnAmt: '1' }, method, secret)).toBe(false);
  });

  it('does not hold for anything that was changed', () => {
    const signed = signFields(fieldsOf(UNIONPAY_VECTORS[0]?.text ?? ''), RSA);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(signed)), fc.string(), (name, value) => {
        fc.pre(signed[name] !== value);
        expect(isSignedByKey({ ...signed, [name]: value }, PUBLIC_KEY)).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(isSignedByKey({ ...signed, more: '' }, PUBLIC_KEY)).toBe(false);
    const { signature: _none, ...unsigned } = signed;
    expect(isSignedByKey(unsigned, PUBLIC_KEY)).toBe(false);
  });
});

describe('an answer', () => {
  it.each<readonly [string, Fields | undefined]>([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['{a=1&b=2}', { a: '1', b: '2' }],
    [' a=1&b=x=y== \n', { a: '1', b: 'x=y==' }],
    ['a={k=v&l=w}&b=[1&2]', { a: '{k=v&l=w}', b: '[1&2]' }],
    ['reserved=&respMsg=成功[0000000]', { reserved: '', respMsg: '成功[0000000]' }],
    ['a=1&a=2', undefined],
    ['a={1&b=2', undefined],
    ['a=1}&b=2', undefined],
    ['=1', undefined],
    ['', undefined],
    ['<html></html>', undefined],
  ])('%j is read', (text, fields) => {
    expect(readReply(text)).toEqual(fields);
  });

  it('of the form of a browser is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,9}$/), fc.string({ unit: 'grapheme' }), {
          minKeys: 1,
        }),
        (fields) => {
          expect(readForm(formBody(fields))).toEqual({ ...fields });
        },
      ),
    );
    expect(readForm('a=%E4%B8')).toBeUndefined();
    expect(readForm('a=1&a=2')).toBeUndefined();
  });
});
