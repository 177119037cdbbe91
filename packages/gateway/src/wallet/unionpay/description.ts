import { describeConnector, type KeyFact, type SignedSample } from '../connector-description.ts';
import { describeKey, keyFingerprint } from '../key-fingerprint.ts';
import { certificateFact, certificatesOf } from '../pem-certificates.ts';
import { type ResolverProfile, profileOf } from '../resolver-profile.ts';
import { acpLineOf } from './acp-line.ts';
import { AcpConnector } from './acp-connector.ts';
import { ACP_PATHS } from './acp-exchange.ts';
import { purchase } from './acp-messages.ts';
import { readBill } from './bill.ts';
import { fetchBill } from './fetch-bill.ts';
import { UNIONPAY_CODES } from './codes.ts';
import { formBody, signedText } from './fields.ts';
import { UnionPayNotificationReceiver } from './notification.ts';
import { PartnerConnector } from './partner-connector.ts';
import { partnerUrl, signedMessage } from './partner-exchange.ts';
import { micropay } from './partner-messages.ts';
import { UNIONPAY_SETTINGS, type UnionPaySettings, signerOf, unionPayContradictions } from './settings.ts';
import { signFields } from './signature.ts';

/** UnionPay QuickPass, by the code the customer shows. */
export const description = describeConnector({
  name: 'unionpay',
  title: 'UnionPay QuickPass (ACP 5.1.0, partner platform)',
  documentation: 'wallets/unionpay.md',
  capabilities: {
    payTypes: [{ payType: '800708', currencies: 'any' }],
    refund: { partial: true, window: '30 days' },
    reversal: { window: 'until 23:00 (UTC+8), when the clearing day of the payment ends' },
    notifications: true,
  },
  settings: UNIONPAY_SETTINGS,
  codes: UNIONPAY_CODES,
  readBill,
  billDayEnd: '23:00',
  fetchBill: async (settings, ports, day, signal) =>
    settings.contract === 'acp'
      ? fetchBill(acpLineOf(settings, ports), settings, day, signal)
      : { kind: 'by_hand', reason: 'the partner platform has no call for its bills' },
  profileOf: (family, { contract }) => (contract === 'acp' ? afterFirstAsks(profileOf(family)) : PARTNER),
  contradictions: unionPayContradictions,
  hostOf: ({ host }) => host,
  create: (settings, ports) =>
    settings.contract === 'acp' ? new AcpConnector(settings, ports) : new PartnerConnector(settings, ports),
  createReceiver: (settings, ports) => new UnionPayNotificationReceiver(settings, ports),
  keys: keysOf,
  sample: (settings, { clock }) => sampleOf(settings, clock.nowMs()),
});

/** Of the six asks UnionPay allows, the charge itself makes the first two. */
function afterFirstAsks(profile: ResolverProfile): ResolverProfile {
  return { ...profile, firstAskAfterMs: 7_000, askWaitsMs: [8_000, 16_000, 32_000] };
}

/** The platform asks for an enquiry every few seconds, for a minute. */
const PARTNER: ResolverProfile = {
  ...profileOf('unionpay'),
  firstAskAfterMs: 3_000,
  askWaitsMs: Array.from({ length: 19 }, () => 3_000),
};

function keysOf(settings: UnionPaySettings): readonly KeyFact[] {
  const { privateKey, walletPublicKey, walletAuthorities, sharedKey } = settings;
  return [
    ...(privateKey === undefined ? [] : [keyFact('private_key', privateKey)]),
    ...(walletPublicKey === undefined ? [] : [keyFact('wallet_public_key', walletPublicKey)]),
    ...(sharedKey === undefined ? [] : [{ setting: 'shared_key', what: 'shared key', fingerprint: '' }]),
    ...(walletAuthorities === undefined ? [] : certificatesOf(walletAuthorities)).map(
      certificateFact('wallet_authorities'),
    ),
  ];
}

function keyFact(setting: string, key: NonNullable<UnionPaySettings['privateKey']>): KeyFact {
  return { setting, what: describeKey(key), fingerprint: keyFingerprint(key) };
}

function sampleOf(settings: UnionPaySettings, nowMs: number): SignedSample {
  const order = {
    channelOrderId: '00000000000000000000000000',
    family: 'unionpay',
    payType: '800708',
    authCode: '6200000000000000000',
    amountMinor: 1,
    currency: 'CNY',
    description: 'Sample',
    creditBarred: false,
    createdAtMs: nowMs,
    merchantNumber: 1,
    merchantName: 'Sample merchant',
    storeId: '',
    deviceId: '',
  } as const;
  const { host, contract, privateKey } = settings;
  if (contract === 'partner' && privateKey !== undefined) {
    const message = signedMessage(micropay(order, settings), privateKey);
    const texts = Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)]));
    return {
      method: 'POST',
      url: partnerUrl(host, 'micropay'),
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      textToSign: signedText(texts),
      body: JSON.stringify({ ...message, signature: shortened(texts['signature'] ?? '') }),
    };
  }
  const fields = signFields(purchase(order, settings), signerOf(settings));
  return {
    method: 'POST',
    url: new URL(ACP_PATHS.back, host).href,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    textToSign: signedText(fields),
    body: formBody({ ...fields, signature: shortened(fields['signature'] ?? '') }),
  };
}

function shortened(signature: string): string {
  return `${signature.slice(0, 16)}…`;
}
