import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCurrencyCode, SIGN_TYPES } from '@opencpm/protocol';
import { type ListenSettings, readPayTypes, type TillSettings } from '@opencpm/till';
import { DEFAULT_URL } from '../access/gateway-access.ts';
import type { OptionTable } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { readSettings } from '../settings.ts';

const DEFAULT_DATA = './till-data';
const DEFAULT_PORT = '8090';
const ANSWER_SIGNATURES = ['required', 'if_present', 'ignored'] as const;

/** The option that names a till's data directory. */
export const TILL_DATA_OPTION: OptionTable = {
  data: {
    type: 'text',
    value: 'DIRECTORY',
    meaning: `Data directory of the till. Default: ${DEFAULT_DATA}.`,
  },
};

/** The options of `opencpm till`. */
export const TILL_OPTIONS: OptionTable = {
  gateway: {
    type: 'text',
    value: 'URL',
    meaning: `Address of the gateway. Default: OPENCPM_URL, else ${DEFAULT_URL}.`,
  },
  'app-code': {
    type: 'text',
    value: 'CODE',
    meaning: 'App code of the merchant. Default: OPENCPM_APP_CODE.',
  },
  'key-file': {
    type: 'text',
    value: 'FILE',
    meaning: 'File that holds the client key and nothing else. Default: the variable OPENCPM_KEY.',
  },
  store: { type: 'text', value: 'MCHID', meaning: 'Store, when one was issued. Default: OPENCPM_MCHID.' },
  'shop-name': {
    type: 'text',
    value: 'NAME',
    meaning: 'Name on the screen and the receipts. Default: Till.',
  },
  'shop-line': {
    type: 'text',
    value: 'TEXT',
    multiple: true,
    meaning: 'A further line of the head of the receipts, such as the address.',
  },
  currency: {
    type: 'text',
    value: 'CODE',
    multiple: true,
    meaning: 'A currency to charge in; the first is the usual one. Default: HKD.',
  },
  'pay-types': {
    type: 'text',
    value: 'LIST',
    meaning:
      'Pay types to charge under, with commas, in the order they are tried. Default: 800008,805808, every wallet.',
  },
  register: {
    type: 'text',
    value: 'ID=NAME',
    multiple: true,
    meaning: 'A place to sell at. Default: 1=Register 1.',
  },
  'time-zone': { type: 'text', value: 'ZONE', meaning: 'Time zone of the shop. Default: Asia/Hong_Kong.' },
  'sign-type': {
    type: 'text',
    value: ['auto', ...SIGN_TYPES].join('|'),
    meaning: 'How requests are signed. Default: auto, the strongest the gateway offers.',
  },
  'answer-signatures': {
    type: 'text',
    value: ANSWER_SIGNATURES.join('|'),
    meaning:
      'What is asked of the signature of an answer before it is believed. Default: required. The others are for hosts that sign otherwise or not at all.',
  },
  host: { type: 'text', value: 'ADDRESS', meaning: 'Address to listen on. Default: 127.0.0.1.' },
  port: {
    type: 'text',
    value: 'PORT',
    meaning: `Port to listen on, 0 for any free one. Default: ${DEFAULT_PORT}.`,
  },
  'tls-cert': { type: 'text', value: 'FILE', meaning: 'Certificate chain, PEM. Needed beyond this machine.' },
  'tls-key': { type: 'text', value: 'FILE', meaning: 'Key of the certificate, PEM.' },
  'public-url': {
    type: 'text',
    value: 'URL',
    meaning: 'Address browsers reach the till by, https://. Also the one in the QR code of receipts.',
  },
  ...TILL_DATA_OPTION,
};

/** The data directory of a till, as an absolute path. */
export function tillDataDirectory(context: CommandContext): string {
  return resolve(context.options.text('data') ?? DEFAULT_DATA);
}

/** @throws CommandFailure for a setting that is missing or wrong. */
export function readTillSettings(context: CommandContext): TillSettings {
  const { options } = context;
  const settings = readSettings(context.environment);
  const appCode = options.text('app-code') ?? settings.appCode;
  if (appCode === undefined) {
    throw wrongUsage('The till has no app code.', 'Give --app-code CODE, or set OPENCPM_APP_CODE.');
  }
  return {
    ...gatewayOf(options.text('gateway') ?? settings.url ?? DEFAULT_URL),
    appCode,
    clientKey: clientKey(context),
    storeId: options.text('store') ?? settings.storeId,
    signType: choice(context, 'sign-type', ['auto', ...SIGN_TYPES]),
    answerSignatures: choice(context, 'answer-signatures', ANSWER_SIGNATURES),
    dataDirectory: tillDataDirectory(context),
    shopName: options.text('shop-name') ?? 'Till',
    shopLines: options.texts('shop-line'),
    currencies: currencies(context),
    payTypes: payTypes(context),
    registers: registers(context),
    timeZone: timeZone(context),
    sandbox: false,
    publicUrl: publicUrl(context),
  };
}

/** @throws CommandFailure for a wrong port, or half of what TLS takes. */
export function readListenSettings({ options }: CommandContext): ListenSettings {
  const port = options.text('port') ?? DEFAULT_PORT;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw wrongUsage(`--port is no port: ${port}`, 'Give a number from 0 to 65535.');
  }
  const certFile = options.text('tls-cert');
  const keyFile = options.text('tls-key');
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw wrongUsage('TLS takes a certificate and its key.', 'Give both --tls-cert and --tls-key.');
  }
  const tls = certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
  return { host: options.text('host') ?? '127.0.0.1', port: Number(port), tls };
}

function gatewayOf(text: string): Pick<TillSettings, 'gatewayUrl' | 'gatewayName'> {
  const url = URL.parse(text);
  const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!isWeb || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw wrongUsage(`--gateway is no address of a gateway: ${text}`, `Write it like ${DEFAULT_URL}`);
  }
  const gatewayUrl = url.href.replace(/\/+$/, '');
  return { gatewayUrl, gatewayName: gatewayUrl };
}

function clientKey(context: CommandContext): string {
  const file = context.options.text('key-file');
  if (file === undefined) {
    const { key } = readSettings(context.environment);
    if (key !== undefined) return key;
    throw wrongUsage('The till has no client key.', 'Give --key-file FILE, or set OPENCPM_KEY.');
  }
  let key: string;
  try {
    key = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(EXIT.cannotRun, `The client key cannot be read: ${why}.`, 'Check --key-file.');
  }
  if (/^\S+$/.test(key)) return key;
  throw wrongUsage(`${file} does not hold a client key.`, 'Write the key into it, and nothing else.');
}

function choice<T extends string>(
  context: CommandContext,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = context.options.text(name);
  if (text === undefined) return undefined;
  const chosen = choices.find((each) => each.toLowerCase() === text.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw wrongUsage(`--${name} is none of ${choices.join(', ')}: ${text}`, `Give one of them.`);
}

function currencies({ options }: CommandContext): readonly string[] {
  const given = options.texts('currency');
  const strange = given.find((code) => !isCurrencyCode(code));
  if (strange !== undefined) {
    throw wrongUsage(`--currency is none the wire takes: ${strange}`, 'Write it like HKD.');
  }
  return given.length === 0 ? ['HKD'] : [...new Set(given)];
}

function payTypes({ options }: CommandContext): TillSettings['payTypes'] {
  const text = options.text('pay-types') ?? '800008,805808';
  const read = readPayTypes(text.split(',').map((each) => each.trim()));
  if (read !== undefined) return read;
  throw wrongUsage(`--pay-types names what is no pay type: ${text}`, 'Write them like 800008,805808.');
}

function registers({ options }: CommandContext): TillSettings['registers'] {
  const given = options.texts('register').map((text) => {
    const [, id, name] = /^([A-Za-z0-9]{1,16})=(.{1,40})$/.exec(text) ?? [];
    if (id !== undefined && name !== undefined) return { id, name };
    throw wrongUsage(`--register is not of the form ID=NAME: ${text}`, 'Write it like 1=Front or 2=Terrace.');
  });
  if (new Set(given.map(({ id }) => id)).size < given.length) {
    throw wrongUsage('--register names an id twice.', 'Give every register an id of its own.');
  }
  return given.length === 0 ? [{ id: '1', name: 'Register 1' }] : given;
}

function timeZone({ options }: CommandContext): string {
  const zone = options.text('time-zone') ?? 'Asia/Hong_Kong';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw wrongUsage(`--time-zone is no time zone: ${zone}`, 'Write it like Asia/Hong_Kong.');
  }
}

function publicUrl({ options }: CommandContext): string | undefined {
  const text = options.text('public-url');
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.username === '') {
    return url.origin;
  }
  throw wrongUsage(
    `--public-url is no address browsers can reach a till by: ${text}`,
    'Write it like https://till.example.com:8443, without a path.',
  );
}
