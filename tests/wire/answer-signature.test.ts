import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Algorithm } from './support/wire-signing.ts';
import {
  PAYMENT_PATH,
  paymentOf,
  QUERY_PATH,
  type WireAnswer,
  type WireClient,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant({ payTypes: ['800108'] });
});
afterAll(() => gateway.close());

const UNKNOWN_APP_CODE = 'ABCDEF0123456789ABCDEF0123456789';
const WRONG_SIGNATURE: Readonly<Record<Algorithm, string>> = { MD5: '0'.repeat(32), SHA256: '0'.repeat(64) };

/** Everything a stranger can see of an answer but the time and the digest itself. */
function visible({ status, headers, text }: WireAnswer): object {
  const seen = Object.fromEntries(headers);
  return {
    status,
    text,
    headers: { ...seen, date: '', 'x-qf-sign': (seen['x-qf-sign'] ?? '').replace(/[0-9A-F]/g, '#') },
  };
}

describe.each<Algorithm>(['MD5', 'SHA256'])(
  'the signature of an answer to a request signed with %s',
  (algorithm) => {
    const answers: readonly (readonly [what: string, respcd: string, ask: () => Promise<WireAnswer>])[] = [
      ['a paid payment', '0000', () => shop.pay({}, { algorithm })],
      ['a pending payment', '1143', () => shop.pay({ txamt: '401143' }, { algorithm })],
      ['a declined payment', '1205', () => shop.pay({ txamt: '401205' }, { algorithm })],
      ['an enquiry', '0000', () => shop.query({}, { algorithm })],
      ['an enquiry by GET', '0000', () => shop.query({}, { algorithm, method: 'GET' })],
      ['a malformed parameter', '1104', () => shop.pay({ txamt: '0' }, { algorithm })],
      [
        'a pay type that is not open',
        '1242',
        () => shop.pay({ pay_type: '800208', auth_code: '130000000000000000' }, { algorithm }),
      ],
      ['an unreadable body', '1103', () => shop.send(QUERY_PATH, {}, { algorithm, body: 'page=1&page=1' })],
      [
        'a wrong signature',
        '1108',
        () => shop.pay({}, { algorithm, headers: { 'X-QF-SIGN': WRONG_SIGNATURE[algorithm] } }),
      ],
      ['a missing signature', '1108', () => shop.pay({}, { algorithm, headers: { 'X-QF-SIGN': undefined } })],
    ];

    it.each(answers)('verifies: %s, %s', async (_what, respcd, ask) => {
      const answer = await ask();
      expect(answer.respcd).toBe(respcd);
      expect(answer.status).toBe(200);
      expect(shop.isSignedFor(answer, algorithm)).toBe(true);
      expect(answer.headers.get('X-QF-SIGNTYPE')).toBe(algorithm === 'SHA256' ? 'SHA256' : null);
    });

    it('is there for an unknown app code too, and the answer is that of a wrong signature in everything', async () => {
      const stranger = gateway.till(UNKNOWN_APP_CODE, 'a key that nobody has given out');
      const known = await shop.pay({}, { algorithm, headers: { 'X-QF-SIGN': WRONG_SIGNATURE[algorithm] } });
      const unknown = await stranger.pay({}, { algorithm });
      expect(known.respcd).toBe('1108');
      expect(unknown.headers.get('X-QF-SIGN')).toMatch(
        algorithm === 'MD5' ? /^[0-9A-F]{32}$/ : /^[0-9A-F]{64}$/,
      );
      expect(visible(unknown)).toEqual(visible(known));
      expect(shop.isSignedFor(unknown, algorithm)).toBe(false);
    });

    it('is the same each time for an unknown app code, as it is for a known one', async () => {
      const stranger = gateway.till(UNKNOWN_APP_CODE, 'a key that nobody has given out');
      const first = await stranger.pay({}, { algorithm });
      const second = await stranger.pay({}, { algorithm });
      expect(second.headers.get('X-QF-SIGN')).toBe(first.headers.get('X-QF-SIGN'));
    });

    it.each([
      ['a missing signature', { headers: { 'X-QF-SIGN': undefined } }],
      ['an unknown sign type', { headers: { 'X-QF-SIGNTYPE': 'SHA1' } }],
      ['a repeated name', { body: 'page=1&page=1' }],
      ['a digest of the wrong length', { headers: { 'X-QF-SIGN': 'ABC' } }],
    ])('tells a stranger nothing by %s either', async (_what, changes) => {
      const stranger = gateway.till(UNKNOWN_APP_CODE, 'a key that nobody has given out');
      const known = await gateway
        .till(shop.credentials.appCode, 'a wrong key')
        .pay({}, { algorithm, ...changes });
      const unknown = await stranger.pay({}, { algorithm, ...changes });
      expect(visible(unknown)).toEqual(visible(known));
    });
  },
);

describe('a request', () => {
  it.each([
    ['MD5', 'MD5', undefined],
    ['md5', 'MD5', undefined],
    ['sha256', 'SHA256', 'SHA256'],
    ['SHA256', 'SHA256', 'SHA256'],
  ] as const)('may name its algorithm as %s', async (word, algorithm, named) => {
    const parameters = paymentOf();
    const answer = await shop.send(PAYMENT_PATH, parameters, {
      algorithm,
      headers: { 'X-QF-SIGNTYPE': word },
    });
    expect(answer.respcd).toBe('0000');
    expect(answer.headers.get('X-QF-SIGNTYPE')).toBe(named ?? null);
    expect(shop.isSignedFor(answer, algorithm)).toBe(true);
  });

  it.each([
    ['a SHA256 digest without the header', 'SHA256', undefined],
    ['an MD5 digest under SHA256', 'MD5', 'SHA256'],
  ] as const)('fails with %s', async (_what, algorithm, word) => {
    const answer = await shop.pay({}, { algorithm, headers: { 'X-QF-SIGNTYPE': word } });
    expect(answer.respcd).toBe('1108');
  });
});
