import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedBy, readSignature, signatureText, writeSignature } from './message-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const MESSAGE = {
  path: '/ams/api/v1/payments/pay',
  clientId: 'CLIENT',
  time: '2026-01-02T10:00:00+08:00',
  body: Buffer.from('{"a":"奶茶"}'),
};

describe('a signature', () => {
  it('is read back and fits its message alone', () => {
    const parts = readSignature(writeSignature(MESSAGE, privateKey, '3'));
    expect(parts).toMatchObject({ algorithm: 'RSA256', keyVersion: '3' });
    if (parts === undefined) return;
    expect(isSignedBy(MESSAGE, parts.signature, publicKey)).toBe(true);
    for (const change of [
      { path: '/ams/api/v1/payments/pay?' },
      { clientId: 'CLIENT2' },
      { time: '2026-01-02T10:00:01+08:00' },
      { body: Buffer.from('{"a":"奶茶" }') },
    ]) {
      expect(isSignedBy({ ...MESSAGE, ...change }, parts.signature, publicKey)).toBe(false);
    }
  });

  it('has its Base64 URL-encoded, and is none without', () => {
    const header = writeSignature(MESSAGE, privateKey, '1');
    expect(header).toMatch(/^algorithm=RSA256,keyVersion=1,signature=[\w%]+$/);
    expect(
      readSignature(`algorithm=RSA256,keyVersion=1,signature=${signatureText(MESSAGE, privateKey)}`),
    ).toBeUndefined();
    expect(readSignature(header.replaceAll(',', ', '))).toBeDefined();
  });

  it.each([
    '',
    'signature=abc',
    'algorithm=RSA256,signature=abc',
    'algorithm=RSA256,keyVersion=1,signature=',
  ])('that reads %j is none', (header) => expect(readSignature(header)).toBeUndefined());
});

it('keys may come in any form Node knows', () => {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const again = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  expect(signatureText(MESSAGE, again)).toBe(signatureText(MESSAGE, privateKey));
  expect(createPublicKey(again).equals(publicKey)).toBe(true);
});
