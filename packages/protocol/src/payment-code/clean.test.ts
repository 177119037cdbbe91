import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CleanOptions, cleanScan, hasOnlyDigits } from './clean.ts';

const WECHAT = '134567890123456789';
const EMV = 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==';

describe('cleanScan', () => {
  it.each([
    ['a plain code', WECHAT, WECHAT],
    ['nothing', '', ''],
    ['a line end', `${WECHAT}\r\n`, WECHAT],
    ['a byte-order mark', `\uFEFF${WECHAT}`, WECHAT],
    ['control characters anywhere', `\u0002134567\u001d890123\u0004456789\u0085\u0000`, WECHAT],
    ['groups of four', '1345 6789 0123 456789', WECHAT],
    ['hyphens', '1345-6789-0123-456789', WECHAT],
    ['outer blanks', `  ${WECHAT} `, WECHAT],
    ['full-width digits', '１３４５６７８９０１２３４５６７８９', WECHAT],
    ['full-width digits in groups', '１３４５\u3000６７８９－０１２３\u00A0４５６７８９', WECHAT],
    ['blanks and hyphens alone', ' - ', ''],
    ['control characters alone', '\r\n\t', ''],
    ['a text with outer blanks', ' PAYME-TEST 12 \r', 'PAYME-TEST 12'],
    ['blanks and hyphens between letters', 'AB-12 34', 'AB-12 34'],
    ['an EMV text', EMV, EMV],
    ['an EMV text behind blanks', ` ${EMV}\r`, EMV],
    ['an EMV text before blanks', `${EMV}  `, EMV],
    ['an EMV text with full-width letters', 'hQVDUFY＋１', 'hQVDUFY＋１'],
    ['swapped letter case', 'HqvdufyWmw', 'HqvdufyWmw'],
    ['something like an AIM identifier without a digit', ']Qx12', ']Qx12'],
  ])('reads %s', (_what, raw, code) => {
    expect(cleanScan(raw)).toEqual({ code, hints: {} });
  });

  it.each([
    [`]C1${WECHAT}\r\n`, ']C1', WECHAT],
    [`]Q1${EMV}\r`, ']Q1', EMV],
    [']Q3\u001d6236098835899996543\t', ']Q3', '6236098835899996543'],
    [' ]Q1 hQVDUFYab', ']Q1', 'hQVDUFYab'],
    [']d2', ']d2', ''],
    [']Q1]Q112', ']Q1', ']Q112'],
  ])('keeps the AIM identifier of %j as a hint', (raw, aim, code) => {
    expect(cleanScan(raw)).toEqual({ code, hints: { aim } });
  });

  it('turns the blanks of an EMV text back into + and notes it', () => {
    expect(cleanScan('hQVDUFYa b  c=')).toEqual({ code: 'hQVDUFYa+b++c=', hints: { plusRestored: true } });
    expect(cleanScan('hQVDUFYab ')).toEqual({ code: 'hQVDUFYab+', hints: { plusRestored: true } });
    expect(cleanScan(']Q1hQVDUFYa b')).toEqual({
      code: 'hQVDUFYa+b',
      hints: { aim: ']Q1', plusRestored: true },
    });
    expect(cleanScan('hQVDUFYa+b= ')).toEqual({ code: 'hQVDUFYa+b=', hints: {} });
  });

  it('shortens no code, however long', () => {
    const long = '1'.repeat(600);
    expect(cleanScan(long).code).toBe(long);
    expect(cleanScan(` ${long}`).code).toBe(long);
  });

  describe('with the prefix and suffix of a store', () => {
    const options: CleanOptions = { vendorPrefix: 'S#', vendorSuffix: '#E' };

    it.each([
      [`S#${WECHAT}#E`, WECHAT],
      [`S#]Q1${WECHAT}#E\r`, WECHAT],
      [`]Q1S#${WECHAT}#E`, WECHAT],
      [`S#${WECHAT}`, WECHAT],
      [`${WECHAT}#E`, WECHAT],
      [WECHAT, WECHAT],
      [` S# 1345 6789 0123 456789 #E `, WECHAT],
      [`S#S#12`, 'S#12'],
      ['S#]Q1S#12', 'S#12'],
      ['12#E#E', '12#E'],
      [`S#${EMV}#E`, EMV],
    ])('cuts each once: %j', (raw, code) => {
      expect(cleanScan(raw, options).code).toBe(code);
    });

    it('compares them without control characters and outer blanks, as the scan has lost them', () => {
      expect(cleanScan('\u0002AB12\u0003Z', { vendorPrefix: '\u0002A', vendorSuffix: '\u0003Z ' }).code).toBe(
        'B12',
      );
    });

    it('takes an empty prefix and suffix for none', () => {
      expect(cleanScan('AB', { vendorPrefix: '', vendorSuffix: '\r' })).toEqual({ code: 'AB', hints: {} });
    });

    it('cuts digits too', () => {
      expect(cleanScan('99123', { vendorPrefix: '99' }).code).toBe('123');
      expect(cleanScan('12399', { vendorSuffix: '99' }).code).toBe('123');
    });
  });

  it('leaves a code it has cleaned as it is', () => {
    const noisy = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789 -+=AhQVDUFY\r\t\uFEFF８\u3000')),
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.constantFrom('', 'hQVDUFY'), noisy, (start, rest) => {
        const { code } = cleanScan(start + rest);
        expect(cleanScan(code)).toEqual({ code, hints: {} });
      }),
    );
  });

  it('adds and removes noise without touching the digits', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789')),
      minLength: 1,
      maxLength: 30,
    });
    const noise = fc.constantFrom('', ' ', '-', '\r', '\u001d', '\u3000');
    fc.assert(
      fc.property(digits, fc.array(noise, { minLength: 31, maxLength: 31 }), (code, gaps) => {
        const raw = Array.from(code, (digit, at) => digit + gaps[at]).join('');
        expect(cleanScan(raw)).toEqual({ code, hints: {} });
      }),
    );
  });
});

describe('hasOnlyDigits', () => {
  it('knows ASCII digits only', () => {
    expect(hasOnlyDigits('0123456789')).toBe(true);
    expect(hasOnlyDigits('')).toBe(true);
    expect(hasOnlyDigits('12/3')).toBe(false);
    expect(hasOnlyDigits('12:3')).toBe(false);
    expect(hasOnlyDigits('１')).toBe(false);
  });
});
