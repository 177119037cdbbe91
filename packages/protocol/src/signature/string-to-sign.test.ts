import { describe, expect, it } from 'vitest';
import { isSignedName, signedParameters, stringToSign } from './string-to-sign.ts';

const SENT = [
  { name: 'udid', value: '', raw: '' },
  { name: 'sign', value: 'X', raw: 'X' },
  { name: 'b', value: 'a b', raw: 'a+b' },
  { name: 'a', value: 'é', raw: '%C3%A9' },
  { name: 'sign_type', value: 'MD5', raw: 'MD5' },
  { name: 'B', value: '1', raw: '1' },
];

describe('signed parameters', () => {
  it('are all but the signature itself, sorted as ASCII', () => {
    const sent = [...SENT];
    expect(signedParameters(sent).map(({ name }) => name)).toEqual(['B', 'a', 'b', 'udid']);
    expect(sent).toEqual(SENT);
  });

  it.each(['sign', 'sign_type'])('leave out %s in this spelling only', (name) => {
    expect(isSignedName(name)).toBe(false);
    expect(isSignedName(name.toUpperCase())).toBe(true);
    expect(isSignedName(`${name}s`)).toBe(true);
  });
});

describe('the text to sign', () => {
  it.each([
    ['decoded', 'kept', 'B=1&a=é&b=a b&udid='],
    ['raw', 'kept', 'B=1&a=%C3%A9&b=a+b&udid='],
    ['decoded', 'dropped', 'B=1&a=é&b=a b'],
    ['raw', 'dropped', 'B=1&a=%C3%A9&b=a+b'],
  ] as const)('of %s values with empty ones %s is %s', (values, emptyValues, text) => {
    expect(stringToSign(signedParameters(SENT), { values, emptyValues })).toBe(text);
  });

  it('is empty without parameters', () => {
    expect(stringToSign([], { values: 'decoded', emptyValues: 'kept' })).toBe('');
  });
});
