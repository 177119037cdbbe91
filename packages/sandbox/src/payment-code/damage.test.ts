import { classify } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFrom } from '../test-sandbox.ts';
import { WALLETS } from '../wallet.ts';
import { Choice } from './choice.ts';
import { CODE_DAMAGES, type CodeDamage, damageCode, isCodeDamage } from './damage.ts';
import { writeEmvText } from './emv-text.ts';
import { freshDigits } from './fresh-digits.ts';

const EMV = 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw+/+/==';

const digitsOfFamilies = fc
  .tuple(fc.constantFrom(...WALLETS.filter(({ id }) => id !== 'payme')), fc.integer())
  .map(([{ codeShapes, family }, seed]) => ({
    family,
    code: freshDigits(codeShapes, new Choice(bytesFrom(seed))) ?? '',
  }));
const emvTexts = fc
  .integer()
  .map((seed) =>
    writeEmvText({ token: '6236098835899996543', counter: 1, holder: 'Sun Li' }, new Choice(bytesFrom(seed))),
  );

describe('a damage', () => {
  it.each<[CodeDamage, string | undefined, string]>([
    ['line-end', '2812\r\n', `${EMV}\r\n`],
    ['aim-prefix', ']Q12812', `]Q1${EMV}`],
    ['group-separator', '2812\x1d', `hQVDUFYw\x1d${EMV.slice(8)}`],
    ['caps-lock', undefined, 'HqvdufyWmwewtWIGaaadmWebavOkyPjHa1HeqZvKhW+/+/=='],
    ['full-width', '２８１２', expect.stringMatching(/^ｈＱＶＤＵＦＹｗ.*＋／＋／＝＝$/)],
    ['slash-lost', undefined, 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw++=='],
    ['cut', '281', EMV.slice(0, -3)],
    ['glued', '28122812', EMV + EMV],
    ['padding-lost', undefined, EMV.slice(0, -2)],
    ['plus-as-blank', undefined, 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw / /=='],
    ['encoded-twice', undefined, 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw%2B%2F%2B%2F%3D%3D'],
  ])('%s makes %j of digits and %j of a text', (damage, ofDigits, ofText) => {
    expect(damageCode(damage, '2812')).toBe(ofDigits);
    expect(damageCode(damage, EMV)).toEqual(ofText);
  });

  it('has a name, and no other text has', () => {
    expect(CODE_DAMAGES.every(({ name }) => isCodeDamage(name))).toBe(true);
    expect(isCodeDamage('rain')).toBe(false);
  });
});

/** Damages whose code is read all the same, of digits and of a text. */
const HARMLESS: readonly CodeDamage[] = [
  'line-end',
  'aim-prefix',
  'group-separator',
  'padding-lost',
  'plus-as-blank',
];

describe('digits that arrive damaged', () => {
  it.each([...HARMLESS, 'full-width'] as const)('%s: are read as they were', (damage) => {
    fc.assert(
      fc.property(digitsOfFamilies, ({ family, code }) => {
        const scan = damageCode(damage, code) ?? code;
        expect(classify(scan)).toMatchObject({ kind: 'recognised', family, code });
      }),
    );
  });

  it('glued: are no code, and the cashier hears why', () => {
    fc.assert(
      fc.property(digitsOfFamilies, ({ code }) => {
        expect(classify(damageCode('glued', code) ?? '')).toMatchObject({
          kind: 'unknown',
          detail: 'The code was read twice at once. Scan it again, once.',
        });
      }),
    );
  });

  it('cut: are never taken for the code of another wallet', () => {
    fc.assert(
      fc.property(digitsOfFamilies, ({ family, code }) => {
        const found = classify(damageCode('cut', code) ?? '');
        if (found.kind === 'recognised') expect(found).toMatchObject({ family, code: code.slice(0, -1) });
        else expect(found.kind).toBe('unknown');
      }),
    );
  });
});

describe('an EMV text that arrives damaged', () => {
  it.each(HARMLESS)('%s: is read as it was', (damage) => {
    fc.assert(
      fc.property(emvTexts, (text) => {
        const found = classify(damageCode(damage, text) ?? text);
        expect(found).toMatchObject({ kind: 'recognised', family: 'unionpay' });
        const read = found.kind === 'recognised' ? found.code : '';
        expect(Buffer.from(read, 'base64')).toEqual(Buffer.from(text, 'base64'));
      }),
    );
  });

  it.each<[CodeDamage, string]>([
    ['caps-lock', 'Turn Caps Lock off and scan again.'],
    ['full-width', 'Switch the input method of the keyboard to English and scan again.'],
    ['glued', 'The code was read twice at once. Scan it again, once.'],
    ['encoded-twice', 'The code was URL-encoded twice on its way. Tell who maintains the till.'],
    ['slash-lost', 'The code was not read correctly. Let the customer refresh it, then scan again.'],
    ['cut', 'The code was not read correctly. Let the customer refresh it, then scan again.'],
  ])('%s: is refused, and the cashier hears what to do', (damage, detail) => {
    fc.assert(
      fc.property(emvTexts, (text) => {
        const scan = damageCode(damage, text);
        fc.pre(scan !== undefined);
        const found = classify(scan ?? '');
        // A slash may be lost where nothing behind it is read; the wallet knows the text by all of its bytes.
        if (found.kind === 'recognised') expect(damage).toBe('slash-lost');
        else if (found.kind === 'too_long') expect(found.detail).toContain('Scan one pay code, once.');
        else expect(found).toMatchObject({ kind: 'damaged', detail });
      }),
      { numRuns: 500 },
    );
  });
});
