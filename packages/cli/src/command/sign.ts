import {
  type DigestAlgorithm,
  type FormParameter,
  HMAC_SIGN_TYPE,
  signedParameters,
  stringToSign,
  USUAL_VARIANT,
  writeForm,
} from '@opencpm/protocol';
import { nodeByteHashes } from '@opencpm/protocol/node';
import { readSignType, SIGN_TYPE_WORDS } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readSettings } from '../settings.ts';
import { type Diagnosis, diagnose } from '../sign/diagnose.ts';
import { diagnosisJson, exitCodeOfDiagnosis, reportDiagnosis } from '../sign/diagnosis-report.ts';
import { nodeHashes } from '../sign/node-hashes.ts';
import { readBody, readPairs } from '../sign/read-signed-parameters.ts';
import {
  explainTimestamped,
  readTimestampedRequest,
  TIMESTAMPED_OPTIONS,
} from '../sign/timestamped-signing.ts';
import { reportTimestamped } from '../sign/timestamped-report.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';

/** `opencpm sign`: shows how a request is signed, and what is wrong with a signature. */
export const signCommand: Command = {
  name: 'sign',
  summary: 'Sign parameters, or find out what is wrong with a signature',
  usage: '[NAME=VALUE ...] [options]',
  positionalsMax: 64,
  options: {
    key: { type: 'text', value: 'KEY', meaning: 'Client key. Default: OPENCPM_KEY.' },
    'app-code': {
      type: 'text',
      value: 'CODE',
      meaning: 'App code, to notice when it was mixed up with the key. Default: OPENCPM_APP_CODE.',
    },
    body: {
      type: 'text',
      value: 'BODY',
      meaning: 'A form body or query string exactly as it was sent, instead of arguments.',
    },
    'sign-type': {
      type: 'text',
      value: SIGN_TYPE_WORDS,
      meaning:
        'How it is signed; HMAC-SHA256 covers method, path, time and a nonce. Default: both digests, or the one the signature has the length of.',
    },
    signature: { type: 'text', value: 'HEX', meaning: 'The X-QF-SIGN to be checked and explained.' },
    ...TIMESTAMPED_OPTIONS,
    'show-key': { type: 'flag', meaning: 'Show the key in the string; otherwise it is written <key>.' },
  },
  details: [
    'Parameters come from the arguments, from --body, or from the standard input as a body. Nothing is sent anywhere.',
    'With --signature a list of known mistakes, alone and in pairs, is tried until one reproduces the signature. The exit code is 0 when it verifies.',
  ],
  examples: [
    {
      line: "opencpm sign --key K txamt=10 txcurrcd=HKD 'txdtm=2026-03-05 18:00:00'",
      purpose: 'The string and both digests.',
    },
    {
      line: "opencpm sign --body 'txamt=10&txcurrcd=HKD' --signature 5F1E... --sign-type MD5",
      purpose: 'Why a gateway answers 1108.',
    },
    {
      line: "opencpm sign --sign-type HMAC-SHA256 --path /trade/v1/query --body 'out_trade_no=A-1001'",
      purpose: 'The text, the headers and the signature of the newer form.',
    },
    { line: 'opencpm sign --signature 5F1E... < body.txt', purpose: 'The same for a body in a file.' },
  ],
  run: sign,
};

async function sign(context: CommandContext): Promise<ExitCode> {
  const { options } = context;
  const settings = readSettings(context.environment);
  const key = options.text('key') ?? settings.key;
  if (key === undefined || key === '')
    throw wrongUsage('The client key is missing.', 'Give --key KEY, or set OPENCPM_KEY.');
  const signType = readSignType(context);
  const appCode = options.text('app-code') ?? settings.appCode;
  const signature = options.text('signature');
  if (signType === HMAC_SIGN_TYPE) {
    const content = await readContent(context);
    const request = readTimestampedRequest(context, appCode, content);
    return reportTimestamped(context, request, explainTimestamped(request, key, signature, nodeByteHashes));
  }
  const parameters = await readParameters(context);
  const text = stringToSign(signedParameters(parameters), USUAL_VARIANT);
  const algorithms: readonly DigestAlgorithm[] = signType === undefined ? ['MD5', 'SHA256'] : [signType];
  const digests = algorithms.map(
    (algorithm) => [algorithm, nodeHashes.digest(algorithm, text + key)] as const,
  );
  const diagnosis =
    signature === undefined
      ? undefined
      : diagnose({ parameters, key, appCode, algorithm: signType, signature }, nodeHashes);
  const shown = options.flag('show-key') ? text + key : `${text.replaceAll(key, '<key>')}<key>`;
  print(context, shown, digests, diagnosis);
  return diagnosis === undefined ? EXIT.done : exitCodeOfDiagnosis(diagnosis);
}

function print(
  context: CommandContext,
  shown: string,
  digests: readonly (readonly [DigestAlgorithm, string])[],
  diagnosis: Diagnosis | undefined,
): void {
  if (context.json) {
    printJson(context.stdout, {
      string_to_sign: shown,
      digests: Object.fromEntries(digests),
      ...(diagnosis === undefined ? {} : diagnosisJson(diagnosis)),
    });
    return;
  }
  context.stdout.write(formatFields([['string to sign', shown], ...digests]));
  if (diagnosis === undefined) return;
  context.stdout.write('\n');
  reportDiagnosis(context.stdout, diagnosis);
}

/** The bytes that carry the parameters: as they were sent, or as our own clients would write the arguments. */
async function readContent(context: CommandContext): Promise<string> {
  if (context.positionals.length === 0)
    return context.options.text('body') ?? (await context.readStdin()) ?? '';
  const parameters = await readParameters(context);
  return writeForm(parameters.map(({ name, value }) => [name, value] as const));
}

async function readParameters(context: CommandContext): Promise<readonly FormParameter[]> {
  const body = context.options.text('body');
  if (context.positionals.length > 0) {
    if (body !== undefined)
      throw wrongUsage('Parameters are given twice.', 'Give arguments or --body, not both.');
    return readPairs(context.positionals);
  }
  const text = body ?? (await context.readStdin());
  if (text === undefined || text.trim() === '') {
    throw wrongUsage(
      'There is nothing to sign.',
      'Give NAME=VALUE arguments, --body, or a body on the standard input.',
    );
  }
  return readBody(text);
}
