import { type MistakenClient, signed, valueClient } from './test-mistaken-client.ts';
import { digestOf, type Fields, fieldValue, joined, sorted, withValue, withValues } from './test-requests.ts';

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_whole, letter: string) => letter.toUpperCase());
}

/** Sort orders people use: as sent, backwards, without case, by value. */
const ORDERS: readonly ((fields: Fields) => Fields)[] = [
  (fields) => fields,
  (fields) => sorted(fields).toReversed(),
  (fields) => fields.toSorted(([, left], [, right]) => (left < right ? -1 : 1)),
];

/** Clients that get the parameters or their values wrong. */
export const PARAMETER_CLIENTS: readonly MistakenClient[] = [
  {
    kind: 'order of the fields',
    causes: ['unsorted', 'sorted_backwards', 'sorted_by_value', 'sorted_without_underscore'],
    send: ({ fields, key, hash }, choice) => ({
      signature: digestOf(hash, joined(choice.of(ORDERS)(fields)) + key),
    }),
  },
  {
    kind: 'case of names',
    causes: ['names_upper_case', 'names_camel_case', 'names_pascal_case', 'names_lower_case'],
    send(request, choice) {
      const rename = choice.of([(name: string) => name.toUpperCase(), camelCase]);
      return {
        signature: signed(
          request,
          request.fields.map(([name, value]) => [rename(name), value] as const),
        ),
      };
    },
  },
  valueClient('case of values', ['values_lower_case', 'text_lower_case'], (value) => value.toLowerCase()),
  {
    kind: 'field left out',
    causes: ['parameter_left_out'],
    send(request, choice) {
      const [left] = choice.of(request.fields);
      return {
        signature: signed(
          request,
          request.fields.filter(([name]) => name !== left),
        ),
      };
    },
  },
  {
    kind: 'field signed, not sent',
    causes: ['parameter_not_sent', 'empty_sign_signed'],
    send(request, choice) {
      const name = choice.of(['pay_tag', 'txzone', 'syssn', 'return_url', 'sign']);
      const value = name === 'sign' ? '' : choice.of(['', 'null', 'None', 'undefined']);
      return { signature: signed(request, [...request.fields, [name, value]]) };
    },
  },
  {
    kind: 'empty field as a word',
    causes: ['empty_value_as_word'],
    send(request, choice) {
      const sent = withValue(request.fields, 'goods_name', '');
      return { sent, signature: signed(request, withValue(sent, 'goods_name', choice.of(['null', 'None']))) };
    },
  },
  {
    kind: 'sign among the fields',
    causes: ['signature_signed'],
    send({ fields, key, hash }, choice) {
      const all: Fields = [...fields, ['sign_type', hash.toUpperCase()]];
      return { sent: choice.shuffled(all), signature: digestOf(hash, joined(sorted(all)) + key) };
    },
  },
  {
    kind: 'app code among the fields',
    causes: ['app_code_signed'],
    send: (request, choice) => ({
      signature: signed(request, [...request.fields, [choice.of(['app_code', 'appcode']), request.appCode]]),
    }),
  },
  {
    kind: 'encoded before signing',
    causes: ['values_encoded', 'values_encoded_lower_case', 'values_encoded_lightly'],
    send(request, choice) {
      const encode = choice.of([
        encodeURIComponent,
        encodeURI,
        (value: string) => encodeURIComponent(value).replaceAll(/%../g, (octet) => octet.toLowerCase()),
      ]);
      // A gateway accepts the very characters of the body, so the body is encoded in another way.
      const body = new URLSearchParams(
        request.fields.map(([name, value]): [string, string] => [name, value]),
      );
      return {
        body: body.toString(),
        signature: signed(
          request,
          withValues(request.fields, (value) => encode(value)),
        ),
      };
    },
  },
  valueClient('blanks as + (form encoding)', ['values_form_encoded'], (value) =>
    new URLSearchParams({ v: value }).toString().slice(2),
  ),
  valueClient('blanks as + only', ['blanks_as_plus'], (value) => value.replaceAll(' ', '+')),
  valueClient('double encoding', ['values_encoded_twice'], (value) =>
    encodeURIComponent(encodeURIComponent(value)),
  ),
  {
    kind: '+ not encoded in the body',
    causes: ['values_partly_raw'],
    send(request) {
      const value = 'bread+butter';
      const fields = withValue(request.fields, 'goods_name', value);
      const body = fields
        .map(([name, each]) => `${name}=${name === 'goods_name' ? each : encodeURIComponent(each)}`)
        .join('&');
      return { body, signature: signed(request, fields) };
    },
  },
  {
    kind: '& not encoded in the body',
    causes: ['ampersand_not_encoded'],
    send(request) {
      const fields = withValue(request.fields, 'goods_name', 'bread&butter');
      const body = fields
        .map(([name, each]) => `${name}=${name === 'goods_name' ? each : encodeURIComponent(each)}`)
        .join('&');
      return { body, signature: signed(request, fields) };
    },
  },
  {
    kind: 'value trimmed before signing',
    causes: ['blanks_trimmed'],
    send(request, choice) {
      const name = choice.of(['goods_name', 'out_trade_no', 'auth_code']);
      const value = fieldValue(request.fields, name);
      const sent = withValue(request.fields, name, choice.of([`${value} `, ` ${value}`, `${value}\n`]));
      return { sent, signature: signed(request, request.fields) };
    },
  },
  {
    kind: 'stray blank or line end in a value',
    causes: ['value_signed_with_blank'],
    send(request, choice) {
      const [name, value] = choice.of(request.fields);
      const stray = choice.of([`${value} `, ` ${value}`, `${value}\n`, `${value}\r\n`, `${value}\t`]);
      return { signature: signed(request, withValue(request.fields, name, stray)) };
    },
  },
  {
    kind: 'line ends CR LF and LF',
    causes: ['line_ends_windows', 'line_ends_unix'],
    send(request, choice) {
      const [unix, windows] = ['Tea\nand cake', 'Tea\r\nand cake'];
      const [sent, used] = choice.of([
        [unix, windows],
        [windows, unix],
      ]);
      return {
        sent: withValue(request.fields, 'goods_name', sent),
        signature: signed(request, withValue(request.fields, 'goods_name', used)),
      };
    },
  },
  {
    kind: 'amount written otherwise',
    causes: ['another_txamt'],
    send(request, choice) {
      const amount = fieldValue(request.fields, 'txamt');
      const other = choice.of([
        `${amount}.0`,
        `${amount}.00`,
        (Number(amount) / 100).toFixed(2),
        `${amount}00`,
      ]);
      return { signature: signed(request, withValue(request.fields, 'txamt', other)) };
    },
  },
  {
    kind: 'long number rounded',
    causes: ['long_number_rounded'],
    send(request) {
      const code = fieldValue(request.fields, 'auth_code');
      return { signature: signed(request, withValue(request.fields, 'auth_code', String(Number(code)))) };
    },
  },
  {
    kind: 'clock read twice',
    causes: ['another_txdtm'],
    send(request, choice) {
      const time = fieldValue(request.fields, 'txdtm');
      const shifted = new Date(
        Date.parse(`${time.replace(' ', 'T')}Z`) + choice.of([1000, -1000, 28_800_000]),
      );
      const other = shifted.toISOString().slice(0, 19).replace('T', ' ');
      return { signature: signed(request, withValue(request.fields, 'txdtm', other)) };
    },
  },
  valueClient('escaped for HTML', ['values_html_escaped'], (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  ),
  {
    kind: 'signed as JSON',
    causes: ['json', 'json_with_blanks', 'json_with_numbers', 'json_with_blanks_with_numbers'],
    send: ({ fields, key, hash }) => ({
      signature: digestOf(hash, JSON.stringify(Object.fromEntries(sorted(fields))) + key),
    }),
  },
];
