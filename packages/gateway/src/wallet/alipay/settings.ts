import { privateKey, publicKey, secret } from '../settings/key-settings.ts';
import { host, oneOf, optional, table, text, wholeNumber } from '../settings/plain-settings.ts';
import { rsaKeyProblems } from '../settings/rsa-keys.ts';
import type { SettingsOf } from '../settings/setting.ts';
import { ALIPAY_DIALECTS } from './dialect.ts';

const SHORT_TEXT = /^[^\p{Cc}]{1,64}$/u;
const SHORT_WORDS = 'must be a text of 1 to 64 characters';

/** What an operator sets to charge Alipay. */
export const ALIPAY_SETTINGS = {
  dialect: oneOf(ALIPAY_DIALECTS, {
    meaning:
      'the contract: ams (Antom, for merchants and their service providers), acqp (Alipay+, for acquirers) or alipayhk',
    example: 'ams',
    fallback: 'ams',
  }),
  host: host({
    meaning: 'address of Alipay for the region of the contract',
    example: 'https://open-sea-global.alipay.com',
  }),
  clientId: text({
    meaning: 'the client id Alipay has issued; one that begins with SANDBOX_ goes to the sandbox paths',
    example: 'SANDBOX_5YEXAMPLE0000001',
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    must: 'must be 1 to 64 letters, digits, _ and -',
  }),
  keyVersion: wholeNumber({
    meaning: 'which of the public keys given to Alipay belongs to private_key',
    example: '1',
    min: 0,
    max: 9_999,
    fallback: 1,
  }),
  privateKey: privateKey({ meaning: 'the RSA key our requests are signed with', example: 'alipay.key' }),
  walletPublicKey: publicKey({
    meaning: "Alipay's RSA key, by which its answers and notifications are verified",
    example: 'alipay-public.pem',
  }),
  agentToken: optional(
    secret({
      meaning: 'token of the merchant a service provider acts for',
      example: 'agent-token',
      pattern: /^[!-~]{1,128}$/,
      must: 'must hold 1 to 128 printable characters',
    }),
    'none: the client charges for itself',
  ),
  billFiles: optional(
    text({
      meaning:
        "address of a mirror of Alipay's SFTP server, up to and with the customer's folder; opencpm reconcile fetches the bills there",
      example: 'https://files.example/v1/settlements/2188400000000001',
      pattern: /^https?:\/\/[!-~]{1,400}$/,
      must: 'must be a web address',
    }),
    'bills are given to opencpm reconcile as files',
  ),
  notifyUrl: text({
    meaning: 'where Alipay tells us of a payment: https://<gateway>/wallets/<name of this connector>/notify',
    example: 'https://gateway.example/wallets/alipay/notify',
    pattern: /^(?:https:\/\/|http:\/\/127\.0\.0\.1(?::\d+)?\/)[!-~]{1,2040}$/,
    must: 'must be an https address of at most 2048 characters',
  }),
  merchantId: text({
    meaning: 'our lasting number of the merchant, as registered with Alipay where it registers merchants',
    example: 'M0001',
    pattern: SHORT_TEXT,
    must: SHORT_WORDS,
  }),
  merchantMcc: text({
    meaning: "the merchant's category code (MCC)",
    example: '5814',
    pattern: /^\d{4}$/,
    must: 'must be four digits',
  }),
  storeId: text({
    meaning: 'number of the store for payments that name none',
    example: 'S0001',
    pattern: SHORT_TEXT,
    must: SHORT_WORDS,
  }),
  storeNames: table({
    meaning: 'names of stores by mchid; a store without one is called like its merchant',
    example: '{"kp7xgvpx4g": "Harbour Coffee Central"}',
  }),
  terminalId: text({
    meaning: 'number of the till for payments that name none (udid)',
    example: 'T01',
    pattern: SHORT_TEXT,
    must: SHORT_WORDS,
    fallback: 'T01',
  }),
  merchantRegion: optional(
    text({
      meaning: 'country of the merchant, for contracts of the global acquirer gateway',
      example: 'HK',
      pattern: /^[A-Z]{2}$/,
      must: 'must be two capital letters',
    }),
    'none',
  ),
  settlementCurrency: optional(
    text({
      meaning: 'currency of the settlement, when the contract has several',
      example: 'HKD',
      pattern: /^[A-Z]{3}$/,
      must: 'must be three capital letters',
    }),
    'the one of the contract',
  ),
  acquirerId: optional(
    text({
      meaning: 'number of the acquirer, for alipayhk',
      example: '1022188000000000001',
      pattern: SHORT_TEXT,
      must: SHORT_WORDS,
    }),
    'none',
  ),
  pspId: optional(
    text({
      meaning: 'number of the wallet, for alipayhk',
      example: '1022172000000000001',
      pattern: SHORT_TEXT,
      must: SHORT_WORDS,
    }),
    'none',
  ),
} as const;

/** The settings of one connector to Alipay. */
export type AlipaySettings = SettingsOf<typeof ALIPAY_SETTINGS>;

/** What is wrong with settings that are each right. */
export function alipayContradictions(settings: AlipaySettings): readonly string[] {
  const { dialect, acquirerId, pspId, privateKey: ours, walletPublicKey: theirs } = settings;
  return [
    ...rsaKeyProblems(['private_key', ours], ['wallet_public_key', theirs]),
    ...(dialect === 'alipayhk' && (acquirerId === undefined || pspId === undefined)
      ? ['acquirer_id, psp_id: are both needed with dialect alipayhk']
      : []),
  ];
}
