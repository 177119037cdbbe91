import type { KeyObject } from 'node:crypto';
import type { CertificateFetch, PlatformKey } from './platform-keys.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import { describeConnector, type KeyFact, type SignedSample } from '../connector-description.ts';
import { describeKey, keyFingerprint } from '../key-fingerprint.ts';
import { readBill } from './bill.ts';
import { fetchBill } from './fetch-bill.ts';
import { WECHATPAY_CODES } from './codes.ts';
import { WechatPayConnector } from './connector.ts';
import { fetchCertificates } from './certificate-list.ts';
import type { SendParts } from './exchange.ts';
import { signingNumber } from './identity.ts';
import { payBody, type ShopFacts } from './messages.ts';
import { WechatPayNotificationReceiver } from './notification.ts';
import { payPath } from './paths.ts';
import { PlatformKeys } from './platform-keys.ts';
import { WECHATPAY_PROFILE } from './schedule.ts';
import { contradictionsIn, identityOf, WECHATPAY_SETTINGS, type WechatPaySettings } from './settings.ts';
import { authorizationOf, requestMessage } from './signature.ts';

/** WeChat Pay and WeChat Pay HK, over the global API v3. */
export const description = describeConnector({
  name: 'wechatpay',
  title: 'WeChat Pay (global API v3)',
  documentation: 'wallets/wechatpay.md',
  capabilities: {
    payTypes: [
      { payType: '800208', currencies: 'any' },
      { payType: '801008', currencies: ['HKD'] },
    ],
    refund: { partial: true, window: '1 year, at most 50 refunds a payment' },
    reversal: { window: '7 days by the document, the same day for certain; not in the first 15 s' },
    notifications: 'refunds',
  },
  settings: WECHATPAY_SETTINGS,
  codes: WECHATPAY_CODES,
  readBill,
  fetchBill: (settings, ports, day, signal) =>
    fetchBill(
      {
        sending: sendingOf(settings, ports),
        keys: platformKeysOf(settings, ports),
        identity: identityOf(settings),
        profile: settings.pathProfile,
        alert: ports.alert,
      },
      day,
      signal,
    ),
  profileOf: () => WECHATPAY_PROFILE,
  contradictions: contradictionsIn,
  hostOf: ({ host }) => host,
  create: createConnector,
  createReceiver: (settings, ports) =>
    new WechatPayNotificationReceiver({
      keys: platformKeysOf(settings, ports),
      clock: ports.clock,
      identity: identityOf(settings),
      apiV3Key: Buffer.from(settings.apiV3Key ?? ''),
      alert: ports.alert,
    }),
  keys: keyFacts,
  sample: signedSample,
});

function createConnector(settings: WechatPaySettings, ports: ConnectorPorts): WechatPayConnector {
  return new WechatPayConnector({
    ports,
    sending: sendingOf(settings, ports),
    keys: platformKeysOf(settings, ports),
    judgement: {
      identity: identityOf(settings),
      unsignedErrorsBelieved: settings.unsignedErrors === 'believed',
    },
    profile: settings.pathProfile,
    shop: shopOf(settings),
    notifyUrl: settings.notifyUrl,
  });
}

function shopOf({ merchantCategoryCode, storeAddress, storeNames }: WechatPaySettings): ShopFacts {
  return { categoryCode: merchantCategoryCode, storeAddress, storeNames };
}

function platformKeysOf(settings: WechatPaySettings, ports: ConnectorPorts): PlatformKeys {
  const sending = sendingOf(settings, ports);
  const { apiV3Key, pathProfile } = settings;
  return new PlatformKeys({
    fixed: fixedKeys(settings),
    list: (signal): Promise<CertificateFetch> =>
      fetchCertificates(sending, pathProfile, Buffer.from(apiV3Key ?? ''), signal),
    clock: ports.clock,
    timers: ports.timers,
    alert: ports.alert,
  });
}

function sendingOf(
  settings: WechatPaySettings,
  { http, clock, randomBytes }: Pick<ConnectorPorts, 'http' | 'clock' | 'randomBytes'>,
): SendParts {
  return { http, clock, randomBytes, origin: settings.host.origin, signer: signerOf(settings) };
}

function signerOf(settings: WechatPaySettings): SendParts['signer'] {
  const { certificateSerial, privateKey } = settings;
  return {
    mchid: signingNumber(identityOf(settings)),
    certificateSerial: certificateSerial.toUpperCase(),
    privateKey,
  };
}

function fixedKeys({ platformKey, platformKeyId }: WechatPaySettings): readonly PlatformKey[] {
  if (platformKey === undefined || platformKeyId === undefined) return [];
  return [{ serial: platformKeyId, publicKey: platformKey }];
}

function keyFacts(settings: WechatPaySettings): readonly KeyFact[] {
  const { privateKey, certificate, apiV3Key, platformKey } = settings;
  return [
    keyFact('private_key', privateKey),
    ...(certificate === undefined
      ? []
      : [
          {
            ...keyFact('certificate', certificate.publicKey),
            what: `certificate ${certificate.serialNumber}`,
            expiresAtMs: certificate.validToDate.getTime(),
          },
        ]),
    ...(apiV3Key === undefined ? [] : [{ setting: 'api_v3_key', what: 'APIv3 key', fingerprint: '' }]),
    ...(platformKey === undefined ? [] : [keyFact('platform_key', platformKey)]),
  ];
}

function keyFact(setting: string, key: KeyObject): KeyFact {
  return { setting, what: describeKey(key), fingerprint: keyFingerprint(key) };
}

function signedSample(
  settings: WechatPaySettings,
  { clock, randomBytes }: Pick<ConnectorPorts, 'clock' | 'randomBytes'>,
): SignedSample {
  const nowMs = clock.nowMs();
  const body = JSON.stringify(
    payBody(identityOf(settings), shopOf(settings), {
      channelOrderId: '20260101000100000000000001',
      family: 'wechatpay',
      payType: '800208',
      authCode: '130000000000000000',
      amountMinor: 1,
      currency: 'HKD',
      description: 'Sample',
      creditBarred: false,
      createdAtMs: nowMs,
      merchantNumber: 1,
      merchantName: 'Sample',
      storeId: '',
      deviceId: '',
    }),
  );
  const target = payPath(settings.pathProfile);
  const request = {
    method: 'POST',
    target,
    timestampS: Math.floor(nowMs / 1_000),
    nonce: Buffer.from(randomBytes(16)).toString('hex'),
    body: Buffer.from(body),
  } as const;
  const authorization = authorizationOf(signerOf(settings), request);
  return {
    method: 'POST',
    url: `${settings.host.origin}${target}`,
    headers: { authorization: authorization.replace(/signature="(.{8})[^"]*"/, 'signature="$1…"') },
    textToSign: requestMessage(request).toString(),
    body,
  };
}
