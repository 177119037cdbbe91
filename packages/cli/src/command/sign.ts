import {
  type DigestAlgorithm,
  type FormParameter,
  HMAC_SIGN_TYPE,
  signedParameters,
  stringToSign,
  USUAL_VARIANT,
  writeForm,
} from '@opencpm/protocol';
import { nodeDigest, nodeExplainerHashes } from '@opencpm/protocol/node';
import {
  explainSignature,
  explainTimestampedSignature,
  type SignatureExplanation,
} from '@opencpm/protocol/signature-explainer';
import { readSignType, SIGN_TYPE_WORDS } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readSettings } from '../settings.ts';
import { exitCodeOfExplanation, explanationJson, reportExplanation } from '../sign/explanation-report.ts';
import { readOtherKeys } from '../sign/other-keys.ts';
import { readBody, readPairs } from '../sign/read-signed-parameters.ts';
import { readSentHeaders } from '../sign/sent-headers.ts';
import { reportTimestamped } from '../sign/timestamped-report.ts';
import { readMethod, readTimestampedRequest, TIMESTAMPED_OPTIONS } from '../sign/timestamped-signing.ts';
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
      emptyAllowed: true,
      value: 'BODY',
      meaning: 'A form body or query string exactly as it was sent, instead of arguments.',
    },
    'sign-type': {
      type: 'text',
      value: SIGN_TYPE_WORDS,
      meaning:
        'How it is signed; HMAC-SHA256 covers method, path, time and a nonce. Default: both digests, or the one the signature has the length of.',
    },
    explain: { type: 'flag', meaning: 'Name the mistake in a signature that was sent; needs the signature.' },
    signature: { type: 'text', value: 'HEX', meaning: 'The X-QF-SIGN to be checked and explained.' },
    header: {
      type: 'text',
      value: 'LINE',
      multiple: true,
      meaning: "A header as it was sent, 'X-QF-SIGN: 5F1E...'; all may be pasted.",
    },
    'other-key': {
      type: 'text',
      value: 'NAME=KEY',
      multiple: true,
      meaning: 'Another key you have, to notice when keys were mixed up.',
    },
    ...TIMESTAMPED_OPTIONS,
    'show-key': { type: 'flag', meaning: 'Show the key in the string; otherwise it is written <key>.' },
  },
  details: [
    'Parameters come from the arguments, from --body, or from the standard input as a body. Nothing is sent anywhere.',
    'With a signature, known mistakes are tried, alone and in pairs, until one reproduces it. The exit code is 0 when it verifies.',
    'With --header a missing X-QF-SIGNTYPE means MD5, as it does for a gateway.',
  ],
  examples: [
    {
      line: "opencpm sign --key K txamt=10 txcurrcd=HKD 'txdtm=2026-03-05 18:00:00'",
      purpose: 'The string and both digests.',
    },
    {
      line: "opencpm sign --explain --body 'txamt=10&txcurrcd=HKD' --header 'X-QF-SIGN: 5F1E...'",
      purpose: 'Why a gateway answers 1108.',
    },
    {
      line: "opencpm sign --sign-type HMAC-SHA256 --path /trade/v1/query --body 'out_trade_no=A-1001'",
      purpose: 'The text, the headers and the signature of the newer form.',
    },
    {
      line: 'opencpm sign --explain --signature 5F1E... < body.txt',
      purpose: 'The same for a body in a file.',
    },
  ],
  run: sign,
};

async function sign(context: CommandContext): Promise<ExitCode> {
  const { options } = context;
  const settings = readSettings(context.environment);
  const key = options.text('key') ?? settings.key;
  if (key === undefined || key === '')
    throw wrongUsage('The client key is missing.', 'Give --key KEY, or set OPENCPM_KEY.');
  // Also where the older forms leave it out: nobody shall believe it counted.
  readMethod(context);
  const headers = readSentHeaders(context);
  const signType = readSignType(context) ?? headers.signType;
  const appCode = options.text('app-code') ?? headers.appCode ?? settings.appCode;
  const signature = options.text('signature') ?? headers.signature;
  if (options.flag('explain') && signature === undefined) {
    throw wrongUsage(
      'There is no signature to explain.',
      "Give --signature HEX, or --header 'X-QF-SIGN: HEX', as it was sent.",
    );
  }
  const otherKeys = readOtherKeys(context);
  if (signType === HMAC_SIGN_TYPE) {
    const request = readTimestampedRequest(context, appCode, headers, await readContent(context));
    const question = { request, key, otherKeys };
    const explanation =
      signature === undefined
        ? undefined
        : explainTimestampedSignature({ ...question, signature }, nodeExplainerHashes);
    return reportTimestamped(context, request, key, explanation);
  }
  const parameters = await readParameters(context);
  const explanation =
    signature === undefined
      ? undefined
      : explainSignature(
          { parameters, key, otherKeys, appCode, algorithm: signType, signature },
          nodeExplainerHashes,
        );
  print(
    context,
    parameters,
    { key, appCode },
    signType === undefined ? ['MD5', 'SHA256'] : [signType],
    explanation,
  );
  return explanation === undefined ? EXIT.done : exitCodeOfExplanation(explanation);
}

function print(
  context: CommandContext,
  parameters: readonly FormParameter[],
  { key, appCode }: { readonly key: string; readonly appCode: string | undefined },
  algorithms: readonly DigestAlgorithm[],
  explanation: SignatureExplanation | undefined,
): void {
  const text = stringToSign(signedParameters(parameters), USUAL_VARIANT);
  const shown = context.options.flag('show-key') ? text + key : `${text.replaceAll(key, '<key>')}<key>`;
  const digests = algorithms.map((algorithm) => [algorithm, nodeDigest(algorithm, text + key)] as const);
  if (context.json) {
    printJson(context.stdout, {
      string_to_sign: shown,
      digests: Object.fromEntries(digests),
      ...(explanation === undefined ? {} : explanationJson(explanation)),
    });
    return;
  }
  const right = formatFields([['string to sign', shown], ...digests]);
  if (explanation === undefined) {
    context.stdout.write(right);
    return;
  }
  reportExplanation(context.stdout, explanation, appCode);
  context.stdout.write(`\n${right}`);
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
