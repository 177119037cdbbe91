import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { prepareCall, signCall } from '@opencpm/client/calls';
import { signBody } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { answerProof } from '../packages/client/src/answer-proof.ts';
import { signatureFits, signatureHeader } from '../packages/gateway/src/wallet/alipay/signature.ts';
import {
  isSignedByKey,
  isSignedBySecret,
  type Signer,
  signFields,
} from '../packages/gateway/src/wallet/unionpay/signature.ts';
import {
  authorizationOf,
  isSignedBy,
  responseMessage,
} from '../packages/gateway/src/wallet/wechatpay/signature.ts';
import { median } from './statistics.ts';

/** What it costs a connector to sign a request and to verify an answer, in microseconds of processor time. */
export interface SigningCost {
  readonly connector: string;
  readonly how: string;
  readonly signMicros: number;
  readonly verifyMicros: number;
}

const WARM_UP = 200;
const CALLS = 300;
const ROUNDS = 7;

/** A body as long as that of a usual payment or its answer. */
const TEXT = JSON.stringify({ number: '20261122000100020000000001', filling: 'x'.repeat(600) });
const BODY = Buffer.from(TEXT);
const FIELDS = Object.fromEntries(
  Array.from({ length: 18 }, (_, index) => [`field${index}`, `value ${index} of a usual message`]),
);

/** Measures every connector with the functions it signs and verifies with; RSA keys have 2,048 bits. */
export function signingCosts(): readonly SigningCost[] {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return [
    alipay(privateKey, publicKey),
    wechatpay(privateKey, publicKey),
    unionpay('RSA-SHA256', { method: '01', certificateNumber: '1', privateKey }, (fields) =>
      isSignedByKey(fields, publicKey),
    ),
    ...(['11', '12'] as const).map((method) =>
      unionpay(
        method === '11' ? 'shared key, SHA-256' : 'shared key, SM3',
        { method, secret: 'K'.repeat(32) },
        (fields) => isSignedBySecret(fields, method, 'K'.repeat(32)),
      ),
    ),
    upstream('MD5'),
    upstream('SHA256'),
  ];
}

function alipay(privateKey: KeyObject, publicKey: KeyObject): SigningCost {
  const parts = { path: '/ams/api/v1/payments/pay', clientId: 'CLIENT', time: '1763800000000', body: BODY };
  const header = signatureHeader(parts, privateKey, '1');
  return {
    connector: 'alipay',
    how: 'RSA-SHA256',
    signMicros: microsOf(() => signatureHeader(parts, privateKey, '1').length > 0),
    verifyMicros: microsOf(() => signatureFits(header, parts, publicKey)),
  };
}

function wechatpay(privateKey: KeyObject, publicKey: KeyObject): SigningCost {
  const signer = { mchid: '1900000100', certificateSerial: '4'.repeat(40), privateKey };
  const request = {
    method: 'POST',
    target: '/v3/global/micropay/transactions/pay',
    timestampS: 1_763_800_000,
    nonce: 'n'.repeat(32),
    body: BODY,
  } as const;
  const message = responseMessage('1763800000', 'n'.repeat(32), BODY);
  const signature = sign('sha256', message, privateKey).toString('base64');
  return {
    connector: 'wechatpay',
    how: 'RSA-SHA256',
    signMicros: microsOf(() => authorizationOf(signer, request).length > 0),
    verifyMicros: microsOf(() =>
      isSignedBy(publicKey, responseMessage('1763800000', 'n'.repeat(32), BODY), signature),
    ),
  };
}

function unionpay(
  how: string,
  signer: Signer,
  isSigned: (fields: Readonly<Record<string, string>>) => boolean,
): SigningCost {
  const signed = signFields(FIELDS, signer);
  return {
    connector: 'unionpay',
    how,
    signMicros: microsOf(() => signFields(FIELDS, signer)['signature'] !== ''),
    verifyMicros: microsOf(() => isSigned(signed)),
  };
}

function upstream(algorithm: 'MD5' | 'SHA256'): SigningCost {
  const credentials = { appCode: 'A'.repeat(32), clientKey: 'K'.repeat(32) };
  const call = prepareCall('/trade/v1/payment', [
    ['txamt', '100'],
    ['txcurrcd', 'HKD'],
    ['pay_type', '800108'],
    ['out_trade_no', '20261122000100020000000001'],
    ['txdtm', '2026-11-22 08:00:00'],
    ['auth_code', '280000000000590000'],
    ['goods_name', 'coffee'],
    ['udid', 'POS-1'],
  ]);
  const clock = { nowMs: () => 0, monotonicMs: () => 0, after: () => () => undefined };
  const surroundings = { clock, randomBytes: (length: number) => new Uint8Array(length) };
  const headers = new Headers({
    'x-qf-sign': signBody(TEXT, credentials.clientKey, algorithm, nodeDigest),
    'x-qf-signtype': algorithm,
  });
  const answer = { status: 200, headers, bytes: BODY, text: TEXT };
  return {
    connector: 'upstream',
    how: algorithm,
    signMicros: microsOf(() => signCall(credentials, call, algorithm, surroundings).nonce === undefined),
    verifyMicros: microsOf(() => answerProof(answer, credentials, undefined) === 'right'),
  };
}

/** Processor time of one call: the median of some rounds. @throws Error when a call does not do what it should. */
function microsOf(call: () => boolean): number {
  for (let count = 0; count < WARM_UP; count += 1) {
    if (!call()) throw new Error('a signature was not made, or does not hold');
  }
  return median(
    Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (let count = 0; count < CALLS; count += 1) call();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / CALLS;
    }),
  );
}
