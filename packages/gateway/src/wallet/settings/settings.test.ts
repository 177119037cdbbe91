import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { privateKey, publicKey, secret } from './key-settings.ts';
import { host, oneOf, optional, proxyAddress, table, text, wholeNumber } from './plain-settings.ts';
import { settingFiles } from './setting-files.ts';
import { namesOf, readSettings, type SettingsShape } from './setting.ts';

const WORDS = { meaning: 'what it is', example: 'x' };
const PAIR = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read<Shape extends SettingsShape>(
  shape: Shape,
  values: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const problems: string[] = [];
  const place = { values, environment, files: settingFiles(folder) };
  const settings = readSettings(shape, place, (problem) => problems.push(problem));
  return { settings, problems };
}

function put(name: string, content: string, mode = 0o600): void {
  writeFileSync(join(folder, name), content);
  chmodSync(join(folder, name), mode);
}

describe('plain settings', () => {
  const shape = {
    clientId: text(WORDS),
    dialect: oneOf(['one', 'two'], { ...WORDS, fallback: 'one' }),
    keyVersion: wholeNumber({ ...WORDS, min: 1, max: 9 }),
    host: host(WORDS),
    stores: table(WORDS),
    note: optional(text(WORDS), 'none'),
  };
  const sound = { client_id: 'A', key_version: 9, host: 'https://wallet.example' };

  it('stand in the file in small letters, and fall back where they may', () => {
    const { settings, problems } = read(shape, sound);
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      clientId: 'A',
      dialect: 'one',
      keyVersion: 9,
      host: new URL('https://wallet.example'),
      stores: {},
      note: undefined,
    });
    expect(namesOf(shape)).toEqual(['client_id', 'dialect', 'key_version', 'host', 'stores', 'note']);
  });

  it.each<readonly [change: object, problem: unknown]>([
    [{ client_id: undefined }, 'client_id: is missing; what it is'],
    [{ client_id: 'a\nb' }, 'client_id: must be a text of 1 to 512 characters'],
    [{ dialect: 'three' }, 'dialect: must be one of one, two'],
    ...[0, 10, 1.5].map(
      (value) => [{ key_version: value }, 'key_version: must be a whole number from 1 to 9'] as const,
    ),
    [{ key_version: '5' }, 'key_version: must be a whole number from 1 to 9, without quotes'],
    [{ client_id: 5 }, 'client_id: must be a text of 1 to 512 characters, in double quotes'],
    [{ dialect: 1 }, 'dialect: must be one of one, two, in double quotes'],
    ...['http://wallet.example', 'https://wallet.example/path', 'https://me@wallet.example', 'wallet', 5].map(
      (value) => [{ host: value }, expect.stringMatching(/^host: must be an address such as/)] as const,
    ),
    ...[[], { a: 1 }, 'a'].map(
      (value) => [{ stores: value }, 'stores: must be an object whose values are texts'] as const,
    ),
    [{ note: '' }, 'note: must be a text of 1 to 512 characters'],
  ])('refuses %j', (change, problem) => {
    const result = read(shape, { ...sound, ...change });
    expect(result).toEqual({ settings: undefined, problems: [problem] });
  });

  it.each(['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])(
    'reaches %s without TLS',
    (at) => {
      expect(read(shape, { ...sound, host: at }).problems).toEqual([]);
    },
  );
});

describe('the address of a proxy', () => {
  const shape = { proxy: proxyAddress({ ...WORDS, example: 'http://proxy.example:3128' }) };

  it.each(['http://proxy.example:3128', 'http://user:p%40ss@10.0.0.1:8080/', 'http://[::1]:3128'])(
    'may be %s',
    (proxy) => {
      expect(read(shape, { proxy })).toEqual({ settings: { proxy }, problems: [] });
    },
  );

  it.each([
    'proxy.example:3128',
    'https://proxy.example',
    'http://proxy:port',
    'http://proxy/way',
    'http://a b',
    8080,
  ])('is not %s', (proxy) => {
    const problems = ['proxy: must be an address such as http://proxy.example:3128'];
    expect(read(shape, { proxy })).toEqual({ settings: undefined, problems });
  });
});

describe('keys and secrets', () => {
  const shape = { ours: privateKey(WORDS), theirs: publicKey(WORDS), token: secret(WORDS) };
  const values = { ours_file: 'ours.pem', theirs_env: 'THEIRS', token_file: 'token.txt' };
  beforeEach(() => {
    put('ours.pem', PAIR.privateKey);
    put('token.txt', '0123456789ABCDEF');
  });

  it('come from files beside the configuration or from the environment', () => {
    const { settings, problems } = read(shape, values, { THEIRS: PAIR.publicKey });
    expect(problems).toEqual([]);
    expect(settings?.ours.type).toBe('private');
    expect(settings?.theirs.type).toBe('public');
  });

  it.each([
    [{ ours_file: undefined }, /^ours: give either ours_file or ours_env; what it is$/],
    [{ ours_env: 'ALSO' }, /^ours: give either ours_file or ours_env/],
    [{ ours_file: 'gone.pem' }, /^ours_file: .*gone\.pem cannot be read: it does not exist$/],
    [{ ours_file: 5 }, /^ours_file: must be a path$/],
    [{ ours_file: 'folder' }, /^ours_file: .*folder is no file$/],
    [{ ours_file: 'long.pem' }, /^ours_file: .*long\.pem is longer than 262144 bytes$/],
    [{ ours_file: 'open.pem' }, /^ours_file: .*open\.pem may be read by other users; run chmod 600 on it$/],
    [{ ours_file: 'token.txt' }, /^ours_file: must hold/],
    [{ theirs_env: 'NOTHING' }, /^theirs_env: the variable NOTHING is not set$/],
    [{ theirs_env: 5 }, /^theirs_env: must name a variable$/],
    [
      { theirs_env: undefined, theirs_file: 'ours.pem' },
      /^theirs_file: holds a private key; give the public key of the other side$/,
    ],
    [{ ours_file: 'binary.pfx' }, /^ours_file: .*binary\.pfx is no text in UTF-8$/],
    [
      { theirs_env: undefined, theirs_file: 'free.pem' },
      /^theirs_file: .*free\.pem may be changed by other users; run chmod go-w on it$/,
    ],
  ])('refuses %j, and shows no key', (change, problem) => {
    mkdirSync(join(folder, 'folder'));
    put('long.pem', 'x'.repeat(262_145));
    put('open.pem', PAIR.privateKey, 0o644);
    put('free.pem', PAIR.publicKey, 0o666);
    writeFileSync(join(folder, 'binary.pfx'), Buffer.from([0x30, 0x82, 0x0a, 0xa4]), { mode: 0o600 });
    const { settings, problems } = read(shape, { ...values, ...change }, { THEIRS: PAIR.publicKey });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('0123456789ABCDEF');
  });
});
