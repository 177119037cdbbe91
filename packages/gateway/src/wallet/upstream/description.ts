import { prepareCall, signCall } from '@opencpm/client/calls';
import { signedParameters, stringToSign, USUAL_VARIANT } from '@opencpm/protocol';
import type { ChargeOrder } from '../connector.ts';
import { describeConnector, type SignedSample } from '../connector-description.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import { readBill } from './bill.ts';
import { UPSTREAM_CODES } from './codes.ts';
import { paymentParameters, UpstreamConnector } from './connector.ts';
import { fetchBill } from './fetch-bill.ts';
import { upstreamReceiver } from './notification.ts';
import { UPSTREAM_PROFILE } from './schedule.ts';
import { contradictionsOf, hostOf, UPSTREAM_SETTINGS, type UpstreamSettings } from './settings.ts';

/** Another gateway that speaks this wire, QFPay's own included. */
export const description = describeConnector({
  name: 'upstream',
  title: 'Another gateway of this wire (QFPay or OpenCPM)',
  documentation: 'wallets/upstream.md',
  capabilities: {
    payTypes: [
      { payType: '800108', currencies: 'any' },
      { payType: '800208', currencies: 'any' },
      { payType: '801008', currencies: ['HKD'] },
      { payType: '805808', currencies: ['HKD'] },
      { payType: '800708', currencies: 'any' },
    ],
    refund: { partial: true, window: 'that of the wallet behind it; not between 23:30 and 00:30' },
    reversal: { window: 'until it is paid' },
    notifications: true,
  },
  settings: UPSTREAM_SETTINGS,
  codes: UPSTREAM_CODES,
  readBill,
  fetchBill,
  profileOf: () => UPSTREAM_PROFILE,
  contradictions: contradictionsOf,
  hostOf,
  create: (settings, ports) => new UpstreamConnector(settings, ports),
  createReceiver: upstreamReceiver,
  keys: ({ clientKey }) => [
    { setting: 'client_key', what: `client key, ${clientKey.length} characters`, fingerprint: '' },
  ],
  sample,
});

/** Made up: it belongs to no wallet. */
const SAMPLE_CODE = '280000000000000000';

function sample(
  settings: UpstreamSettings,
  { clock, randomBytes }: Pick<ConnectorPorts, 'clock' | 'randomBytes'>,
): SignedSample {
  const call = prepareCall('/trade/v1/payment', [
    ...paymentParameters(sampleOrder(clock.nowMs()), settings),
    ['mchid', settings.storeId ?? ''],
  ]);
  const { headers } = signCall(settings, call, settings.signType, { clock, randomBytes });
  const signed = signedParameters(call.parameters.map(([name, value]) => ({ name, value, raw: value })));
  return {
    method: 'POST',
    url: `${hostOf(settings).origin}${call.path}`,
    headers: { ...headers, 'x-qf-sign': `${(headers['x-qf-sign'] ?? '').slice(0, 8)}…` },
    textToSign: `${stringToSign(signed, USUAL_VARIANT)}<client key>`,
    body: call.content,
  };
}

function sampleOrder(nowMs: number): ChargeOrder {
  return {
    channelOrderId: '20000101000100020000000000',
    family: 'alipay',
    payType: '800108',
    authCode: SAMPLE_CODE,
    amountMinor: 1,
    currency: 'HKD',
    description: 'sample',
    creditBarred: false,
    createdAtMs: nowMs,
    merchantNumber: 1,
    merchantName: 'Sample',
    storeId: '',
    deviceId: '',
  };
}
