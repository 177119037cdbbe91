import { describeConnector, type KeyFact, type SignedSample } from '../connector-description.ts';
import { describeKey, keyFingerprint } from '../key-fingerprint.ts';
import { profileOf } from '../resolver-profile.ts';
import { signCall } from './call.ts';
import { readAlipayBill } from './bill.ts';
import { ALIPAY_CODES } from './codes.ts';
import { AlipayConnector } from './connector.ts';
import { dialectOf, pathOf } from './dialect.ts';
import { fetchBill } from './fetch-bill.ts';
import { AlipayNotificationReceiver } from './notification.ts';
import { payBody } from './request-body.ts';
import { bytesToSign } from './signature.ts';
import { ALIPAY_SETTINGS, type AlipaySettings, alipayContradictions } from './settings.ts';

/** Alipay and the wallets of Alipay+, by the code the customer shows. */
export const description = describeConnector({
  name: 'alipay',
  title: 'Alipay (Antom AMS, Alipay+ ACQP, AlipayHK)',
  documentation: 'wallets/alipay.md',
  capabilities: {
    payTypes: [{ payType: '800108', currencies: 'any' }],
    refund: { partial: true, window: '365 days' },
    reversal: { window: 'until 00:15 (UTC+8) of the day after the payment' },
    notifications: true,
  },
  settings: ALIPAY_SETTINGS,
  codes: ALIPAY_CODES,
  profileOf: (family) => profileOf(family),
  contradictions: alipayContradictions,
  hostOf: ({ host }) => host,
  create: (settings, ports) => new AlipayConnector(settings, ports),
  createReceiver: (settings, ports) => new AlipayNotificationReceiver(settings, ports),
  keys: ({ privateKey, walletPublicKey }): readonly KeyFact[] => [
    { setting: 'private_key', what: describeKey(privateKey), fingerprint: keyFingerprint(privateKey) },
    {
      setting: 'wallet_public_key',
      what: describeKey(walletPublicKey),
      fingerprint: keyFingerprint(walletPublicKey),
    },
  ],
  readBill: readAlipayBill,
  fetchBill,
  sample: (settings, { clock }) => sampleOf(settings, clock.nowMs()),
});

function sampleOf(settings: AlipaySettings, nowMs: number): SignedSample {
  const dialect = dialectOf(settings.dialect);
  const path = pathOf(dialect, 'pay', settings.clientId) ?? '';
  const order = {
    channelOrderId: '00000000000000000000000000',
    family: 'alipay',
    payType: '800108',
    authCode: '280000000000000000',
    amountMinor: 1,
    currency: 'HKD',
    description: 'Sample',
    creditBarred: false,
    createdAtMs: nowMs,
    merchantNumber: 1,
    merchantName: 'Sample merchant',
    storeId: '',
    deviceId: '',
  } as const;
  const call = signCall(path, payBody(order, settings, dialect), settings, nowMs);
  const { clientId } = settings;
  return {
    method: 'POST',
    url: call.url,
    headers: shortened(call.headers),
    textToSign: bytesToSign({ path, clientId, time: call.time, body: call.body }).toString(),
    body: call.body.toString(),
  };
}

function shortened(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const secret = new Set(['Signature', 'Agent-Token']);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secret.has(name) ? `${value.slice(0, name === 'Signature' ? 48 : 4)}…` : value,
    ]),
  );
}
