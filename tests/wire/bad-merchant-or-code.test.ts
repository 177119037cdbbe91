import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpCode } from './support/payment-codes.ts';
import { expectRefusedWithoutTrace, field } from './support/refused-without-trace.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

let gateway: WireGateway;
let shop: WireClient;
let chain: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
  chain = await gateway.partner('OPEN01', 'SHUT01');
  await gateway.administration.change(chain.credentials.appCode, {
    stores: [{ storeId: 'SHUT01', name: 'Shut', status: 'disabled' }],
  });
  await gateway.partner('OTHER01');
});
afterAll(() => gateway.close());

describe('a store that may not be acted for', () => {
  it.each<[what: string, mchid: string | undefined, respcd: string]>([
    ['missing for a partner', undefined, '1104'],
    ['empty for a partner', '', '1104'],
    ['unknown', 'NOWHERE01', '1241'],
    ['of another partner', 'OTHER01', '1241'],
    ['in other letter case', 'open01', '1241'],
    ['disabled', 'SHUT01', '1243'],
  ])('%s: in a payment and an enquiry', async (_what, mchid, respcd) => {
    const expected = { respcd, respmsg: field('mchid') };
    await expectRefusedWithoutTrace(gateway, () => chain.pay({ mchid }), expected);
    await expectRefusedWithoutTrace(gateway, () => chain.query({ mchid }), expected);
  });

  it('named by a direct merchant that has none: 1241', async () => {
    for (const mchid of ['NOWHERE01', 'OPEN01']) {
      await expectRefusedWithoutTrace(gateway, () => shop.pay({ mchid }), {
        respcd: '1241',
        respmsg: field('mchid'),
      });
    }
  });

  it('is told in the same words whether it is unknown or somebody else’s', async () => {
    const out_trade_no = 'SAME-WORDS';
    const unknown = await chain.pay({ mchid: 'NOWHERE01', out_trade_no });
    const foreign = await chain.pay({ mchid: 'OTHER01', out_trade_no });
    expect(foreign.text).toBe(unknown.text);
  });
});

describe('a disabled merchant', () => {
  it('is refused with 1243 in every call, and served again when it is active again', async () => {
    const closed = await gateway.merchant();
    const { appCode } = closed.credentials;
    await closed.pay();
    await gateway.administration.change(appCode, { status: 'disabled' });
    const expected = { respcd: '1243', respmsg: /^this app code is disabled/ };
    const answer = await expectRefusedWithoutTrace(gateway, () => closed.pay(), expected);
    await expectRefusedWithoutTrace(gateway, () => closed.query(), expected);
    expect(closed.isSignedFor(answer)).toBe(true);
    await gateway.administration.change(appCode, { status: 'active' });
    expect((await closed.pay()).respcd).toBe('0000');
  });

  it('is told so only with the right signature', async () => {
    const closed = await gateway.merchant();
    await gateway.administration.change(closed.credentials.appCode, { status: 'disabled' });
    expect((await closed.withKey('a guess').pay()).respcd).toBe('1108');
  });
});

describe('a code that is not for this payment', () => {
  it.each([
    ['a WeChat Pay code under Alipay', '800108', madeUpCode('wechatpay')],
    ['a UnionPay code under Alipay', '800108', madeUpCode('unionpay')],
    ['an Alipay code under WeChat Pay', '800208', madeUpCode('alipay')],
    ['an Alipay code under WeChat Pay HK', '801008', madeUpCode('alipay')],
    ['an Alipay code under PayMe', '805808', madeUpCode('alipay')],
    ['a WeChat Pay code under UnionPay', '800708', madeUpCode('wechatpay')],
    ['a PayMe code under Alipay', '800108', madeUpCode('payme')],
    ['a PayMe code under any wallet', '800008', madeUpCode('payme')],
    ['a shop’s Alipay QR', '800108', 'https://qr.alipay.com/fkx12345abcdefgh'],
    ['a shop’s WeChat QR', '800208', 'wxp://f2f0AbCdEfGhIjKlMnOp'],
    ['a link of WeChat', '800208', 'weixin://wxpay/bizpayurl?pr=abc'],
    ['any web address', '800008', 'HTTP://EXAMPLE.COM/'],
    ['a merchant QR of EMV', '800008', '00020101021226330016hk.com.hkicl0209123456789520400005303344'],
    ['EAN-13 of a product', '800108', '4006381333931'],
    ['EAN-8 of a product', '800008', '96385074'],
    ['UPC-A of a product', '800008', '036000291452'],
    ['ITF-14 of a carton', '800008', '15400141288763'],
    ['a GS1 label', '800008', ']C101054001412887633103000123'],
    ['a short number', '800108', '12345'],
    ['words', '800008', 'hello world'],
  ])('%s: 2006', async (_what, pay_type, auth_code) => {
    await expectRefusedWithoutTrace(gateway, () => shop.pay({ pay_type, auth_code }), {
      respcd: '2006',
      respmsg: field('auth_code'),
    });
  });

  it.each([
    ['an EMV text with Caps Lock', (text: string) => text.toUpperCase()],
    ['an EMV text in lower case', (text: string) => text.toLowerCase()],
    ['an EMV text cut in half', (text: string) => text.slice(0, text.length / 2)],
    ['an EMV text with a wrong character', (text: string) => `${text.slice(0, 40)}*${text.slice(41)}`],
  ])('%s: 1202', async (_what, damage) => {
    const { emv_text: emvText = '' } = await gateway.phoneCode('unionpay');
    await expectRefusedWithoutTrace(
      gateway,
      () => shop.pay({ pay_type: '800708', auth_code: damage(emvText) }),
      {
        respcd: '1202',
        respmsg: field('auth_code'),
      },
    );
  });

  it.each([
    ['caps-lock', /Turn Caps Lock off/],
    ['full-width', /Switch the input method/],
    ['cut', /was not read correctly/],
    ['encoded-twice', /was URL-encoded twice/],
  ] as const)('an EMV text that arrives damaged, %s: 1202, in words that help', async (damage, words) => {
    const auth_code = await gateway.damagedText(damage);
    const answer = await expectRefusedWithoutTrace(
      gateway,
      () => shop.pay({ pay_type: '800708', auth_code }),
      { respcd: '1202', respmsg: field('auth_code') },
    );
    expect(answer.respmsg).toMatch(words);
  });

  it.each([
    ['missing', undefined, '1104'],
    ['empty', '', '1104'],
    ['blank', '   ', '1104'],
    ['a line end', '\r\n', '1104'],
    ['typed with a Chinese input method', '二八零零', '1202'],
    ['longer than 512 characters', `28${'1'.repeat(511)}`, '1104'],
  ])('%s', async (_what, auth_code, respcd) => {
    await expectRefusedWithoutTrace(gateway, () => shop.pay({ auth_code }), {
      respcd,
      respmsg: field('auth_code'),
    });
  });

  it('used before: 1202', async () => {
    const auth_code = madeUpCode();
    expect((await shop.pay({ auth_code })).respcd).toBe('0000');
    await expectRefusedWithoutTrace(gateway, () => shop.pay({ auth_code }), {
      respcd: '1202',
      respmsg: field('auth_code'),
    });
  });
});
