import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ConfiguredConnector } from '../connector-description.ts';
import { description } from './description.ts';
import { readPublicKey, signatureFits } from './signature.ts';
import { TEST_NOW_MS } from './test-alipay.ts';
import { TEST_CLIENT_ID, TEST_KEYS } from './test-vectors.ts';

const VALUES: Readonly<Record<string, unknown>> = {
  host: 'https://open-sea-global.alipay.com',
  client_id: TEST_CLIENT_ID,
  private_key_env: 'KEY',
  wallet_public_key_env: 'WALLET_KEY',
  notify_url: 'https://gateway.example/wallets/alipay/notify',
  merchant_id: 'M0001',
  merchant_mcc: '5814',
  store_id: 'S0001',
};

function configure(
  values: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>> = {},
): { readonly configured: ConfiguredConnector | undefined; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const environment = {
    KEY: TEST_KEYS.merchantPrivate,
    WALLET_KEY: TEST_KEYS.walletPublic,
    TOKEN: 'the-token-of-an-agent',
    ...keys,
  };
  const files = {
    read: (): string => {
      throw new Error('no file is read here');
    },
  };
  const configured = description.configure(
    { values: { ...VALUES, ...values }, environment, files },
    (problem) => problems.push(problem),
  );
  return { configured, problems };
}

const CLOCK = { clock: { nowMs: () => TEST_NOW_MS, monotonicMs: () => 0 } };

describe('a configuration', () => {
  it('tells host, keys and what would be signed, without a secret', () => {
    const { configured } = configure({ agent_token_env: 'TOKEN' });
    expect(configured?.host.href).toBe('https://open-sea-global.alipay.com/');
    expect(configured?.keys().map(({ setting, what }) => [setting, what])).toEqual([
      ['private_key', 'RSA private key, 2048 bits'],
      ['wallet_public_key', 'RSA public key, 2048 bits'],
    ]);
    const sample = configured?.sample({ ...CLOCK, randomBytes: (length) => new Uint8Array(length) });
    expect(sample?.url).toBe('https://open-sea-global.alipay.com/ams/sandbox/api/v1/payments/pay');
    expect(sample?.textToSign).toBe(
      `POST /ams/sandbox/api/v1/payments/pay\n${TEST_CLIENT_ID}.${TEST_NOW_MS}.${sample?.body}`,
    );
    const { Signature: signature = '', 'Agent-Token': token = '' } = sample?.headers ?? {};
    expect(token).toBe('the-…');
    expect(signature.length).toBeLessThan(60);
    const parts = {
      path: '/ams/sandbox/api/v1/payments/pay',
      clientId: TEST_CLIENT_ID,
      time: String(TEST_NOW_MS),
      body: Buffer.from(sample?.body ?? ''),
    };
    expect(signatureFits(signature, parts, readPublicKey(TEST_KEYS.merchantPublic))).toBe(false);
  });

  it('asks as its family is asked', () => {
    const profile = configure({}).configured?.profileOf('alipay');
    expect(profile).toMatchObject({ firstAskAfterMs: 5_000, answerBudgetMs: 6_000 });
  });

  it.each([
    ['an AlipayHK contract without its numbers', { dialect: 'alipayhk' }, 'acquirer_id, psp_id'],
    ['another dialect', { dialect: 'mainland' }, 'dialect'],
    ['plain HTTP beyond this machine', { host: 'http://open-sea-global.alipay.com' }, 'host'],
    ['a category of letters', { merchant_mcc: 'cafe' }, 'merchant_mcc'],
    ['an empty store', { store_id: '' }, 'store_id'],
    ['a region in words', { merchant_region: 'Hong Kong' }, 'merchant_region'],
  ])('with %s is refused by the name of the setting', (_name, values, setting) => {
    const { configured, problems } = configure(values);
    expect(configured).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${setting}: `)).toBe(true);
  });

  it('with a key of another kind or too short is refused', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey;
    const { problems } = configure(
      {},
      {
        KEY: String(curve.export({ format: 'pem', type: 'pkcs8' })),
        WALLET_KEY: String(short.export({ format: 'pem', type: 'spki' })),
      },
    );
    expect(problems).toEqual([
      'private_key: must be an RSA key',
      'wallet_public_key: must have 2048 bits at least',
    ]);
  });

  it("with our own key in the place of Alipay's is refused: no answer would ever verify", () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const { problems } = configure(
      {},
      {
        KEY: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
        WALLET_KEY: String(publicKey.export({ format: 'pem', type: 'spki' })),
      },
    );
    expect(problems).toEqual([
      'wallet_public_key: is the public half of private_key; give the key the wallet has handed out',
    ]);
  });
});
