import type { FormParameter } from '../form/form-parameter.ts';
import { alone, manifoldMistake, type SigningMistake } from './signing-mistake.ts';

const UNSIGNED_NAMES: ReadonlySet<string> = new Set(['sign', 'sign_type']);
const APP_CODE_NAMES = ['app_code', 'appcode', 'X-QF-APPCODE'];
const KEY_NAMES = ['key', 'client_key', 'app_key'];
const SIGN_TYPE_NAMES = ['sign_type', 'signtype', 'X-QF-SIGNTYPE'];
/** How languages write a value that is not there. */
const NOTHING = ['', 'null', 'undefined', 'None', 'nil'];
/** Parameters that a program may hold without sending them. */
const OPTIONAL_NAMES = [
  'mchid',
  'goods_name',
  'goods_info',
  'udid',
  'txdtm',
  'txzone',
  'notify_url',
  'return_url',
  'pay_tag',
  'pay_limit',
  'limit_pay',
  'expired_time',
  'txcurrcd',
  'out_trade_no',
  'syssn',
  'auth_code',
];

function withParameter(parameters: readonly FormParameter[], name: string, value: string): FormParameter[] {
  return [...parameters, { name, value, raw: value }].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

function without(parameters: readonly FormParameter[], name: string): FormParameter[] {
  return parameters.filter((parameter) => parameter.name !== name);
}

/** What a form reader makes two parameters of, when a value was sent with an `&` that was not encoded. */
function rejoined(first: FormParameter, second: FormParameter): FormParameter {
  const tail = second.raw === '' ? second.name : `${second.name}=${second.value}`;
  return { ...first, value: `${first.value}&${tail}` };
}

/** Mistakes in what is signed. */
export const PARAMETER_MISTAKES: readonly SigningMistake[] = [
  manifoldMistake(
    'parameter_left_out',
    'A parameter was sent but not signed',
    'Sign every parameter that is sent, except sign and sign_type.',
    ({ parameters }) => parameters.map(({ name }) => [name, { parameters: without(parameters, name) }]),
  ),
  manifoldMistake(
    'signature_signed',
    'The parameter that carries the signature was signed itself',
    'Leave sign and sign_type out of the signed text.',
    ({ parameters }, { sent }) =>
      sent
        .filter(({ name }) => UNSIGNED_NAMES.has(name))
        .flatMap(({ name, value }) => [
          [name, { parameters: withParameter(parameters, name, value) }] as const,
          [`${name} (empty)`, { parameters: withParameter(parameters, name, '') }] as const,
        ]),
  ),
  manifoldMistake(
    'empty_sign_signed',
    'A parameter sign without a value was signed that was not sent',
    'Leave sign out of the signed text.',
    ({ parameters }, { sent }) =>
      sent.some(({ name }) => name === 'sign')
        ? []
        : [['', { parameters: withParameter(parameters, 'sign', '') }]],
  ),
  manifoldMistake(
    'app_code_signed',
    'The app code was signed as if it were a parameter',
    'The app code goes into the header X-QF-APPCODE only; sign what stands in the body.',
    ({ parameters }, { appCode }) =>
      appCode === undefined
        ? []
        : APP_CODE_NAMES.map((name) => [name, { parameters: withParameter(parameters, name, appCode) }]),
  ),
  manifoldMistake(
    'sign_type_signed',
    'The sign type was signed as if it were a parameter',
    'The sign type goes into the header X-QF-SIGNTYPE only; sign what stands in the body.',
    ({ parameters }, { hash }) =>
      SIGN_TYPE_NAMES.map((name) => [name, { parameters: withParameter(parameters, name, hash) }]),
  ),
  manifoldMistake(
    'key_as_parameter',
    'The key was sorted in among the parameters',
    'Append the key to the end of the text, without a name and without a separator.',
    ({ parameters, key }) =>
      KEY_NAMES.map((name) => [
        name,
        { parameters: withParameter(parameters, name, key), attach: (text: string) => text },
      ]),
  ),
  alone(
    manifoldMistake(
      'parameter_not_sent',
      'A parameter without a value was signed that was not sent',
      'Sign what is sent: drop such a parameter from both, or send it too.',
      ({ parameters }, { sent }) => {
        const names = new Set(sent.map(({ name }) => name));
        return OPTIONAL_NAMES.filter((name) => !names.has(name)).flatMap((name) =>
          NOTHING.map(
            (value) =>
              [
                value === '' ? name : `${name}=${value}`,
                { parameters: withParameter(parameters, name, value) },
              ] as const,
          ),
        );
      },
    ),
  ),
  manifoldMistake(
    'empty_value_as_word',
    'An empty value was signed as a word such as null',
    'Sign an empty value as nothing: name=, or leave the parameter out of both.',
    ({ parameters }) =>
      NOTHING.filter((word) => word !== '' && parameters.some(({ value }) => value === '')).map((word) => [
        word,
        { parameters: parameters.map((one) => (one.value === '' ? { ...one, value: word } : one)) },
      ]),
  ),
  manifoldMistake(
    'ampersand_not_encoded',
    'A value holds an & that was sent without being encoded, so it arrived as two parameters',
    'Encode every value for the body: & becomes %26.',
    ({ parameters }, { sent }) =>
      sent.slice(1).flatMap((second, index) => {
        const first = sent[index];
        if (first === undefined) return [];
        const rest = without(without(parameters, first.name), second.name);
        const joined = rejoined(first, second);
        return [[first.name, { parameters: withParameter(rest, first.name, joined.value) }] as const];
      }),
  ),
];
