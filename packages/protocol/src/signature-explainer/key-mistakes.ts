import { alone, manifoldMistake, type SigningMistake, simpleMistake } from './signing-mistake.ts';

const APPEND = 'Append the key to the end of the text, without a name and without a separator.';
const AS_IT_IS = 'Use the key exactly as it was issued.';

/** What is taken for what, when a key is typed. */
const MISREAD: Readonly<Record<string, string>> = {
  '0': 'O',
  O: '0',
  '1': 'Il',
  I: '1l',
  L: '1I',
  '5': 'S',
  S: '5',
  '8': 'B',
  B: '8',
  '2': 'Z',
  Z: '2',
  '6': 'G',
  G: '6',
};

function attachMistake(
  id: string,
  text: string,
  attach: (text: string, key: string) => string,
): SigningMistake {
  return simpleMistake(id, text, APPEND, () => ({ attach }));
}

function keyMistake(id: string, text: string, mend: string, change: (key: string) => string): SigningMistake {
  return simpleMistake(id, text, mend, ({ key }) => ({ key: change(key) }));
}

/** Mistakes with the key: its place, its letters, or another secret altogether. */
export const KEY_MISTAKES: readonly SigningMistake[] = [
  attachMistake(
    'key_joined_with_name',
    'The key was appended as &key=KEY',
    (text, key) => `${text}&key=${key}`,
  ),
  attachMistake(
    'key_joined_with_bare_name',
    'The key was appended as key=KEY',
    (text, key) => `${text}key=${key}`,
  ),
  attachMistake('key_as_nameless_value', 'The key was appended behind an =', (text, key) => `${text}=${key}`),
  attachMistake(
    'key_joined_as_client_key',
    'The key was appended as &client_key=KEY',
    (text, key) => `${text}&client_key=${key}`,
  ),
  attachMistake('key_in_front', 'The key was put in front of the text', (text, key) => key + text),
  attachMistake(
    'key_in_front_joined',
    'The key was put in front of the text with an &',
    (text, key) => `${key}&${text}`,
  ),
  attachMistake(
    'key_in_front_with_name',
    'The key was put in front of the text as key=KEY&',
    (text, key) => `key=${key}&${text}`,
  ),
  attachMistake(
    'key_on_both_ends',
    'The key was put on both ends of the text',
    (text, key) => key + text + key,
  ),
  attachMistake('key_left_out', 'The text was hashed without the key', (text) => text),
  keyMistake('key_lower_case', 'The key was turned to lower case', AS_IT_IS, (key) => key.toLowerCase()),
  keyMistake('key_upper_case', 'The key was turned to upper case', AS_IT_IS, (key) => key.toUpperCase()),
  keyMistake(
    'key_given_with_blanks',
    'The key given here has blanks or line ends around it that the signature was made without',
    'Store the key without blanks or line ends around it.',
    (key) => key.trim(),
  ),
  ...[
    ['key_with_trailing_line_end', 'a line end behind it', '', '\n'],
    ['key_with_trailing_windows_line_end', 'a line end (CR LF) behind it', '', '\r\n'],
    ['key_with_trailing_blank', 'a blank behind it', '', ' '],
    ['key_with_leading_blank', 'a blank before it', ' ', ''],
    ['key_with_blanks_around', 'blanks around it', ' ', ' '],
    ['key_with_byte_order_mark', 'a byte order mark before it', '\ufeff', ''],
    ['key_in_double_quotes', 'double quotes around it', '"', '"'],
    ['key_in_single_quotes', 'single quotes around it', "'", "'"],
  ].map(([id = '', what = '', before = '', behind = '']) =>
    keyMistake(id, `The key was used with ${what}`, AS_IT_IS, (key) => before + key + behind),
  ),
  manifoldMistake('key_cut', 'A letter of the key was missing', AS_IT_IS, ({ key }) => [
    ['the last one', { key: key.slice(0, -1) }],
    ['the first one', { key: key.slice(1) }],
  ]),
  alone(
    manifoldMistake(
      'key_letter_misread',
      'A letter of the key was misread, O for 0 or l for 1',
      'Copy the key instead of typing it.',
      ({ key }) =>
        Array.from(key).flatMap((letter, index) =>
          Array.from(
            MISREAD[letter.toUpperCase()] ?? '',
            (other) =>
              [`place ${index + 1}`, { key: key.slice(0, index) + other + key.slice(index + 1) }] as const,
          ),
        ),
    ),
  ),
  manifoldMistake(
    'other_key',
    'It was signed with another key than the one given here',
    'Use the key of the app code that stands in X-QF-APPCODE, and of the same environment.',
    (_plan, { otherKeys }) => otherKeys.map(({ name, key }) => [`that of ${name}`, { key }]),
  ),
  simpleMistake(
    'app_code_as_key',
    'The app code was used as the key',
    'Append the client key; the app code goes into the header X-QF-APPCODE.',
    (_plan, { appCode }) => (appCode === undefined ? undefined : { key: appCode }),
  ),
];
