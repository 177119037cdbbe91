import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectRefusedWithoutTrace } from './support/refused-without-trace.ts';
import {
  PAYMENT_PATH,
  paymentOf,
  type RequestChanges,
  type WireAnswer,
  type WireClient,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { formOf } from './support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** A payment that would succeed, sent with some headers replaced. */
function withHeaders(headers: NonNullable<RequestChanges['headers']>): () => Promise<WireAnswer> {
  return () => shop.pay({}, { headers });
}

/** A payment that would succeed, with its headers given one by one, as often as they are listed. */
async function withRawHeaders(
  change: (sign: string, app: string) => readonly (readonly [string, string])[],
): Promise<WireAnswer> {
  const parameters = paymentOf();
  const { 'X-QF-SIGN': sign = '', 'X-QF-APPCODE': app = '' } = shop.headersFor(parameters);
  return shop.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...change(sign, app)], formOf(parameters));
}

describe('a sender that cannot be verified', () => {
  it.each<[what: string, ask: () => Promise<WireAnswer>, respmsg: RegExp]>([
    ['no app code', withHeaders({ 'X-QF-APPCODE': undefined }), /X-QF-APPCODE is missing/],
    ['an empty app code', withHeaders({ 'X-QF-APPCODE': '' }), /X-QF-APPCODE is missing/],
    [
      'an unknown app code',
      withHeaders({ 'X-QF-APPCODE': 'F'.repeat(32) }),
      /^X-QF-APPCODE is unknown or X-QF-SIGN/,
    ],
    [
      'an app code of 10,000 characters',
      withHeaders({ 'X-QF-APPCODE': 'F'.repeat(10_000) }),
      /^X-QF-APPCODE/,
    ],
    ['no signature', withHeaders({ 'X-QF-SIGN': undefined }), /X-QF-SIGN is missing/],
    ['a wrong signature', withHeaders({ 'X-QF-SIGN': '0'.repeat(32) }), /X-QF-SIGN does not fit/],
    ['a signature cut short', withHeaders({ 'X-QF-SIGN': '0'.repeat(31) }), /X-QF-SIGN does not fit/],
    ['an empty signature', withHeaders({ 'X-QF-SIGN': '' }), /X-QF-SIGN/],
    ['a signature that is no hex', withHeaders({ 'X-QF-SIGN': 'G'.repeat(32) }), /X-QF-SIGN does not fit/],
    [
      'an unknown sign type',
      withHeaders({ 'X-QF-SIGNTYPE': 'SHA1' }),
      /X-QF-SIGNTYPE must be MD5, SHA256 or HMAC-SHA256/,
    ],
    [
      'an empty sign type',
      withHeaders({ 'X-QF-SIGNTYPE': '' }),
      /X-QF-SIGNTYPE must be MD5, SHA256 or HMAC-SHA256/,
    ],
    [
      'a right signature with more behind it',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', `${sign}00`],
        ]),
      /X-QF-SIGN does not fit/,
    ],
    [
      'a right signature given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
          ['X-QF-SIGN', sign],
        ]),
      /X-QF-SIGN does not fit/,
    ],
    [
      'a right app code given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
        ]),
      /^X-QF-APPCODE is unknown/,
    ],
    [
      'a right sign type given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
          ['X-QF-SIGNTYPE', 'MD5'],
          ['X-QF-SIGNTYPE', 'MD5'],
        ]),
      /X-QF-SIGNTYPE must be MD5, SHA256 or HMAC-SHA256/,
    ],
    [
      'a body changed on the way',
      () => shop.pay({}, { body: formOf(paymentOf({ txamt: '1' })) }),
      /does not fit/,
    ],
  ])('%s: 1108', async (_what, ask, respmsg) => {
    await expectRefusedWithoutTrace(gateway, ask, { respcd: '1108', respmsg });
  });
});
