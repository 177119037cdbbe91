import {
  CLIENT_PROFILES,
  REQUEST_VECTORS,
} from '../../../packages/protocol/src/signature/vectors/signature-vectors.ts';
import { formOf } from '../../wire/support/wire-signing.ts';

/** Bodies and query strings of the vendor's samples, known clients and the vectors: where every mutation begins. */
export const BODY_SEEDS: readonly Buffer[] = [
  ...CLIENT_PROFILES.map(({ body, params }) => body ?? formOf(Object.fromEntries(params))),
  ...REQUEST_VECTORS.map(({ rawBody, formEncoded }) => rawBody ?? formEncoded ?? ''),
  'syssn=20260305000100020000000001&out_trade_no=REFUND-1&txamt=10&txdtm=2026-03-05 18:00:00',
  'out_trade_no=ORDER-0001&txamt=10&txdtm=2026-03-05 18:00:00&mchid=R1zQrTdJnn',
  'trade_date=2026-03-05',
  'code=A6A49A66B4C04D93B2E4B1A3C0FFEE01&syssn=20260305000100020000000001&note=table 7',
].map((text) => Buffer.from(text));

/** Pieces that have broken parsers elsewhere. */
export const PIECES: readonly Buffer[] = [
  ...[
    ...[
      '&',
      '=',
      '%',
      '%4',
      '%zz',
      '%00',
      '%ff',
      '%c0%af',
      '%ed%a0%80',
      '%0d%0a',
      '+',
      '%20',
      ' ',
      '&&',
      '==',
      '&=',
      '=&',
    ],
    ...[
      'a[b][c]=',
      '__proto__=',
      'constructor=',
      'toString=',
      'sign=',
      'sign_type=',
      'key=',
      '&mchid=',
      '&notify_url=',
    ],
    ...[
      '-1',
      '0',
      '01',
      '1e3',
      '1.0',
      '\u0663',
      '2147483648',
      '9007199254740993',
      ' 10',
      'NaN',
      'Infinity',
      '0x10',
    ],
    ...[
      '\u2028',
      '\u202e',
      '\ufeff',
      'e\u0301',
      '\u00e9',
      '\u{1f375}',
      '\u0000',
      '\r\n',
      '\u001b[31m',
      "' OR 1=1 --",
    ],
    ...[
      '2026-02-30 00:00:00',
      '0000-00-00 00:00:00',
      '9999-12-31 23:59:60',
      'https://shop.example/n?a=1&b=2',
    ],
  ].map((text) => Buffer.from(text)),
  // 测试 in GBK, an overlong slash, a lone continuation byte, a cut-off character.
  ...['b2e2cad4', 'c0af', '80', 'e6b5', 'ff', 'fe', 'f8888080af'].map((hex) => Buffer.from(hex, 'hex')),
];

/** Whole bodies of section "hostile bodies" of the fault model; few, large, or both. */
export const HOSTILE_BODIES: readonly (readonly [what: string, body: Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['a key as long as a body may be', Buffer.alloc(60_000, 'a')],
  [
    'a value as long as a body may be',
    Buffer.concat([Buffer.from('goods_name='), Buffer.alloc(60_000, 'x')]),
  ],
  ['ten thousand keys', Buffer.from(Array.from({ length: 10_000 }, (_, index) => `k${index}`).join('&'))],
  ['one key a thousand times', Buffer.from('txamt=1&'.repeat(1_000))],
  ['ampersands alone', Buffer.alloc(60_000, '&')],
  ['equals signs alone', Buffer.alloc(60_000, '=')],
  ['percent signs alone', Buffer.alloc(60_000, '%')],
  ['escapes of a NUL', Buffer.from(`goods_name=${'%00'.repeat(19_000)}`)],
  ['escapes of a broken character', Buffer.from(`goods_name=${'%e6%b5'.repeat(9_000)}`)],
  ['imitated parameters', Buffer.from(`goods_name=${'x%26mchid%3D1'.repeat(4_000)}`)],
  [
    '64 values full of imitations',
    Buffer.from(Array.from({ length: 64 }, (_, n) => `n${n}=${'%26a=b'.repeat(150)}`).join('&')),
  ],
];
