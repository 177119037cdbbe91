import { type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  MERCHANT_KEY,
  VECTORS,
} from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import type { WechatPayTown } from './wechatpay-town.ts';

/** What a raw request departs from a good one in. */
export interface RawChanges {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it stands, in place of `body`. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly scheme?: string;
  readonly mchid?: string;
  readonly serial?: string;
  readonly key?: KeyObject;
  readonly timestampS?: number;
  readonly nonce?: string;
  /** Changes the header when it is signed. */
  readonly spoil?: (authorization: string) => string;
}

/** What came back, not verified. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends a request of its own making to the server of a town. */
export async function callRaw(
  town: WechatPayTown,
  target: string,
  changes: RawChanges = {},
): Promise<RawAnswer> {
  const { method = changes.body === undefined && changes.bytes === undefined ? 'GET' : 'POST' } = changes;
  const bytes = changes.bytes ?? Buffer.from(changes.body === undefined ? '' : JSON.stringify(changes.body));
  const {
    mchid = VECTORS.merchant.mchid,
    serial = VECTORS.merchant.serial,
    key = MERCHANT_KEY,
    scheme = 'WECHATPAY2-SHA256-RSA2048',
    timestampS = Math.floor(town.time.nowMs() / 1_000),
    nonce = randomBytes(16).toString('hex'),
    spoil = (authorization: string) => authorization,
  } = changes;
  const message = Buffer.concat([
    Buffer.from(`${method}\n${target}\n${timestampS}\n${nonce}\n`),
    bytes,
    Buffer.from('\n'),
  ]);
  const signature = sign('sha256', message, key).toString('base64');
  const parameters = { mchid, nonce_str: nonce, signature, timestamp: String(timestampS), serial_no: serial };
  const listed = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  const headers = {
    Authorization: spoil(`${scheme} ${listed.join(',')}`),
    Accept: 'application/json',
    'User-Agent': 'raw',
    ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
    ...changes.headers,
  };
  const response = await fetch(`${town.server.url}${target}`, {
    method,
    headers: Object.entries(headers).filter((row): row is [string, string] => row[1] !== undefined),
    ...(method === 'GET' ? {} : { body: bytes }),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes: answer, body: bodyOf(answer) };
}

function bodyOf(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

/** Path of payments. */
export const PAY = '/v3/global/micropay/transactions/pay';

/** The merchant's numbers as enquiries and reversals have them. */
export const NUMBERS = { sp_mchid: VECTORS.merchant.mchid, sub_mchid: VECTORS.merchant.subMchid };

/** The same as a query. */
export const QUERY = new URLSearchParams(NUMBERS).toString();

/** A payment that is good; every field can be changed, and left out with `undefined`. */
export function payBody(
  number: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    sp_appid: VECTORS.merchant.appid,
    ...NUMBERS,
    description: 'Tea',
    out_trade_no: number,
    trade_type: 'MICROPAY',
    merchant_category_code: '5411',
    payer: { auth_code: '130000000000000001' },
    amount: { total: 12_880, currency: 'HKD' },
    ...changes,
  };
}

/** A refund that is good. */
export function refundBody(
  number: string,
  orderNumber: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    sp_appid: VECTORS.merchant.appid,
    ...NUMBERS,
    out_trade_no: orderNumber,
    out_refund_no: number,
    amount: { refund: 5_000, total: 12_880, currency: 'HKD' },
    ...changes,
  };
}
