import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpCode } from './support/payment-codes.ts';
import {
  freshOrderNumber,
  PAYMENT_PATH,
  QUERY_PATH,
  type WireAnswer,
  type WireClient,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { digestOf } from './support/wire-signing.ts';

const FORM = 'application/x-www-form-urlencoded';

let gateway: WireGateway;
/** A direct merchant that was issued no `mchid`. */
let direct: WireClient;
/** A partner with the store `R1zQrTdJnn`. */
let partner: WireClient;
const STORE = 'R1zQrTdJnn';

beforeAll(async () => {
  gateway = await WireGateway.start();
  direct = await gateway.merchant();
  partner = await gateway.partner(STORE);
});
afterAll(() => gateway.close());

/** What a client does after it has built its text: digest, headers, one POST with exactly these bytes. */
async function post(
  merchant: WireClient,
  signedText: string,
  body: string | Uint8Array,
  headers: readonly (readonly [name: string, value: string])[] = [['Content-Type', FORM]],
  hexCase: 'upper' | 'lower' = 'upper',
): Promise<WireAnswer> {
  const { appCode, clientKey } = merchant.credentials;
  const digest = digestOf('MD5', signedText + clientKey);
  return merchant.sendBytes(
    `POST ${PAYMENT_PATH}`,
    [
      ['X-QF-APPCODE', appCode],
      ['X-QF-SIGN', hexCase === 'upper' ? digest : digest.toLowerCase()],
      ...headers,
    ],
    body,
  );
}

/** Paid, signed with the merchant's key, and stored as the client meant it. */
async function expectPaid(
  merchant: WireClient,
  answer: WireAnswer,
  meant: Readonly<Record<string, string>>,
): Promise<void> {
  expect(answer.body).toMatchObject({ respcd: '0000', txamt: 10 });
  expect(merchant.isSignedFor(answer)).toBe(true);
  const { rows } = await merchant.query({
    syssn: answer.syssn,
    ...(merchant === partner ? { mchid: STORE } : {}),
  });
  expect(rows).toMatchObject([{ txamt: '10', respcd: '0000', ...meant }]);
}

describe('the known clients, byte for byte as they write to the socket', () => {
  it('Python: values signed plain, body encoded in the order of the dictionary, a space as +', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const answer = await post(
      partner,
      `auth_code=${code}&mchid=${STORE}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 18:00:00`,
      `txamt=10&txcurrcd=EUR&pay_type=800108&out_trade_no=${order}&txdtm=2026-03-05+18%3A00%3A00&mchid=${STORE}&auth_code=${code}`,
      [
        ['User-Agent', 'python-requests/2.31.0'],
        ['Accept-Encoding', 'gzip, deflate'],
        ['Accept', '*/*'],
        ['Connection', 'keep-alive'],
        ['Content-Type', `${FORM}; charset=UTF-8`],
      ],
    );
    await expectPaid(partner, answer, { out_trade_no: order, txcurrcd: 'EUR', txdtm: '2026-03-05 18:00:00' });
  });

  it('Java: the sorted text itself is the body, with literal spaces, plus and UTF-8', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&goods_name=测试 1+1&mchid=${STORE}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 18:00:00&txzone=+0800`;
    const answer = await post(partner, text, text, [
      ['Accept-Charset', 'utf-8'],
      ['User-Agent', 'Java/1.8.0_401'],
      ['Content-type', FORM],
    ]);
    await expectPaid(partner, answer, { out_trade_no: order, txdtm: '2026-03-05 18:00:00' });
  });

  it('Java without a value that needs encoding: only the space of txdtm is literal', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&mchid=${STORE}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 18:00:00`;
    await expectPaid(partner, await post(partner, text, text), { out_trade_no: order });
  });

  it('JavaScript: lower-case hex, body unsorted with %20, a UTC clock', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const answer = await post(
      partner,
      `auth_code=${code}&mchid=${STORE}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 10:00:00`,
      `txamt=10&txcurrcd=EUR&pay_type=800108&auth_code=${code}&out_trade_no=${order}&txdtm=2026-03-05%2010%3A00%3A00&mchid=${STORE}`,
      [['content-type', FORM]],
      'lower',
    );
    await expectPaid(partner, answer, { out_trade_no: order, txdtm: '2026-03-05 10:00:00' });
  });

  it('PHP: values encoded before signing except txdtm, no mchid', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&goods_name=%E6%B5%8B%E8%AF%95+1%2B1&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 18:00:00&txzone=%2B0800`;
    const answer = await post(direct, text, text);
    await expectPaid(direct, answer, {
      out_trade_no: order,
      txdtm: '2026-03-05 18:00:00',
      goods_name: '测试 1+1',
    });
  });

  it('PHP without a value that needs encoding', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=EUR&txdtm=2026-03-05 18:00:00`;
    await expectPaid(direct, await post(direct, text, text), { out_trade_no: order });
  });

  it('Omnipay: nothing encoded, the digest in the body as sign, no txcurrcd', async () => {
    const single = await gateway.merchant({
      kind: 'partner',
      currencies: ['HKD'],
      stores: [{ storeId: 'OmniStore1', name: 'Store' }],
    });
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&mchid=OmniStore1&notify_url=https://shop.example/notify?a=b&out_trade_no=${order}&pay_type=800108&return_url=https://shop.example/return&txamt=10&txdtm=2026-03-05 18:00:00`;
    const digest = digestOf('MD5', text + single.credentials.clientKey);
    const answer = await post(single, text, `${text}&sign=${digest}`);
    expect(answer.body).toMatchObject({ respcd: '0000', txamt: 10, txcurrcd: 'HKD', out_trade_no: order });
    const enquiry = `mchid=OmniStore1&respcd=0000`;
    const sign = digestOf('MD5', enquiry + single.credentials.clientKey);
    const listed = await single.sendBytes(`GET ${QUERY_PATH}?${enquiry}&sign=${sign}`, [
      ['X-QF-APPCODE', single.credentials.appCode],
      ['X-QF-SIGN', sign],
    ]);
    expect(listed.rows).toMatchObject([{ out_trade_no: order, respcd: '0000' }]);
  });

  it('Go: explicit MD5, form-encoded and sorted, no mchid', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const answer = await post(
      direct,
      `auth_code=${code}&goods_name=coffee beans&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 10:00:00`,
      `auth_code=${code}&goods_name=coffee+beans&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05+10%3A00%3A00`,
      [
        ['User-Agent', 'Go-http-client/1.1'],
        ['Content-Type', FORM],
        ['X-Qf-Signtype', 'MD5'],
        ['Accept-Encoding', 'gzip'],
      ],
    );
    await expectPaid(direct, answer, { out_trade_no: order, goods_name: 'coffee beans' });
  });

  it('Node: explicit MD5 and lower-case hex', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const answer = await post(
      direct,
      `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 10:00:00`,
      `txamt=10&txcurrcd=HKD&pay_type=800108&auth_code=${code}&out_trade_no=${order}&txdtm=2026-03-05+10%3A00%3A00`,
      [
        ['Content-Type', FORM],
        ['X-QF-SIGNTYPE', 'MD5'],
        ['Accept', 'application/json'],
      ],
      'lower',
    );
    await expectPaid(direct, answer, { out_trade_no: order });
  });

  it('C#: the raw text, product_name instead of goods_name, no content type', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&mchid=${STORE}&out_trade_no=${order}&pay_type=800108&product_name=green tea&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00`;
    await expectPaid(partner, await post(partner, text, text, []), { out_trade_no: order, goods_name: '' });
  });

  it('the 2016 sample: a POST with its parameters in the query string and no body', async () => {
    for (const headers of [
      [],
      [['Content-Length', '0']],
      [
        ['Content-Type', FORM],
        ['Content-Length', '0'],
      ],
    ] as const) {
      const [order, code] = [freshOrderNumber(), madeUpCode()];
      const text = `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00`;
      const { appCode, clientKey } = direct.credentials;
      const answer = await direct.sendBytes(
        `POST ${PAYMENT_PATH}?${text.replace(' ', '+').replaceAll(':', '%3A')}`,
        [['X-QF-APPCODE', appCode], ['X-QF-SIGN', digestOf('MD5', text + clientKey)], ...headers],
      );
      await expectPaid(direct, answer, { out_trade_no: order });
    }
  });

  it('a client that sends its body in chunks', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00`;
    const chunk = (part: string): string => `${part.length.toString(16)}\r\n${part}\r\n`;
    const answer = await post(direct, text, chunk(text.slice(0, 30)) + chunk(text.slice(30)) + chunk(''), [
      ['Content-Type', FORM],
      ['Transfer-Encoding', 'chunked'],
    ]);
    await expectPaid(direct, answer, { out_trade_no: order });
  });

  it('header names and values in any letter case and with blanks around', async () => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const text = `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00`;
    const { appCode, clientKey } = direct.credentials;
    const answer = await direct.sendBytes(
      `POST ${PAYMENT_PATH}`,
      [
        ['x-qf-appcode', `  ${appCode}  `],
        ['x-Qf-SiGn', digestOf('SHA256', text + clientKey).toLowerCase()],
        ['X-QF-SIGNTYPE', 'Sha256'],
        ['CONTENT-TYPE', 'Application/X-WWW-Form-URLEncoded;charset=utf-8'],
      ],
      text,
    );
    expect(answer.respcd).toBe('0000');
    expect(direct.isSignedFor(answer, 'SHA256')).toBe(true);
  });
});

describe('empty values', () => {
  it.each([
    ['kept', '&goods_name=', '&udid='],
    ['left out', '', ''],
  ])('verify when the client has %s them in the signed text', async (_what, goodsName, udid) => {
    const [order, code] = [freshOrderNumber(), madeUpCode()];
    const sent = `auth_code=${code}&goods_name=&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00&udid=`;
    const signed = sent.replace('&goods_name=', goodsName).replace('&udid=', udid);
    await expectPaid(direct, await post(direct, signed, sent), { out_trade_no: order, udid: '' });
  });
});

describe('texts that look like a signature and are none', () => {
  const text = (code: string, order: string): string =>
    `auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00`;

  it.each<[what: string, sign: (text: string, key: string) => string]>([
    ['the key joined as one more parameter', (body, key) => digestOf('MD5', `${body}&key=${key}`)],
    ['the key in front', (body, key) => digestOf('MD5', key + body)],
    ['the key in lower case', (body, key) => digestOf('MD5', body + key.toLowerCase())],
    ['no key', (body) => digestOf('MD5', body)],
    ['names not sorted', (body, key) => digestOf('MD5', body.split('&').reverse().join('&') + key)],
    [
      'JSON',
      (body, key) => digestOf('MD5', JSON.stringify(Object.fromEntries(new URLSearchParams(body))) + key),
    ],
    [
      'a parameter sent and not signed',
      (body, key) => digestOf('MD5', body.replace('pay_type=800108&', '') + key),
    ],
  ])('%s', async (_what, sign) => {
    const body = text(madeUpCode(), freshOrderNumber());
    const { appCode, clientKey } = direct.credentials;
    const answer = await direct.sendBytes(
      `POST ${PAYMENT_PATH}`,
      [
        ['X-QF-APPCODE', appCode],
        ['X-QF-SIGN', sign(body, clientKey)],
        ['Content-Type', FORM],
      ],
      body,
    );
    expect(answer.respcd).toBe('1108');
    expect(direct.isSignedFor(answer)).toBe(true);
  });
});
