import type { ChargeOrder, RefundOrder } from '../connector.ts';
import type { WechatPayAnswer } from './exchange.ts';
import type { WechatPayIdentity } from './identity.ts';
import type { Judgement } from './translate.ts';
import { VECTORS } from './vectors/test-vectors.ts';

/** When the answers of the vectors were signed. */
export const SIGNED_AT_MS = 1_760_000_001_000;

export const IDENTITY = {
  mode: 'institution' as const,
  spAppid: VECTORS.merchant.appid,
  spMchid: VECTORS.merchant.mchid,
  subMchid: VECTORS.merchant.subMchid,
} satisfies WechatPayIdentity;

export const JUDGEMENT: Judgement = { identity: IDENTITY, unsignedErrorsBelieved: false };

/** The order the vectors are about. */
export const ORDER: ChargeOrder = {
  channelOrderId: 'T20251009165320A001',
  family: 'wechatpay',
  payType: '800208',
  authCode: '130000000000000001',
  amountMinor: 12_880,
  currency: 'HKD',
  description: 'Demo shop-Central-HK-goods',
  creditBarred: false,
  createdAtMs: 1_760_000_000_000,
  merchantNumber: 1,
  merchantName: 'Demo shop',
  storeId: '',
  deviceId: 'POS-01',
};

export const REFUND: RefundOrder = {
  channelRefundId: 'R20251009170000A001',
  channelOrderId: ORDER.channelOrderId,
  family: 'wechatpay',
  walletNumber: '4200000000202510090000000001',
  amountMinor: 5_000,
  paymentAmountMinor: 12_880,
  currency: 'HKD',
  createdAtMs: 1_760_000_400_000,
  paymentCreatedAtMs: ORDER.createdAtMs,
};

/** A paid order, as the vectors have it. */
export const PAID_BODY: Readonly<Record<string, unknown>> = JSON.parse(
  VECTORS.answers.find(({ name }) => name === 'P')?.body ?? '{}',
) as Readonly<Record<string, unknown>>;

/** A refund that went through. */
export const RETURNED_BODY: Readonly<Record<string, unknown>> = {
  id: '5030000000202510090000000001',
  out_refund_no: REFUND.channelRefundId,
  transaction_id: REFUND.walletNumber,
  out_trade_no: REFUND.channelOrderId,
  create_time: '2025-10-09T17:00:00+08:00',
  success_time: '2025-10-09T17:00:20+08:00',
  status: 'SUCCESS',
  recv_account: 'balance',
  amount: { refund: 5_000, currency: 'HKD', payer_refund: 4_575, payer_currency: 'CNY' },
};

/** An answer that was read; signed unless told. */
export function answerOf(
  status: number,
  body: Readonly<Record<string, unknown>> = {},
  more: Partial<WechatPayAnswer> = {},
): WechatPayAnswer {
  const { code } = body;
  return {
    kind: 'answer',
    status,
    signed: true,
    body,
    code: typeof code === 'string' ? code : '',
    cause: '',
    signedAtMs: SIGNED_AT_MS,
    ...more,
  };
}
