import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedWithoutTrace } from '../wire/support/refused-without-trace.ts';
import { PAYMENT_PATH, paymentOf, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { signatureOf } from '../wire/support/wire-signing.ts';

let gateway: WireGateway;

beforeAll(async () => {
  gateway = await WireGateway.start();
});
afterAll(() => gateway.close());

async function alerts(): Promise<number> {
  const entries = await gateway.logEntries();
  return entries.filter(({ event, level }) => event === 'signature_downgraded' && level === 'alert').length;
}

const OWNERS: readonly (readonly [what: string, make: () => Promise<WireClient>])[] = [
  [
    'a merchant pinned to SHA256',
    () => gateway.merchant({ signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: true } }),
  ],
  [
    'a key pinned to SHA256',
    async () => {
      const shop = await gateway.merchant();
      const { clientKey } = await gateway.administration.rotateKey(shop.credentials.appCode, 0, 'SHA256');
      return shop.withKey(clientKey);
    },
  ],
];

describe.each(OWNERS)('row 8: %s', (_what, make) => {
  let shop: WireClient;
  beforeAll(async () => {
    shop = await make();
  });

  it('row 8: pays with SHA256', async () => {
    expect((await shop.pay({}, { algorithm: 'SHA256' })).respcd).toBe('0000');
  });

  it('row 8: is refused with the header X-QF-SIGNTYPE dropped on the way, with an alert', async () => {
    const before = await alerts();
    const parameters = paymentOf();
    const headers = {
      'X-QF-SIGN': signatureOf(parameters, shop.credentials.clientKey, 'SHA256'),
      'X-QF-SIGNTYPE': undefined,
    };
    await expectRefusedWithoutTrace(gateway, () => shop.send(PAYMENT_PATH, parameters, { headers }), {
      respcd: '1108',
      respmsg: /did not arrive with it$/,
    });
    expect(await alerts()).toBe(before + 1);
  });

  it('row 8: is refused with a right MD5 signature, with an alert', async () => {
    const before = await alerts();
    await expectRefusedWithoutTrace(gateway, () => shop.pay(), {
      respcd: '1108',
      respmsg: /takes SHA256 only/,
    });
    expect(await alerts()).toBe(before + 1);
  });

  it('row 8: raises no alert for a stranger, who has proved nothing', async () => {
    const before = await alerts();
    await shop.withKey('a guess').pay();
    await shop.withKey('a guess').pay({}, { headers: { 'X-QF-SIGN': 'A'.repeat(64) } });
    expect(await alerts()).toBe(before);
  });
});

describe('row 8: a merchant pinned to HMAC-SHA256', () => {
  it.each(['MD5', 'SHA256'] as const)(
    'row 8: is refused with a right %s signature, with an alert',
    async (algorithm) => {
      const shop = await gateway.merchant({
        signaturePolicy: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: false },
      });
      const before = await alerts();
      await expectRefusedWithoutTrace(gateway, () => shop.pay({}, { algorithm }), {
        respcd: '1108',
        respmsg: /takes HMAC-SHA256 only; sign with HMAC-SHA256 and send X-QF-SIGNTYPE: HMAC-SHA256$/,
      });
      expect(await alerts()).toBe(before + 1);
    },
  );
});
