import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedWithoutTrace } from '../wire/support/refused-without-trace.ts';
import { PAYMENT_PATH, paymentOf, type WireAnswer, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { digestOf, formOf, joinedText, type Parameters } from '../wire/support/wire-signing.ts';

let gateway: WireGateway;
let chain: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  chain = await gateway.merchant({
    kind: 'partner',
    notifyPrefixes: ['https://shop.example/'],
    stores: [{ storeId: 'ROW4A', name: 'A' }],
  });
  await gateway.partner('ROW4B');
});
afterAll(() => gateway.close());

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** Sends a body under the signature of other parameters, whose joined text is the same. */
function sendUnder(signed: Parameters, body: string | Uint8Array): Promise<WireAnswer> {
  return chain.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...Object.entries(chain.headersFor(signed))], body);
}

describe('row 4: one text that is one parameter or two', () => {
  const two = { goods_name: 'tea', mchid: 'ROW4A', notify_url: 'https://shop.example/n', udid: 'till-1' };

  it.each(['mchid', 'notify_url', 'udid'] as const)(
    'row 4: %s merged into the value before it is refused: the value begins another parameter',
    async (name) => {
      const signed = paymentOf(two);
      const names = Object.keys(signed).sort();
      const before = names[names.indexOf(name) - 1] ?? '';
      const merged: Record<string, string> = {
        ...signed,
        [before]: `${signed[before]}&${name}=${signed[name]}`,
      };
      delete merged[name];
      expect(joinedText(merged)).toBe(joinedText(signed));
      await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, formOf(merged)), {
        respcd: '1104',
        respmsg: new RegExp(`^${before}: may not contain`),
      });
    },
  );

  it('row 4: a store slipped into a description must belong to the app code', async () => {
    // As a client signs and sends that writes a description unescaped.
    const signed = paymentOf({ goods_name: 'tea&mchid=ROW4B' });
    await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, joinedText(signed)), {
      respcd: '1241',
      respmsg: /^mchid: no such store/,
    });
  });

  it.each([
    'https://evil.example/n',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://user@shop.example/',
  ])('row 4: an address slipped into a description must lie under a registered one: %s', async (url) => {
    const direct = await gateway.merchant({ notifyPrefixes: ['https://shop.example'] });
    const signed = paymentOf({ goods_name: `tea&notify_url=${url}` });
    const headers = Object.entries(direct.headersFor(signed));
    const ask = () => direct.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...headers], joinedText(signed));
    await expectRefusedWithoutTrace(gateway, ask, { respcd: '1104', respmsg: /^notify_url: / });
  });

  it('row 4: a second copy of a parameter that is there cannot be slipped in', async () => {
    const signed = paymentOf({ goods_name: 'tea&txamt=1', mchid: 'ROW4A' });
    await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, joinedText(signed)), {
      respcd: '1103',
      respmsg: /^txamt: is given more than once/,
    });
  });
});

describe('row 5: a parameter given twice', () => {
  it('row 5: in the body, in two spellings, or in body and query string is 1103, right signature or not', async () => {
    const signed = paymentOf({ mchid: 'ROW4A' });
    const body = formOf(signed);
    for (const twice of [`${body}&txamt=1050`, `txamt=1&${body}`, `${body}&t%78amt=1050`]) {
      await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, twice), {
        respcd: '1103',
        respmsg: /^txamt: is given more than once/,
      });
    }
    const headers = Object.entries(chain.headersFor(signed));
    const ask = () => chain.sendBytes(`POST ${PAYMENT_PATH}?txamt=1050`, [FORM, ...headers], body);
    await expectRefusedWithoutTrace(gateway, ask, { respcd: '1103', respmsg: /not in both/ });
  });
});

describe('row 6: bytes that decode to the same replacement character', () => {
  it.each(['%ff', '%fe', '%c0%af', '%ed%a0%80'])('row 6: %s is 1103', async (bytes) => {
    const signed = paymentOf({ mchid: 'ROW4A', goods_name: '\ufffd' });
    const body = formOf(signed).replace('%EF%BF%BD', bytes);
    expect(body).toContain(bytes);
    await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, body), {
      respcd: '1103',
      respmsg: /^goods_name: is not valid UTF-8/,
    });
  });

  it('row 6: and so is a raw byte', async () => {
    const signed = paymentOf({ mchid: 'ROW4A' });
    for (const byte of [0xff, 0xfe]) {
      const body = Buffer.concat([Buffer.from(`${formOf(signed)}&goods_name=`), Buffer.from([byte])]);
      await expectRefusedWithoutTrace(gateway, () => sendUnder(signed, body), {
        respcd: '1103',
        respmsg: /not valid UTF-8/,
      });
    }
  });
});

describe('row 7: the known colliding blocks of MD5', () => {
  /** The pair of Wang and others (2004): 128 bytes each, one digest. */
  const FIRST = Buffer.from(
    'd131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a' +
      '085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0' +
      'e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70',
    'hex',
  );
  const SECOND = Buffer.from(FIRST);
  for (const at of [19, 45, 59, 83, 109, 123]) SECOND[at] = (SECOND[at] ?? 0) ^ 0x80;

  const digest = (bytes: Buffer): string => digestOf('MD5', bytes.toString('latin1'));

  it('row 7: collide as bytes, whatever key is appended', async () => {
    const { createHash } = await import('node:crypto');
    const hash = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
    expect(FIRST.equals(SECOND)).toBe(false);
    expect(hash(FIRST)).toBe(hash(SECOND));
    const key = Buffer.from(chain.credentials.clientKey);
    expect(hash(Buffer.concat([FIRST, key]))).toBe(hash(Buffer.concat([SECOND, key])));
    // As text, which is all the wire carries, they do not.
    expect(digest(FIRST)).not.toBe(digest(SECOND));
  });

  it.each(['auth_code', 'goods_name'])('row 7: cannot be sent in %s: they are no text', async (name) => {
    const signed = paymentOf({ mchid: 'ROW4A', [name]: undefined });
    for (const block of [FIRST, SECOND]) {
      const escaped = [...block].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      await expectRefusedWithoutTrace(
        gateway,
        () => sendUnder(signed, `${formOf(signed)}&${name}=${escaped}`),
        { respcd: '1103', respmsg: new RegExp(`^${name}: is not valid UTF-8`) },
      );
    }
  });

  it('row 7: signed with MD5 are refused outright by a merchant pinned to SHA256', async () => {
    const pinned = await gateway.merchant({
      signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: false },
    });
    await expectRefusedWithoutTrace(gateway, () => pinned.pay(), {
      respcd: '1108',
      respmsg: /takes SHA256 only/,
    });
    expect((await pinned.pay({}, { algorithm: 'SHA256' })).respcd).toBe('0000');
  });
});
