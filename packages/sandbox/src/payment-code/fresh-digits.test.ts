import { classify } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFrom } from '../test-sandbox.ts';
import { WALLETS, type WalletId, wallet } from '../wallet.ts';
import { Choice } from './choice.ts';
import type { ShapeWish } from './code-shape.ts';
import { freshDigits } from './fresh-digits.ts';
import { readPaymentCode } from './read-code.ts';

const seed = fc.integer();

function drawn(id: WalletId, from: number, wish: ShapeWish = {}): string | undefined {
  return freshDigits(wallet(id).codeShapes, new Choice(bytesFrom(from)), wish);
}

/** Every prefix and length that a thousand codes of a wallet have. */
function shapesSeen(id: WalletId): { prefixes: readonly string[]; lengths: readonly number[] } {
  const choice = new Choice(bytesFrom(1));
  const codes = Array.from({ length: 1_000 }, () => freshDigits(wallet(id).codeShapes, choice) ?? '');
  return {
    prefixes: [...new Set(codes.map((code) => code.slice(0, 2)))].toSorted(),
    lengths: [...new Set(codes.map(({ length }) => length))].toSorted((left, right) => left - right),
  };
}

describe.each(WALLETS)('a fresh code of $name', ({ id, family }) => {
  it('has the shape of the wallet', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const digits = drawn(id, from) ?? '';
        expect(digits).toMatch(/^\d+$/);
        expect(readPaymentCode(family, digits)).toEqual({ digits, emvText: undefined });
      }),
    );
  });

  it('is recognised at the till, except PayMe’s, whose format is not published', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const found = classify(drawn(id, from) ?? '');
        if (id === 'payme') expect(found.kind).toBe('unknown');
        else expect(found).toMatchObject({ kind: 'recognised', family });
      }),
    );
  });
});

describe('the codes of a wallet', () => {
  const ALIPAY = ['25', '26', '27', '28', '29', '30'];

  it.each<[WalletId, readonly string[], readonly number[]]>([
    ['alipay', ALIPAY, [16, 17, 18, 19, 20, 21, 22, 23, 24]],
    ['alipayhk', ALIPAY, [17, 18, 19]],
    ['wechatpay', ['10', '11', '12', '13', '14'], [18]],
    ['wechatpayhk', ['15'], [18]],
    ['unionpay', ['62'], [19, 20]],
    ['payme', ['80'], [18]],
  ])('%s begin with %j and have %j digits', (id, prefixes, lengths) => {
    expect(shapesSeen(id)).toEqual({ prefixes, lengths });
  });

  it.each<[WalletId, ShapeWish, RegExp]>([
    ['alipay', { prefix: '30' }, /^30\d{14,22}$/],
    ['alipay', { length: 24 }, /^(?:2[5-9]|30)\d{22}$/],
    ['alipay', { prefix: '281999', length: 24 }, /^281999\d{18}$/],
    ['alipayhk', { prefix: '28', length: 17 }, /^28\d{15}$/],
    ['wechatpayhk', { prefix: '16' }, /^16\d{16}$/],
    ['unionpay', { length: 20 }, /^62\d{18}$/],
  ])('%s can be wished as %j', (id, wish, form) => {
    fc.assert(
      fc.property(seed, (from) => {
        expect(drawn(id, from, wish)).toMatch(form);
      }),
    );
  });

  it.each<[WalletId, ShapeWish]>([
    ['alipay', { prefix: '24' }],
    ['alipay', { prefix: '2' }],
    ['alipay', { prefix: '' }],
    ['alipay', { prefix: '28x' }],
    ['alipay', { length: 25 }],
    ['alipay', { prefix: '28123456789', length: 18 }],
    ['alipayhk', { length: 16 }],
    ['wechatpay', { prefix: '15' }],
    ['unionpay', { length: 18 }],
  ])('%s cannot be wished as %j', (id, wish) => {
    expect(drawn(id, 1, wish)).toBeUndefined();
  });

  it('of a wallet that joins Alipay+ tomorrow still go to Alipay', () => {
    fc.assert(
      fc.property(
        seed,
        fc.constantFrom(...ALIPAY),
        fc.integer({ min: 0, max: 999 }),
        (from, two, routing) => {
          const prefix = `${two}1${String(routing).padStart(3, '0')}`;
          const code = drawn('alipay', from, { prefix, length: 24 });
          // Unless the digits behind it make it a code of the main form, which names an issuer in place of a route.
          fc.pre(!code?.startsWith('02', 6));
          expect(classify(code ?? '')).toMatchObject({
            kind: 'recognised',
            family: 'alipay',
            hints: { alipayPlus: 'cgcp', alipayRouting: prefix.slice(3) },
          });
        },
      ),
    );
  });
});
