import { createHmac } from 'node:crypto';
import { type MistakenClient, signed, textClient, writingClient } from './test-mistaken-client.ts';
import { digestOf, joined, sorted, withValue, withValues } from './test-requests.ts';

/** Clients that get characters or bytes wrong. */
export const CHARSET_CLIENTS: readonly MistakenClient[] = [
  {
    kind: 'charset Latin-1',
    causes: ['charset_latin1'],
    foreign: true,
    send: ({ fields, key, hash }) => {
      const text = Array.from(joined(sorted(fields)) + key, (letter) =>
        (letter.codePointAt(0) ?? 0) > 255 ? '?' : letter,
      ).join('');
      return { signature: digestOf(hash, Buffer.from(text, 'latin1')) };
    },
  },
  {
    kind: 'charset GBK',
    causes: ['charset_gbk'],
    send({ fields, key, hash }) {
      // "milk tea" in Chinese; its bytes in GBK are written out, so that nothing here shares a table.
      const sent = withValue(fields, 'goods_name', '\u5976\u8336');
      const [before = '', behind = ''] = (joined(sorted(sent)) + key).split('\u5976\u8336');
      const bytes = [Buffer.from(before), Buffer.from('c4ccb2e8', 'hex'), Buffer.from(behind)];
      return { sent, signature: digestOf(hash, Buffer.concat(bytes)) };
    },
  },
  {
    kind: 'UTF-8 encoded twice',
    causes: ['charset_misread'],
    foreign: true,
    send: (request) => ({
      signature: signed(
        request,
        withValues(request.fields, (value) => Buffer.from(value).toString('latin1')),
      ),
    }),
  },
  {
    kind: 'Unicode NFC and NFD',
    causes: ['unicode_decomposed', 'unicode_composed'],
    send(request, choice) {
      const name = choice.of(['Café', 'Crème brûlée', 'Ärger im Büro', 'Señor']);
      const [used, other] = choice.of([
        ['NFC', 'NFD'],
        ['NFD', 'NFC'],
      ] as const);
      return {
        sent: withValue(request.fields, 'goods_name', name.normalize(other)),
        signature: signed(request, withValue(request.fields, 'goods_name', name.normalize(used))),
      };
    },
  },
  {
    kind: '\\u escapes',
    causes: ['values_unicode_escaped'],
    foreign: true,
    send: (request) => ({
      signature: signed(
        request,
        withValues(request.fields, (value) =>
          Array.from({ length: value.length }, (_unused, index) => {
            const unit = value.charCodeAt(index);
            return unit > 126 ? `\\u${unit.toString(16).padStart(4, '0')}` : value.charAt(index);
          }).join(''),
        ),
      ),
    }),
  },
  textClient('byte order mark', ['byte_order_mark'], (text, key) => `\ufeff${text}${key}`),
];

/** Clients that get the text, the key or the digest wrong. */
export const TEXT_CLIENTS: readonly MistakenClient[] = [
  textClient('& before the key', ['trailing_ampersand'], (text, key) => `${text}&${key}`),
  textClient('& or ? in front', ['leading_ampersand', 'leading_question_mark'], (text, key, choice) =>
    choice.of([`&${text}${key}`, `?${text}${key}`]),
  ),
  textClient(
    '& missing between pairs',
    ['joined_without_separator'],
    (text, key) =>
      text.replaceAll(
        /&(?=(?:auth_code|goods_name|mchid|notify_url|out_trade_no|pay_type|txamt|txcurrcd|txdtm|udid)=)/g,
        '',
      ) + key,
  ),
  textClient(
    'key joined as &key=',
    ['key_joined_with_name', 'key_joined_with_bare_name'],
    (text, key, choice) => choice.of([`${text}&key=${key}`, `${text}key=${key}`]),
  ),
  textClient('key in front', ['key_in_front', 'key_in_front_joined'], (text, key, choice) =>
    choice.of([key + text, `${key}&${text}`]),
  ),
  textClient('key left out', ['key_left_out'], (text) => text),
  textClient(
    'stray line end or blank in the text',
    [
      'trailing_line_end',
      'trailing_windows_line_end',
      'leading_blank',
      'key_with_trailing_line_end',
      'key_with_leading_blank',
    ],
    (text, key, choice) =>
      choice.of([`${text}\n${key}`, `${text}\r\n${key}`, `${text} ${key}`, `${text}${key}\n`]),
  ),
  textClient('case of the key', ['key_lower_case'], (text, key) => text + key.toLowerCase()),
  textClient(
    'letter of the key missing',
    ['key_cut'],
    (text, key, choice) => text + choice.of([key.slice(0, -1), key.slice(1)]),
  ),
  {
    kind: 'key of another app code',
    causes: ['other_key'],
    send({ fields, hash }, choice) {
      const others = [choice.hex(32), choice.hex(32)].map((key, index) => ({ name: `shop ${index}`, key }));
      const { key } = choice.of(others);
      return { otherKeys: others, signature: digestOf(hash, joined(sorted(fields)) + key) };
    },
  },
  {
    kind: 'app code as the key',
    causes: ['app_code_as_key'],
    send: ({ fields, appCode, hash }) => ({ signature: digestOf(hash, joined(sorted(fields)) + appCode) }),
  },
  {
    kind: 'algorithm and header differ',
    causes: ['other_algorithm'],
    send: (request) => ({
      signature: signed(request, request.fields),
      announced: request.hash === 'md5' ? 'SHA256' : 'MD5',
    }),
  },
  {
    kind: 'HMAC instead of a digest',
    causes: ['hmac', 'hmac_with_key_appended'],
    send: ({ fields, key, hash }) => ({
      signature: createHmac(hash, key)
        .update(joined(sorted(fields)))
        .digest('hex'),
    }),
  },
  {
    kind: 'SHA-1 or SHA-512',
    causes: ['foreign_hash'],
    send: ({ fields, key }, choice) => ({
      signature: digestOf(choice.of(['sha1', 'sha512']), joined(sorted(fields)) + key),
    }),
  },
  writingClient('base64 instead of hex', ['base64'], (hex) => Buffer.from(hex, 'hex').toString('base64')),
  writingClient('digest cut short', ['digest_cut'], (hex) => hex.slice(0, hex.length / 2)),
  writingClient('16 digits of an MD5', ['digest_cut'], (hex) =>
    hex.length === 32 ? hex.slice(8, 24) : undefined,
  ),
  writingClient('zeros of bytes lost', ['bytes_not_padded', 'zeros_lost'], (hex) => {
    const text = Array.from(Buffer.from(hex, 'hex'), (byte) => byte.toString(16)).join('');
    return text.length === hex.length ? undefined : text;
  }),
  writingClient('signed bytes in hex', ['bytes_sign_extended'], (hex) =>
    Array.from(Buffer.from(hex, 'hex'), (byte) =>
      byte > 127 ? `ffffff${byte.toString(16)}` : byte.toString(16),
    ).join(''),
  ),
  {
    kind: 'hashed twice',
    causes: ['hashed_twice', 'hashed_twice_lower_case', 'hashed_twice_upper_case'],
    send: (request, choice) => {
      const hex = signed(request, request.fields);
      return { signature: digestOf(request.hash, choice.of([hex, hex.toLowerCase()])) };
    },
  },
];
