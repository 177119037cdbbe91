import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bytesToSign,
  readPrivateKey,
  readPublicKey,
  signatureFits,
  signatureHeader,
  type SignedParts,
} from './signature.ts';
import { SIGNATURE_VECTORS, type SignatureVector, TEST_CLIENT_ID, TEST_KEYS } from './test-vectors.ts';

const PRIVATE = {
  merchant: readPrivateKey(TEST_KEYS.merchantPrivate),
  wallet: readPrivateKey(TEST_KEYS.walletPrivate),
};
const PUBLIC = {
  merchant: readPublicKey(TEST_KEYS.merchantPublic),
  wallet: readPublicKey(TEST_KEYS.walletPublic),
};

function partsOf({ path, time, body }: SignatureVector): SignedParts {
  return { path, time, clientId: TEST_CLIENT_ID, body: Buffer.from(body) };
}

describe.each(SIGNATURE_VECTORS)('the vector of the $name', (vector) => {
  const parts = partsOf(vector);
  const fits = (header: string, changed: Partial<SignedParts> = {}): boolean =>
    signatureFits(header, { ...parts, ...changed }, PUBLIC[vector.signedBy]);

  it('gives the published bytes', () => {
    const bytes = bytesToSign(parts);
    expect(bytes).toHaveLength(vector.length);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(vector.digest);
  });

  it('gives the published signature, and it fits', () => {
    expect(signatureHeader(parts, PRIVATE[vector.signedBy], '1')).toBe(vector.header);
    expect(fits(vector.header)).toBe(true);
  });

  it('fits with blanks after the commas, and without URL encoding', () => {
    expect(fits(vector.header.replaceAll(',', ', '))).toBe(true);
    expect(fits(decodeURIComponent(vector.header))).toBe(true);
  });

  it('does not fit when a byte of the body, the path, the time or the client changes', () => {
    const body = Buffer.from(vector.body);
    for (let at = 0; at < body.length; at += 7) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(fits(vector.header, { body: changed })).toBe(false);
    }
    expect(fits(vector.header, { body: Buffer.from(`${vector.body}\n`) })).toBe(false);
    expect(fits(vector.header, { path: '/ams/api/v1/payments/pay' })).toBe(false);
    expect(fits(vector.header, { time: `${vector.time.slice(0, -1)}9` })).toBe(false);
    expect(fits(vector.header, { clientId: 'SANDBOX_5YTESTVECTOR0002' })).toBe(false);
  });

  it('does not fit under the key of the other side', () => {
    const other = vector.signedBy === 'merchant' ? 'wallet' : 'merchant';
    expect(signatureFits(vector.header, parts, PUBLIC[other])).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['no signature', 'algorithm=RSA256,keyVersion=1'],
    ['an empty signature', 'algorithm=RSA256,keyVersion=1,signature='],
    ['another algorithm', vector.header.replace('RSA256', 'RSA1')],
    ['no algorithm', vector.header.replace('algorithm=RSA256,', '')],
    ['broken URL encoding', 'algorithm=RSA256,keyVersion=1,signature=%'],
    ['something that is no Base64', 'algorithm=RSA256,keyVersion=1,signature=a b'],
    ['a short signature', 'algorithm=RSA256,keyVersion=1,signature=AAAA'],
  ])('does not fit with %s', (_name, header) => {
    expect(fits(header)).toBe(false);
  });
});

it('a carriage return before the line feed makes another signature', () => {
  const [request] = SIGNATURE_VECTORS;
  const withReturn = Buffer.from(bytesToSign(partsOf(request)).toString().replace('\n', '\r\n'));
  expect(createHash('sha256').update(withReturn).digest('hex')).not.toBe(request.digest);
});

describe('keys', () => {
  it('are read with PEM armour and blanks around, too', () => {
    const pem = PRIVATE.merchant.export({ format: 'pem', type: 'pkcs8' });
    expect(readPrivateKey(`\n${String(pem)} `).equals(PRIVATE.merchant)).toBe(true);
    const publicPem = PUBLIC.wallet.export({ format: 'pem', type: 'spki' });
    expect(readPublicKey(String(publicPem)).equals(PUBLIC.wallet)).toBe(true);
    expect(readPublicKey(` ${TEST_KEYS.walletPublic}\n`).equals(PUBLIC.wallet)).toBe(true);
  });

  it('that are none are named without a part of them', () => {
    expect(() => readPrivateKey('c2VjcmV0')).toThrow(/^is not a private key \(PKCS#8, Base64 or PEM\)$/);
    expect(() => readPublicKey('c2VjcmV0')).toThrow(/^is not a public key \(X\.509, Base64 or PEM\)$/);
  });

  it('of another kind or too short are refused', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const curvePem = String(curve.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    expect(() => readPrivateKey(curvePem)).toThrow(/^is not an RSA key$/);
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const shortPem = String(short.publicKey.export({ format: 'pem', type: 'spki' }));
    expect(() => readPublicKey(shortPem)).toThrow(/^is too short: 2048 bits at least$/);
  });
});
