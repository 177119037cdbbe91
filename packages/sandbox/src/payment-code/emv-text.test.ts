import { classify, type EmvCpmCode, MAX_AUTH_CODE_LENGTH, parseEmvCpm } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFrom } from '../test-sandbox.ts';
import { Choice } from './choice.ts';
import { type EmvCredential, writeEmvText } from './emv-text.ts';
import { tlv } from './tlv.ts';

const CREDENTIAL: EmvCredential = { token: '6236098835899996543', counter: 7, holder: 'Zhao Jun' };

function read(text: string): EmvCpmCode {
  const emv = parseEmvCpm(text);
  if (!emv.ok) throw new Error(emv.detail);
  return emv;
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? [])
    .toString('hex')
    .toUpperCase();
}

function textOf(emv: EmvCpmCode, tag: string): string {
  return Buffer.from(emv.objects.find((object) => object.tag === tag)?.value ?? []).toString('ascii');
}

describe('an EMV text of a phone', () => {
  it('is read back as the same card and the same count, whatever is chosen', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.stringMatching(/^62(?:\d{14}|\d{17})$/),
        fc.integer({ min: 1, max: 0xffff }),
        (seed, token, counter) => {
          const text = writeEmvText({ token, counter, holder: 'Sun Li' }, new Choice(bytesFrom(seed)));
          const emv = read(text);
          expect(emv).toMatchObject({ pan: token, aid: expect.stringMatching(/^A00000033301010[123]$/) });
          expect([undefined, '3012']).toContain(emv.expiry);
          expect(hex(emv.transparent ?? emv.commonTransparent)).toContain(
            `9F3602${counter.toString(16).padStart(4, '0').toUpperCase()}`,
          );
          expect(text).toMatch(/^hQVDUFYwMW[EFG]/);
          expect(text.length).toBeLessThanOrEqual(MAX_AUTH_CODE_LENGTH);
          expect(classify(text)).toMatchObject({ kind: 'recognised', family: 'unionpay', code: text });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('shows the last digits of the card, which are not the token’s, and names its holder', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const emv = read(writeEmvText(CREDENTIAL, new Choice(bytesFrom(seed))));
        expect([undefined, '3456']).toContain(emv.lastFour);
        expect(['', 'ZHAO/JUN']).toContain(textOf(emv, '5F20').trimEnd());
        expect(['', 'UnionPay']).toContain((emv.applicationLabel ?? '').trimEnd());
      }),
    );
  });

  it('has now this and now that', () => {
    const choice = new Choice(bytesFrom(1));
    const texts = Array.from({ length: 500 }, () => writeEmvText(CREDENTIAL, choice));
    const share = (has: (text: string, emv: EmvCpmCode) => boolean): number =>
      texts.filter((text) => has(text, read(text))).length / texts.length;
    const features: Readonly<Record<string, number>> = {
      'the short form of the first length': share((text) => /^hQVDUFYwMW[EF]/.test(text)),
      'the long form of the first length': share((text) => text.startsWith('hQVDUFYwMWG')),
      padding: share((text) => text.endsWith('=')),
      'no padding': share((text) => !text.endsWith('=')),
      'an application of another scheme': share((text) => decoded(text).match(/4F07A0000000[0346]/) !== null),
      'another scheme before UnionPay': share((text) =>
        /4F07A0000000[0346].*4F08A000000333/.test(decoded(text)),
      ),
      'UnionPay before another scheme': share((text) =>
        /4F08A000000333.*4F07A0000000[0346]/.test(decoded(text)),
      ),
      'shared data': share((_, emv) => emv.commonTransparent !== undefined),
      'a card number without track 2': share((_, emv) => emv.track2 === undefined),
      'a card number beside track 2': share(
        (_, { objects }) => count(objects, '57') + count(objects, '5A') === 2,
      ),
      'an object nobody knows': share((_, { objects }) => count(objects, 'DF01') === 1),
      'a template nobody knows': share((text) => decoded(text).includes('7F21049F0101')),
      'blanks behind the name': share((_, emv) => / $/.test(textOf(emv, '5F20'))),
      'blanks behind the label': share((_, emv) => / $/.test(emv.applicationLabel ?? '')),
      'no name': share((_, emv) => textOf(emv, '5F20') === ''),
      'the application named last': share((_, { objects }) => objects.at(-1)?.tag === '4F'),
      'the transparent part first': share((text) =>
        /61(?:..|81..|82....)63/.test(decoded(text).slice(14, 24)),
      ),
    };
    // Merchants were once promised 128 characters.
    expect(share(({ length }) => length > 128)).toBeGreaterThan(0.9);
    for (const [feature, often] of Object.entries(features)) {
      expect.soft(often, feature).toBeGreaterThan(0.01);
      expect.soft(often, feature).toBeLessThan(0.99);
    }
  });

  it('is the same for the same random bytes, and ends with a source that is stuck', () => {
    expect(writeEmvText(CREDENTIAL, new Choice(bytesFrom(5)))).toBe(
      writeEmvText(CREDENTIAL, new Choice(bytesFrom(5))),
    );
    for (const byte of [0, 1, 0xff]) {
      const stuck = new Choice((count) => new Uint8Array(count).fill(byte));
      expect(read(writeEmvText(CREDENTIAL, stuck)).pan).toBe(CREDENTIAL.token);
    }
  });
});

it.each([
  [0x7f, '637F'],
  [0x80, '638180'],
  [0xff, '6381FF'],
  [0x100, '63820100'],
])('an object of %i bytes begins with %s', (length, start) => {
  expect(
    tlv('63', '00'.repeat(length))
      .toUpperCase()
      .slice(0, -2 * length),
  ).toBe(start);
});

function decoded(text: string): string {
  return hex(Buffer.from(text, 'base64'));
}

function count(objects: EmvCpmCode['objects'], wanted: string): number {
  return objects.filter(({ tag }) => tag === wanted).length;
}
