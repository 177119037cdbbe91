import { HMAC_SIGN_TYPE, parseFormText } from '@opencpm/protocol';
import {
  type ExplainerHashes,
  explainSignature,
  explainTimestampedSignature,
  type HashName,
  type SignatureExplanation,
  type TimestampedExplanation,
} from '@opencpm/protocol/signature-explainer';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { merchants } from './sandbox-merchants.ts';
import type { SignatureForm } from './signature-form.ts';

const HASHES = { MD5: md5, SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const satisfies Record<
  HashName,
  unknown
>;

const hashes: ExplainerHashes = {
  digest: (hash, message) => HASHES[hash](message),
  hmac: (hash, key, message) => hmac(HASHES[hash], key, message),
};

/** What is said about a signature: a verdict, and below it each mistake with its mend. */
export interface Explained {
  readonly good: boolean;
  readonly verdict: string;
  readonly mistakes: readonly { readonly text: string; readonly mend: string }[];
}

/** Finds out what is wrong with the signature that was filled in. */
export function explain(form: SignatureForm): Explained {
  return inWords(explanationOf(form));
}

function explanationOf({
  signType,
  body,
  appCode,
  clientKey: key,
  signature,
  ...request
}: SignatureForm): SignatureExplanation | TimestampedExplanation {
  const otherKeys = merchants.value.map(({ name, clientKey }) => ({ name, key: clientKey }));
  if (signType === HMAC_SIGN_TYPE) {
    const content = new TextEncoder().encode(body);
    return explainTimestampedSignature(
      { request: { ...request, appCode, content }, key, otherKeys, signature },
      hashes,
    );
  }
  const read = parseFormText(body);
  if (!read.ok) return { kind: 'malformed', problem: [read.field, read.problem].filter(Boolean).join(': ') };
  const question = { parameters: read.parameters, key, otherKeys, appCode, algorithm: signType, signature };
  return explainSignature({ ...question, appCode: appCode === '' ? undefined : appCode }, hashes);
}

function inWords(explanation: SignatureExplanation | TimestampedExplanation): Explained {
  switch (explanation.kind) {
    case 'valid':
      return {
        good: true,
        verdict:
          'This signature verifies. When a gateway answers 1108 all the same, it knows another key for this app code.',
        mistakes: [],
      };
    case 'malformed':
      return { good: false, verdict: `This cannot be explained: ${explanation.problem}.`, mistakes: [] };
    case 'explained':
      return {
        good: false,
        verdict: 'This signature does not verify. It is reproduced by:',
        mistakes: explanation.mistakes.map(({ text, mend, particular }) => ({
          text: particular === '' ? `${text}.` : `${text} (${particular}).`,
          mend,
        })),
      };
    case 'unexplained':
      return {
        good: false,
        verdict:
          'This signature does not verify, and no known mistake reproduces it. Most often then it was made with another key; else a value that was signed is not the value that was sent. Compare the text above with the one your program hashes.',
        mistakes: [],
      };
  }
}
