import { createHash, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSealed } from './secret-box.ts';
import { authorizationOf, isSignedBy, requestMessage, responseMessage } from './signature.ts';
import { MERCHANT_KEY, PLATFORM_PUBLIC_KEY, VECTORS } from './vectors/test-vectors.ts';

const { merchant, requests, answers, sealed, statement } = VECTORS;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('requests', () => {
  it.each(requests)('vector $name, $title', (vector) => {
    const request = {
      method: vector.method === 'GET' ? ('GET' as const) : ('POST' as const),
      target: vector.target,
      timestampS: merchant.timestampS,
      nonce: vector.nonce,
      body: Buffer.from(vector.body),
    };
    expect(request.body.length).toBe(vector.bodyBytes);
    const message = requestMessage(request);
    expect(message.length).toBe(vector.messageBytes);
    expect(sha256(message)).toBe(vector.messageSha256);
    const signer = { mchid: merchant.mchid, certificateSerial: merchant.serial, privateKey: MERCHANT_KEY };
    expect(authorizationOf(signer, request)).toBe(
      `WECHATPAY2-SHA256-RSA2048 mchid="${merchant.mchid}",nonce_str="${vector.nonce}",signature="${vector.signature}",timestamp="${merchant.timestampS}",serial_no="${merchant.serial}"`,
    );
  });
});

describe('answers', () => {
  const messageOf = ({ timestamp, nonce, body }: (typeof answers)[number]): Buffer =>
    responseMessage(timestamp, nonce, Buffer.from(body));
  const [paid] = answers;
  const reversed = answers.find(({ name }) => name === 'R');
  if (paid === undefined || reversed === undefined) throw new Error('the vectors are not complete');

  it.each(answers)('vector $name, $title', (vector) => {
    const message = messageOf(vector);
    expect(message.length).toBe(vector.messageBytes);
    expect(sha256(message)).toBe(vector.messageSha256);
    expect(isSignedBy(PLATFORM_PUBLIC_KEY, message, vector.signature)).toBe(true);
  });

  it('does not hold when any byte is another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (vector, at, by) => {
          const message = messageOf(vector);
          const place = at % message.length;
          message[place] = (message[place] ?? 0) ^ by;
          return !isSignedBy(PLATFORM_PUBLIC_KEY, message, vector.signature);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not hold without the last line feed', () => {
    expect(isSignedBy(PLATFORM_PUBLIC_KEY, messageOf(paid).subarray(0, -1), paid.signature)).toBe(false);
  });

  it('does not hold with the key of the merchant', () => {
    expect(isSignedBy(createPublicKey(MERCHANT_KEY), messageOf(paid), paid.signature)).toBe(false);
  });

  it('does not hold for a probe, which is wrong on purpose', () => {
    expect(isSignedBy(PLATFORM_PUBLIC_KEY, messageOf(paid), `WECHATPAY/SIGNTEST/${paid.signature}`)).toBe(
      false,
    );
  });

  it('does not hold for a reversal with a body of {}', () => {
    const message = responseMessage(reversed.timestamp, reversed.nonce, Buffer.from('{}'));
    expect(isSignedBy(PLATFORM_PUBLIC_KEY, message, reversed.signature)).toBe(false);
  });

  it.each(['', '=', 'not base64!', 'AAAA', `${paid.signature}AAAA`, paid.signature.slice(4)])(
    'a signature %j is none',
    (signature) => expect(isSignedBy(PLATFORM_PUBLIC_KEY, messageOf(paid), signature)).toBe(false),
  );
});

it('the digest of a statement is signed, not the statement', () => {
  const sha1 = createHash('sha1').update(statement.content).digest('hex');
  expect(sha1).toBe(statement.sha1);
  const message = responseMessage(
    statement.timestamp,
    statement.nonce,
    Buffer.from(JSON.stringify({ sha1 })),
  );
  expect(isSignedBy(PLATFORM_PUBLIC_KEY, message, statement.signature)).toBe(true);
});

describe('what is sealed with the APIv3 key', () => {
  const key = Buffer.from(sealed.key);

  it('opens', () => expect(openSealed(key, sealed)).toBe(sealed.plaintext));

  it.each([
    ['another key', Buffer.from('0123456789abcdef0123456789ABCDEG'), sealed],
    ['another nonce', key, { ...sealed, nonce: '61f9c719728b' }],
    ['no nonce', key, { ...sealed, nonce: '' }],
    ['other data beside it', key, { ...sealed, associatedData: 'transaction' }],
    ['a changed text', key, { ...sealed, ciphertext: `A${sealed.ciphertext.slice(1)}` }],
    ['too short a text', key, { ...sealed, ciphertext: 'AAAA' }],
  ])('does not open with %s', (_, otherKey, other) => expect(openSealed(otherKey, other)).toBeUndefined());
});
