import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Classification, classify } from './classify.ts';
import { checkRules, enableRule, PAYMENT_CODE_RULES, WECHATPAY_HK_16_RULE } from './rules.ts';

const EMV = 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==';

function recognised(family: string, hints: object = {}): object {
  return { kind: 'recognised', family, hints };
}

/** Kind, family and hints of a classification, without texts and the code itself. */
function gist(classification: Classification): object {
  return classification.kind === 'recognised'
    ? recognised(classification.family, classification.hints)
    : { kind: classification.kind };
}

const UNKNOWN = { kind: 'unknown' };
const MERCHANT = { kind: 'merchant_code' };
const PRODUCT = { kind: 'product_code' };

/** Any UTF-16 units, lone surrogates among them. */
const anyText = fc
  .array(fc.nat({ max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

describe('classify', () => {
  it.each<[string, object]>([
    ['134567890123456789', recognised('wechatpay')],
    ['154567890123456789', recognised('wechatpay_hk')],
    ['164567890123456789', UNKNOWN],
    ['13456789012345678', UNKNOWN],
    ['28763443825664394', recognised('alipay')],
    ['280244567856723026', recognised('alipay')],
    ['2893612204263667830', recognised('alipay', { alipayPlus: 'legacy' })],
    ['281010897274821897274821', recognised('alipay', { alipayPlus: 'cgcp', alipayRouting: '010' })],
    [
      '251001020123456789012345',
      recognised('alipay', { alipayPlus: 'mainstream', alipayPlusIssuer: '251001' }),
    ],
    ['301234567890123456789012', recognised('alipay', { alipayPlus: 'cgcp', alipayRouting: '234' })],
    ['3012345678901234567890123', UNKNOWN],
    ['6236098835899996543', recognised('unionpay')],
    ['62360988358999965430', recognised('unionpay')],
    ['62360988358999965', UNKNOWN],
    ['6212345678901234567890', UNKNOWN],
    [EMV, recognised('unionpay', { emv: true })],
    [`]Q1${EMV}\r`, recognised('unionpay', { emv: true, aim: ']Q1' })],
    ['HqvdufyWmwewtWIGaaadmWebavOkyPjHa1HeqZvKhW==', { kind: 'damaged' }],
    [']C1134567890123456789\r\n', recognised('wechatpay', { aim: ']C1' })],
    [']Q3\u001d6236098835899996543\t', recognised('unionpay', { aim: ']Q3' })],
    ['1345 6789 0123 456789', recognised('wechatpay')],
    ['  134567890123456789\r', recognised('wechatpay')],
    ['１３４５６７８９０１２３４５６７８９', recognised('wechatpay')],
    ['00020101021226', MERCHANT],
    ['https://qr.alipay.com/bax00001', MERCHANT],
    ['weixin://wxpay/bizpayurl?pr=abc', MERCHANT],
    ['wxp://f2f0abc', MERCHANT],
    ['https://qr.95516.com/48020000/12345', MERCHANT],
    ['880101698207133392', UNKNOWN],
    ['4006381333931', PRODUCT],
    ['', { kind: 'empty' }],
  ])('the vector %j', (raw, expected) => {
    expect(gist(classify(raw))).toEqual(expected);
  });

  it.each<[string, string, object]>([
    ['EAN-8', '96385074', PRODUCT],
    ['UPC-A', '036000291452', PRODUCT],
    ['ITF-14', '10012345678902', PRODUCT],
    ['nine digits', '123456789', UNKNOWN],
    ['blanks alone', ' \r\n', { kind: 'empty' }],
    ['Alipay of 16 digits', '2512345678901234', recognised('alipay')],
    ['Alipay prefix with 15 digits', '251234567890123', UNKNOWN],
    ['UnionPay prefix with 21 digits', '623609883589999654301', UNKNOWN],
    ['prefix 24', '241234567890123456', UNKNOWN],
    ['prefix 31', '311234567890123456', UNKNOWN],
    ['two codes glued together', '134567890123456789134567890123456789', UNKNOWN],
    ['letters and digits of another wallet', 'AP1234567890ABCDEFGH', UNKNOWN],
    ['a GS1 label', ']C1(10)ABC123', UNKNOWN],
    ['EMV text in capitals', EMV.toUpperCase(), { kind: 'damaged' }],
    ['EMV start alone', 'hQVDUFY', { kind: 'damaged' }],
    ['EMV text that lost a letter', EMV.replace('wigAAA', 'wigAA'), { kind: 'damaged' }],
    ['EMV text percent-encoded', EMV.replaceAll('=', '%3D'), { kind: 'damaged' }],
    ['EMV text of Visa', 'hQVDUFYwMWETTwegAAAAAxAQWghBEREREREREQ==', { kind: 'foreign_scheme' }],
    ['full-width letters', 'ＡＢ123456', { kind: 'damaged' }],
    ['half a surrogate pair', '\uD83D12', { kind: 'damaged' }],
    ['an address in Chinese', 'https://例子/付款', MERCHANT],
    ['more than 512 characters', '1'.repeat(513), { kind: 'too_long' }],
    ['an EMV text of more than 512 characters', EMV + 'A'.repeat(500), { kind: 'too_long' }],
    ['512 characters', '1'.repeat(512), UNKNOWN],
    ['512 characters and scanner noise', `]Q1${'1'.repeat(512)}\r\n`, UNKNOWN],
  ])('%s', (_what, raw, expected) => {
    expect(gist(classify(raw))).toEqual(expected);
  });

  it('hands over the cleaned code', () => {
    expect(classify('1345 6789 0123 456789\r')).toMatchObject({ code: '134567890123456789' });
    expect(classify(']C0AP12-34')).toMatchObject({ kind: 'unknown', code: 'AP12-34', hints: { aim: ']C0' } });
  });

  it('repairs the + a form decoder turned into blanks', () => {
    const text =
      'hQVDUFYwMWFWTwigAAADMwEBAVcRYpJgNFBhgBfSQBIBAAABiAFfNAEAYzOfJghWir8H7WFiHJ8nAYCfEBEHAAEDoAAAAQgzOTk5MDE1N582AgBEggIAAJ83BFcS5+Q=';
    expect(classify(text.replaceAll('+', ' '))).toEqual({
      kind: 'recognised',
      family: 'unionpay',
      code: text,
      hints: { emv: true, plusRestored: true },
    });
  });

  it('supposes a product label behind the identifiers of labels and products', () => {
    const detailOf = (raw: string): string => {
      const result = classify(raw);
      return 'detail' in result ? result.detail : '';
    };
    expect(detailOf(']C1(10)ABC')).toMatch(/product bar code/);
    expect(detailOf(']Q1(10)ABC')).toMatch(/no known pay code/);
  });

  it.each<[string, string, string, RegExp]>([
    ['digits', '134567890123456789'.repeat(2), 'unknown', /read twice/],
    ['digits of a wallet nobody knows', '801234567890123456'.repeat(2), 'unknown', /read twice/],
    [
      'digits with an AIM identifier each',
      ']C0134567890123456789]C0134567890123456789',
      'unknown',
      /read twice/,
    ],
    ['an EMV text', EMV.repeat(2), 'damaged', /read twice/],
    ['two codes', '134567890123456789134567890123456780', 'unknown', /no known pay code/],
    ['a short number', '1234567812345678', 'unknown', /no known pay code/],
    ['an EMV text and its beginning', EMV + EMV.slice(0, -2), 'damaged', /not read correctly/],
  ])('says when a scan is one code twice: %s', (_what, raw, kind, detail) => {
    expect(classify(raw)).toMatchObject({ kind, detail: expect.stringMatching(detail) });
  });

  it('says when an EMV text was URL-encoded once too often, and repairs nothing', () => {
    const encoded = encodeURIComponent(EMV);
    for (const text of [encoded, encoded.replaceAll('%3D', '%3d')]) {
      expect(classify(text)).toMatchObject({
        kind: 'damaged',
        detail: expect.stringMatching(/URL-encoded twice/),
        diagnosis: 'URL-encoded once too often',
      });
    }
  });

  it('names tags and schemes, but no card, for the log', () => {
    expect(classify(EMV.slice(0, -8))).toMatchObject({ diagnosis: 'length of object 61 at byte 7 is wrong' });
    expect(classify('hQVDUFYwMWETTwegAAAAAxAQWghBEREREREREQ==')).toMatchObject({
      diagnosis: 'no accepted AID; schemes A000000003',
    });
  });

  it('cuts the prefix and suffix of the store', () => {
    expect(classify('K:134567890123456789.', { vendorPrefix: 'K:', vendorSuffix: '.' })).toMatchObject({
      family: 'wechatpay',
    });
  });

  it('uses the rules it is given, and none that is disabled', () => {
    expect(classify('164567890123456789', { rules: enableRule(WECHATPAY_HK_16_RULE) })).toEqual({
      kind: 'recognised',
      family: 'wechatpay_hk',
      code: '164567890123456789',
      hints: { onlyUnderPayType: '801008' },
    });
    expect(classify('134567890123456789', { rules: checkRules([]) }).kind).toBe('unknown');
    const payme = {
      name: 'payme-aggregator',
      family: 'payme',
      payType: '805808',
      prefixes: ['PAYME-TEST-'],
      minLength: 29,
      maxLength: 29,
      characters: 'digits',
      enabled: true,
      source: 'aggregator',
      reviewedOn: '2026-01-31',
    } as const;
    const code = 'PAYME-TEST-123456789012345678';
    expect(gist(classify(code, { rules: checkRules([...PAYMENT_CODE_RULES, payme]) }))).toEqual(
      recognised('payme'),
    );
    expect(classify(code).kind).toBe('unknown');
  });

  it('never throws, tells cashiers what to do in at most 90 characters, and cleans no code away', () => {
    const start = fc.constantFrom(
      '',
      'hQVDUFY',
      'hQVDUFYwMWE',
      '000201',
      'https://',
      ']Q1',
      ']C1',
      '13',
      '28',
      '62',
    );
    const rest = fc.oneof(
      anyText,
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), maxLength: 24 }),
    );
    fc.assert(
      fc.property(start, rest, (head, tail) => {
        const result = classify(head + tail);
        if ('detail' in result) expect(result.detail).toMatch(/^[A-Z][ -~]{10,88}\.$/);
        if ('code' in result) expect(result.code).toMatch(/^[ -~]{1,512}$/);
      }),
      { numRuns: 500 },
    );
  });
});
