import { certificatesOf } from '../pem-certificates.ts';
import { pem, privateKey, publicKey, secret } from '../settings/key-settings.ts';
import { host, oneOf, optional, text, wholeNumber } from '../settings/plain-settings.ts';
import { rsaKeyProblems } from '../settings/rsa-keys.ts';
import type { SettingsOf } from '../settings/setting.ts';
import type { Signer } from './signature.ts';

/** What an operator sets to charge UnionPay QuickPass. */
export const UNIONPAY_SETTINGS = {
  contract: oneOf(['acp', 'partner'], {
    meaning: 'the contract: acp (ACP 5.1.0, for merchants and acquirers) or partner (the partner platform)',
    example: 'acp',
    fallback: 'acp',
  }),
  host: host({ meaning: 'address of UnionPay', example: 'https://gateway.test.95516.com' }),
  fileHost: host({
    meaning: 'address of UnionPay from which the bill of a day is fetched, for acp',
    example: 'https://filedownload.test.95516.com',
    fallback: 'https://filedownload.95516.com',
  }),
  merchantId: text({
    meaning: 'number of the merchant at UnionPay (merId)',
    example: '777290058110048',
    pattern: /^[A-Za-z0-9]{15}$/,
    must: 'must be 15 letters and digits',
  }),
  accessType: oneOf(['0', '1', '2'], {
    meaning: 'who asks, for acp: 0 the merchant itself, 1 an acquirer, 2 a platform',
    example: '0',
    fallback: '0',
  }),
  subMerchantId: optional(
    text({
      meaning:
        'number of the shop behind an acquirer or a platform (subMerId), for acp with access_type 1 or 2; its name goes along',
      example: 'SHOP001',
      pattern: /^[A-Za-z0-9]{5,15}$/,
      must: 'must be 5 to 15 letters and digits',
    }),
    'none; needed with access_type 2',
  ),
  serviceProviderId: optional(
    text({
      meaning: 'number of the service provider (serProvId), for partner',
      example: 'SP00000001',
      pattern: /^[A-Za-z0-9]{1,32}$/,
      must: 'must be 1 to 32 letters and digits',
    }),
    'none',
  ),
  signMethod: oneOf(['01', '11', '12'], {
    meaning: 'how messages are signed: 01 RSA, 11 shared key with SHA-256, 12 shared key with SM3',
    example: '01',
    fallback: '01',
  }),
  privateKey: optional(
    privateKey({ meaning: 'the RSA key our messages are signed with, for 01', example: 'unionpay.key' }),
    'none',
  ),
  certificateNumber: optional(
    text({
      meaning: 'serial number of the certificate of that key, decimal (certId), for acp with 01',
      example: '68759663125',
      pattern: /^\d{1,128}$/,
      must: 'must be 1 to 128 digits',
    }),
    'none',
  ),
  sharedKey: optional(
    secret({ meaning: 'the shared key, for 11 and 12', example: 'unionpay.secret' }),
    'none',
  ),
  walletAuthorities: optional(
    pem({
      meaning:
        "UnionPay's root and intermediate certificates, by which its answers are verified, for acp with 01",
      example: 'unionpay-authorities.pem',
      keeps: 'public',
    }),
    'none',
  ),
  signerName: text({
    meaning: 'name that has to be in the subject of the certificate of an answer',
    example: '中国银联股份有限公司',
    fallback: '中国银联股份有限公司',
  }),
  walletPublicKey: optional(
    publicKey({
      meaning: "the platform's RSA key, by which its answers are verified, for partner",
      example: 'unionpay-platform.pem',
    }),
    'none',
  ),
  terminalId: text({
    meaning: 'number of the till (termId); UnionPay takes digits alone',
    example: '00000001',
    pattern: /^\d{8}$/,
    must: 'must be eight digits',
    fallback: '00000001',
  }),
  notifyUrl: text({
    meaning:
      'where UnionPay tells us of a payment: https://<gateway>/wallets/<name of this connector>/notify',
    example: 'https://gateway.example/wallets/unionpay/notify',
    pattern: /^(?:https:\/\/|http:\/\/127\.0\.0\.1(?::\d+)?\/)[!-~]{1,240}$/,
    must: 'must be an https address of at most 256 characters',
  }),
  emvTexts: oneOf(['refused', 'sent'], {
    meaning:
      'what happens to the text of an EMV QR code: the field of the public contract is too short for one, so that it is refused with 1202; sent where UnionPay has agreed to take it',
    example: 'refused',
    fallback: 'refused',
  }),
  asksPerMinute: wholeNumber({
    meaning:
      'how many enquiries about an order UnionPay takes in a minute, for acp; from 60 on none is held back',
    example: '6',
    min: 3,
    max: 10_000,
    fallback: 6,
  }),
  overseasCodes: text({
    meaning:
      'codes by which UnionPay refuses a domestic code abroad, with commas; they become 1212 unless the payment is in CNY',
    example: '62',
    pattern: /^(?:[A-Z0-9]{2,4}(?:,[A-Z0-9]{2,4})*)?$/,
    must: 'must be codes such as 57,58,62',
    fallback: '62',
  }),
  afterReversal: oneOf(['failed', 'unchanged'], {
    meaning:
      'what an enquiry says of a paid payment that was reversed; ask UnionPay. With unchanged, an accepted reversal counts as done',
    example: 'failed',
    fallback: 'failed',
  }),
} as const;

/** The settings of one connector to UnionPay. */
export type UnionPaySettings = SettingsOf<typeof UNIONPAY_SETTINGS>;

/** What is wrong with settings that are each right. */
export function unionPayContradictions(settings: UnionPaySettings): readonly string[] {
  const { contract, signMethod, sharedKey, certificateNumber } = settings;
  const { privateKey: ours, walletPublicKey: theirs } = settings;
  const rsa = contract === 'partner' || signMethod === '01';
  const problems: string[] = [...subMerchantProblems(settings)];
  const need = (name: string, value: unknown, why: string): void => {
    if (value === undefined) problems.push(`${name}: is missing; ${why}`);
  };
  if (rsa) {
    need('private_key', ours, 'messages are signed with RSA');
    problems.push(...rsaKeyProblems(['private_key', ours], ['wallet_public_key', theirs]));
  } else need('shared_key', sharedKey, `sign_method is ${signMethod}`);
  if (contract === 'partner') {
    if (signMethod !== '01') problems.push('sign_method: must be 01 with contract partner');
    need('service_provider_id', settings.serviceProviderId, 'contract is partner');
    need('wallet_public_key', theirs, 'contract is partner');
  } else if (rsa) {
    need('certificate_number', certificateNumber, 'messages are signed with RSA');
    need('wallet_authorities', settings.walletAuthorities, 'answers are verified by certificate');
    problems.push(...authorityProblems(settings.walletAuthorities));
  }
  return problems;
}

function subMerchantProblems({ contract, accessType, subMerchantId }: UnionPaySettings): readonly string[] {
  const platform = contract === 'acp' && accessType === '2';
  if (platform && subMerchantId === undefined) return ['sub_merchant_id: is missing; access_type is 2'];
  const behindSomebody = contract === 'acp' && accessType !== '0';
  return subMerchantId === undefined || behindSomebody
    ? []
    : ['sub_merchant_id: leave it out; it goes with contract acp and access_type 1 or 2'];
}

/** What our messages are signed with. @throws Error for settings with contradictions. */
export function signerOf(settings: UnionPaySettings): Signer {
  const { signMethod, privateKey: ours, certificateNumber = '', sharedKey } = settings;
  if (signMethod === '01' && ours !== undefined) {
    return { method: signMethod, certificateNumber, privateKey: ours };
  }
  if (signMethod !== '01' && sharedKey !== undefined) return { method: signMethod, secret: sharedKey };
  throw new Error('settings with contradictions cannot sign');
}

function authorityProblems(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    return certificatesOf(text).length === 0 ? ['wallet_authorities: must hold certificates'] : [];
  } catch {
    return ['wallet_authorities: holds a certificate that cannot be read'];
  }
}
