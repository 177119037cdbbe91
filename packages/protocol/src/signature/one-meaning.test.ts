import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { parseFormText } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeDigest } from '../node-digest.ts';
import { PAYMENT_NAMES, type PaymentRequest, readPaymentRequest } from '../parameter/payment-request.ts';
import { findAmbiguity } from './ambiguity.ts';
import { verifyRequest } from './request-signature.ts';

const KEY = '0123456789ABCDEF0123456789ABCDEF';

/** What the payment call makes of a body with this signature; `undefined` when it refuses. */
function accept(body: string, signature: string): PaymentRequest | undefined {
  const form = parseFormText(body);
  if (!form.ok) return undefined;
  const { parameters } = form;
  const check = { signature, algorithm: 'MD5', keys: [KEY], rawAllowed: true, digest: nodeDigest } as const;
  if (verifyRequest(parameters, check) === undefined) return undefined;
  if (findAmbiguity(parameters, PAYMENT_NAMES) !== undefined) return undefined;
  const read = readPaymentRequest(parameters);
  return read.ok ? read.request : undefined;
}

/** Parameters whose format takes no `&`; readings that give them one are refused for sure and left out. */
const STRICT_NAMES = new Set(['mchid', 'pay_type', 'txamt', 'txcurrcd', 'txdtm']);

/** Every body whose text to sign may be this one: any `&` may part parameters or belong to a value. */
function bodiesOf(text: string): readonly string[] {
  let lists: (readonly [name: string, value: string])[][] = [[]];
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    const pair = [part.slice(0, Math.max(0, equals)), part.slice(equals + 1)] as const;
    lists = lists.flatMap((list) => {
      const last = list.at(-1);
      const joins = last !== undefined && !STRICT_NAMES.has(last[0]);
      const parts = equals > 0 && (last === undefined || last[0] < pair[0]);
      return [
        ...(joins ? [[...list.slice(0, -1), [last[0], `${last[1]}&${part}`] as const]] : []),
        ...(parts ? [[...list, pair]] : []),
      ];
    });
  }
  // Encoded, for those who sign first, and as it stands, for those who encode first or not at all.
  return [...lists.map(writeForm), text];
}

/** The parts of a payment that move money or say whose it is. */
function moneyOf({ amountMinor, currency, payType, orderNumber, storeId, authCode }: PaymentRequest) {
  return { amountMinor, currency, payType, orderNumber, storeId, authCode };
}

const pieces = fc.constantFrom(
  'A',
  '1',
  '+',
  ' ',
  '%',
  '%41',
  '%2B',
  '&',
  '=',
  '&h=',
  '&p=1',
  '&mchid=M2',
  '%26p=1',
);
const odd = fc.array(pieces, { minLength: 1, maxLength: 3 }).map((list) => list.join(''));
const orderNumber = fc.oneof(odd, fc.constantFrom('A1', 'A+1', 'A%2F1', 'A/1', 'A 1'));
const extras = fc.oneof(
  fc.record({}),
  fc.record({ goods_name: odd }),
  fc.record({ goods_name: odd, limit_pay: fc.constantFrom('no_credit', ''), sign: odd }),
  fc.record({ notify_url: fc.constantFrom('https://a.example/n?a=1&o=2', 'https://a.example/n?o=1') }),
  fc.record({ h: odd, mchid: fc.constantFrom('M1', '') }),
  fc.record({ p: odd, pa: odd }),
);

/** All texts clients may sign for these values: first and then encode, first encode and then, with or without empties. */
function textsOf(values: Readonly<Record<string, string>>): ReadonlySet<string> {
  const sorted = Object.entries(values)
    .filter(([name]) => name !== 'sign')
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const texts = [sorted, sorted.filter(([, value]) => value !== '')].flatMap((list) => [
    list.map(([name, value]) => `${name}=${value}`).join('&'),
    writeForm(list),
    writeForm(list).replaceAll('%20', '+'),
  ]);
  return new Set(texts);
}

describe('a digest', () => {
  it('stands for one payment only, however the signed text is read', () => {
    let acceptedTwice = 0;
    fc.assert(
      fc.property(orderNumber, extras, (out_trade_no, extra) => {
        const values = {
          auth_code: '280438849930815813',
          out_trade_no,
          pay_type: '800108',
          txamt: '10',
          txcurrcd: 'HKD',
          txdtm: '2026-03-05 18:00:00',
          ...extra,
        };
        for (const text of textsOf(values)) {
          const signature = nodeDigest('MD5', text + KEY);
          const accepted = bodiesOf(text)
            .map((body) => accept(body, signature))
            .filter((request) => request !== undefined);
          if (accepted.length > 1) acceptedTwice += 1;
          const [first, ...others] = accepted.map(moneyOf);
          for (const other of others) expect(other).toEqual(first);
        }
      }),
      { numRuns: 2_000 },
    );
    // Web addresses and descriptions do have several readings; none at all would mean that nothing was compared.
    expect(acceptedTwice).toBeGreaterThan(100);
  });

  it.each<[string, string, string]>([
    ['an order number sent with an unescaped plus', 'A+1', 'A+1'],
    ['an order number that holds a percent escape', 'A%2F1', 'A%252F1'],
    ['an order number that swallows its neighbour', 'A1&p=1', 'A1%26p%3D1'],
  ])('does not verify for %s', (_case, signed, sent) => {
    const rest = 'pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00';
    const text = `auth_code=280438849930815813&out_trade_no=${signed}&${rest}`;
    const body = `auth_code=280438849930815813&out_trade_no=${sent}&${rest}`;
    expect(accept(body, nodeDigest('MD5', text + KEY))).toBeUndefined();
  });

  it.each<[string, string, string, string]>([
    ['an order number with a plus, signed before it is encoded', 'A+1', 'A%2B1', 'A+1'],
    ['an order number encoded before it is signed', 'A%2F1', 'A%2F1', 'A/1'],
    ['an order number with a blank', 'A 1', 'A 1', 'A 1'],
  ])('verifies for %s', (_case, signed, sent, read) => {
    const rest = 'pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00';
    const text = `auth_code=280438849930815813&out_trade_no=${signed}&${rest}`;
    const body = `auth_code=280438849930815813&out_trade_no=${sent}&${rest}`;
    expect(accept(body, nodeDigest('MD5', text + KEY))?.orderNumber).toBe(read);
  });
});

describe('an undecoded reading', () => {
  function parameter(value: string): readonly FormParameter[] {
    const form = parseFormText(`goods_name=${value}`);
    if (!form.ok) throw new Error(form.problem);
    return form.parameters;
  }

  it.each(['%2531', '%25E6%25B5%258B', 'a+%252B'])(
    'is not tried for %s, which is decoded once only',
    (raw) => {
      const signature = nodeDigest('MD5', `goods_name=${raw}${KEY}`);
      const check = {
        signature,
        algorithm: 'MD5',
        keys: [KEY],
        rawAllowed: true,
        digest: nodeDigest,
      } as const;
      expect(verifyRequest(parameter(raw), check)).toBeUndefined();
    },
  );
});
