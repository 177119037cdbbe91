import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAYMENT_PATH, paymentOf, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { digestOf, joinedText, type Parameters } from './support/wire-signing.ts';

let gateway: WireGateway;

beforeAll(async () => {
  gateway = await WireGateway.start();
});
afterAll(() => gateway.close());

/** Signs and sends the way the PHP sample does: values URL-encoded first. */
function payLikePhp(merchant: WireClient, parameters: Parameters): ReturnType<WireClient['send']> {
  const encoded: Parameters = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
  const text = joinedText(encoded);
  return merchant.send(PAYMENT_PATH, parameters, {
    body: text,
    headers: { 'X-QF-SIGN': digestOf('MD5', text + merchant.credentials.clientKey) },
  });
}

describe('a merchant pinned to SHA256', () => {
  let pinned: WireClient;
  beforeAll(async () => {
    pinned = await gateway.merchant({
      signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: true },
    });
  });

  it('pays with SHA256', async () => {
    const answer = await pinned.pay({}, { algorithm: 'SHA256' });
    expect(answer.respcd).toBe('0000');
    expect(pinned.isSignedFor(answer, 'SHA256')).toBe(true);
  });

  it('is refused with a right MD5 signature, told what to do, and nothing happens', async () => {
    const before = await gateway.traces();
    const answer = await pinned.pay();
    expect(answer).toMatchObject({
      respcd: '1108',
      respmsg: expect.stringMatching(/SHA256 only.*X-QF-SIGNTYPE: SHA256/),
    });
    expect(pinned.isSignedFor(answer)).toBe(true);
    expect(await gateway.traces()).toEqual(before);
  });

  it('tells nobody else: a wrong MD5 signature is answered like any other', async () => {
    const forger = gateway.till(pinned.credentials.appCode, 'a guess');
    const ordinary = gateway.till('ABCDEF0123456789ABCDEF0123456789', 'a guess');
    expect((await forger.pay()).text).toBe((await ordinary.pay()).text);
  });
});

describe('a merchant pinned to decoded values', () => {
  let pinned: WireClient;
  beforeAll(async () => {
    pinned = await gateway.merchant({
      signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: false },
    });
  });

  it.each(['MD5', 'SHA256'] as const)('pays with plain values under %s', async (algorithm) => {
    expect((await pinned.pay({ goods_name: '测试 1+1' }, { algorithm })).respcd).toBe('0000');
  });

  it('is refused with values signed after encoding, told what to do, and nothing happens', async () => {
    const before = await gateway.traces();
    const answer = await payLikePhp(pinned, paymentOf());
    expect(answer).toMatchObject({
      respcd: '1108',
      respmsg: expect.stringMatching(/decoded values only.*before URL-encoding/),
    });
    expect(pinned.isSignedFor(answer)).toBe(true);
    expect(await gateway.traces()).toEqual(before);
  });

  it('pays from the PHP sample again once the pin is taken away', async () => {
    await gateway.administration.change(pinned.credentials.appCode, {
      signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
    });
    expect((await payLikePhp(pinned, paymentOf())).respcd).toBe('0000');
  });
});

describe('the undecoded reading', () => {
  it('is not tried when a value holds a percent escape after decoding: two values would share one digest', async () => {
    const shop = await gateway.merchant();
    const encodedTwice = await payLikePhp(shop, paymentOf({ goods_name: 'a%31b' }));
    expect(encodedTwice.respcd).toBe('1108');
    expect((await shop.pay({ goods_name: 'a%31b' })).respcd).toBe('0000');
  });
});
