import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../packages/gateway/src/http/authenticate.ts';
import { KeyVault } from '../../packages/gateway/src/merchant/key-vault.ts';
import { MerchantDirectory } from '../../packages/gateway/src/merchant/merchant-directory.ts';
import { directMerchant } from '../../packages/gateway/src/merchant/test-merchant.ts';
import { useTrade } from '../../packages/gateway/src/trade/test-trade.ts';
import { expectRefusedWithoutTrace } from '../wire/support/refused-without-trace.ts';
import { PAYMENT_PATH, paymentOf, type WireAnswer, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { formOf } from '../wire/support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const UNKNOWN = 'ABCDEF0123456789ABCDEF0123456789';

function withSignature(change: (sign: string) => string | undefined): () => Promise<WireAnswer> {
  const parameters = paymentOf();
  const { 'X-QF-SIGN': sign = '' } = shop.headersFor(parameters);
  return () => shop.send(PAYMENT_PATH, parameters, { headers: { 'X-QF-SIGN': change(sign) } });
}

describe('row 1: a wrong, missing, short, long, non-hex or doubled X-QF-SIGN', () => {
  it.each<[what: string, ask: () => Promise<WireAnswer>]>([
    ['wrong', () => withSignature(() => 'A'.repeat(32))()],
    ['missing', () => withSignature(() => undefined)()],
    ['one digit short', () => withSignature((sign) => sign.slice(1))()],
    ['one digit long', () => withSignature((sign) => `${sign}0`)()],
    ['not hex', () => withSignature((sign) => `${sign.slice(1)}G`)()],
    ['the right one twice in one header', () => withSignature((sign) => `${sign}, ${sign}`)()],
    [
      'the right one in two headers',
      () => {
        const parameters = paymentOf();
        const headers = Object.entries(shop.headersFor(parameters));
        const signs = headers.filter(([name]) => name === 'X-QF-SIGN');
        return shop.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...headers, ...signs], formOf(parameters));
      },
    ],
  ])('row 1: %s is answered 1108 and leaves no trace', async (_what, ask) => {
    await expectRefusedWithoutTrace(gateway, ask, { respcd: '1108', respmsg: /X-QF-SIGN/ });
  });

  it('row 1: every signature of the right length that does not fit is answered with the same bytes', async () => {
    const texts = await Promise.all(
      ['0'.repeat(32), 'f'.repeat(32), 'A'.repeat(31), 'A'.repeat(33), 'G'.repeat(32)].map(
        async (sign) => (await withSignature(() => sign)()).text,
      ),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

describe('row 1: what verifying reads', () => {
  const trade = useTrade();

  it('row 1: is the merchant and its keys and nothing else, at most once', async () => {
    const { store, time } = trade();
    const asked: string[] = [];
    const watched = new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...words: unknown[]): unknown => {
          asked.push(String(name));
          return member.apply(target, words);
        };
      },
    });
    const vault = new KeyVault(Buffer.alloc(32, 7), randomBytes);
    await store.addMerchant(directMerchant({ appCode: UNKNOWN }), {
      keyId: 'k1',
      sealed: vault.seal(UNKNOWN, 'k1', 'SECRET'),
      createdAtMs: 1,
    });
    const parts = { merchants: new MerchantDirectory(watched, vault), vault, clock: time };
    for (const signature of ['A'.repeat(32), 'A', '']) {
      const request = {
        method: 'POST',
        appCode: UNKNOWN,
        signature,
        signType: 'MD5',
        contentType: undefined,
      } as const;
      await authenticate(parts, { ...request, query: '', body: Buffer.from('a=1') }, PAYMENT_PATH);
    }
    expect(asked).toEqual(['findMerchant', 'listKeys']);
  });
});

describe('row 2: an unknown X-QF-APPCODE', () => {
  it.each(['MD5', 'SHA256'] as const)(
    'row 2: cannot be told from a known one by a stranger, under %s: same status, same body, same headers',
    async (algorithm) => {
      const stranger = shop.withKey('a guess');
      const nobody = gateway.till(UNKNOWN, 'a guess');
      const views = await Promise.all(
        [stranger, nobody].map(async (till) => {
          const { status, text, headers } = await till.pay({}, { algorithm });
          const names = [...headers.keys()].sort();
          return { status, text, names, signatureLength: headers.get('x-qf-sign')?.length };
        }),
      );
      expect(views[0]).toEqual(views[1]);
      expect(views[0]?.text).toContain('1108');
    },
  );

  it('row 2: answers the same at every try, so that its signature gives nothing away either', async () => {
    const nobody = gateway.till(UNKNOWN, 'a guess');
    const signs = [await nobody.pay(), await nobody.pay()].map(({ headers }) => headers.get('x-qf-sign'));
    expect(signs[0]).toBe(signs[1]);
    expect(signs[0]).toMatch(/^[0-9A-F]{32}$/);
  });
});
