import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Setting, type SettingPlace, SettingProblem } from './setting.ts';

interface Words {
  readonly meaning: string;
  readonly example: string;
}

/** A secret text: in a file that only its owner may read (`NAME_file`), or in the environment (`NAME_env`). */
export function secret(
  words: Words & { readonly pattern?: RegExp; readonly must?: string },
): Setting<string> {
  const { pattern = /^[!-~]{1,4096}$/, must = 'must hold one line of printable characters' } = words;
  return fromFile(words, 'secret', (content) => {
    const value = content.trim();
    return pattern.test(value) ? value : problem(must);
  });
}

/** A private key: PEM, or the Base64 of PKCS#8. */
export function privateKey(words: Words): Setting<KeyObject> {
  return fromFile(words, 'secret', (content) =>
    attempt('must hold a private key without a pass phrase: PEM, or the Base64 of PKCS#8', () =>
      content.includes('-----BEGIN')
        ? createPrivateKey(content)
        : createPrivateKey({ key: Buffer.from(content, 'base64'), format: 'der', type: 'pkcs8' }),
    ),
  );
}

/** A public key: PEM of a key or certificate, or the Base64 of its DER (SPKI). Never the public half of a private key. */
export function publicKey(words: Words): Setting<KeyObject> {
  return fromFile(words, 'public', (content) => {
    if (content.includes('PRIVATE KEY-----'))
      problem('holds a private key; give the public key of the other side');
    return attempt('must hold a public key: PEM of a key or certificate, or the Base64 of SPKI', () =>
      content.includes('-----BEGIN')
        ? createPublicKey(content)
        : createPublicKey({ key: Buffer.from(content, 'base64'), format: 'der', type: 'spki' }),
    );
  });
}

/** A certificate, PEM. */
export function certificate(words: Words): Setting<X509Certificate> {
  return fromFile(words, 'public', (content) =>
    attempt('must hold a certificate, PEM', () => new X509Certificate(content)),
  );
}

/** Several certificates or keys one after the other as PEM, unread; for what TLS itself takes. */
export function pem(words: Words & { readonly keeps: 'secret' | 'public' }): Setting<string> {
  return fromFile(words, words.keeps, (content) =>
    content.includes('-----BEGIN') ? content : problem('must hold PEM'),
  );
}

function fromFile<Value>(
  { meaning, example }: Words,
  keeps: 'secret' | 'public',
  parse: (content: string) => Value,
): Setting<Value> {
  return {
    meaning,
    example,
    endings: ['_file', '_env'],
    read(name, place) {
      const { from, content } = contentOf(name, place, keeps, meaning);
      try {
        return parse(content);
      } catch (error) {
        if (!(error instanceof SettingProblem)) throw error;
        throw new SettingProblem(`${from}: ${error.message}`);
      }
    },
  };
}

interface Content {
  /** Name of the setting it came by, for messages. */
  readonly from: string;
  readonly content: string;
}

function contentOf(
  name: string,
  { values, environment, files }: SettingPlace,
  keeps: 'secret' | 'public',
  meaning: string,
): Content {
  const { [`${name}_file`]: file, [`${name}_env`]: variable } = values;
  if ((file === undefined) === (variable === undefined)) {
    throw new SettingProblem(`${name}: give either ${name}_file or ${name}_env; ${meaning}`);
  }
  if (file === undefined) {
    const from = `${name}_env`;
    if (typeof variable !== 'string') throw new SettingProblem(`${from}: must name a variable`);
    const content = environment[variable];
    if (content === undefined || content === '') {
      throw new SettingProblem(`${from}: the variable ${variable} is not set`);
    }
    return { from, content };
  }
  const from = `${name}_file`;
  if (typeof file !== 'string' || file === '') throw new SettingProblem(`${from}: must be a path`);
  try {
    return { from, content: files.read(file, keeps) };
  } catch (error) {
    if (!(error instanceof SettingProblem)) throw error;
    throw new SettingProblem(`${from}: ${error.message}`);
  }
}

/** Node's own words about a key may quote it; they are not passed on. */
function attempt<Value>(must: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    return problem(must);
  }
}

function problem(must: string): never {
  throw new SettingProblem(must);
}
