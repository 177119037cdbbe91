import { classify, parseEmvCpm } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WALLETS } from '../wallet.ts';
import { writeEmvText } from './emv-text.ts';
import { freshDigits } from './fresh-digits.ts';
import { readPaymentCode } from './read-code.ts';

/** A source that gives the same bytes over and over. */
function repeating(bytes: Uint8Array): (count: number) => Uint8Array {
  return (count) => Uint8Array.from({ length: count }, (_, index) => bytes[index % bytes.length] ?? 0);
}

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe.each(WALLETS)('a fresh code of $name', (wallet) => {
  it('has the shape of the wallet', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const digits = freshDigits(wallet, repeating(random));
        expect(digits).toMatch(/^\d+$/);
        expect(digits).toHaveLength(wallet.codeLength);
        expect(readPaymentCode(wallet.family, digits)).toEqual({ digits, emvText: undefined });
      }),
    );
  });

  it('is recognised at the till, except PayMe’s, whose format is not published', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const found = classify(freshDigits(wallet, repeating(random)));
        if (wallet.id === 'payme') expect(found.kind).toBe('unknown');
        else expect(found).toMatchObject({ kind: 'recognised', family: wallet.family });
      }),
    );
  });
});

describe('the EMV text of a UnionPay credential', () => {
  it('is read back as the same card number', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 0xffff }), (random, counter) => {
        const pan = `62${String(counter).padStart(17, '7')}`;
        const text = writeEmvText(pan, counter, repeating(random));
        const emv = parseEmvCpm(text);
        expect(emv).toMatchObject({
          ok: true,
          pan,
          aid: 'A000000333010101',
          expiry: '3012',
          lastFour: pan.slice(-4),
          applicationLabel: 'UnionPay',
        });
        const hex = emv.ok ? Buffer.from(emv.transparent ?? []).toString('hex') : '';
        expect(hex).toContain(`9f3602${counter.toString(16).padStart(4, '0')}`);
        // The long form of a length, and more than the 128 characters that merchants were once promised.
        expect(text).toMatch(/^hQVDUFYwMWG/);
        expect(text.length).toBeGreaterThan(128);
        expect(classify(text)).toMatchObject({ kind: 'recognised', family: 'unionpay' });
      }),
    );
  });
});
