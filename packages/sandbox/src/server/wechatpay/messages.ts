import { type FieldRules, needed, text } from './request-fields.ts';

const NUMBER = text(32);
const ORDER_NUMBER = text(32, /^[\w*|-]+$/);
const REFUND_NUMBER = text(64, /^[\w*@|-]+$/);

/** The merchant as messages name it in both modes. Never mixed. */
export const NUMBERS: Readonly<Record<'institution' | 'direct', FieldRules>> = {
  institution: { sp_mchid: needed(NUMBER), sub_mchid: needed(NUMBER) },
  direct: { mchid: needed(NUMBER) },
};

const FULL: Readonly<Record<'institution' | 'direct', FieldRules>> = {
  institution: { ...NUMBERS.institution, sp_appid: needed(NUMBER), sub_appid: NUMBER },
  direct: { ...NUMBERS.direct, appid: needed(NUMBER) },
};

const GOODS: FieldRules = {
  goods_id: needed(text(32)),
  wxpay_goods_id: text(32),
  goods_name: text(256),
  quantity: { type: 'count', needed: true },
  price: { type: 'count', needed: true },
};

const PAY: FieldRules = {
  description: needed(text(127)),
  out_trade_no: needed(ORDER_NUMBER),
  trade_type: needed(text(16, /^MICROPAY$/)),
  merchant_category_code: needed(text(16)),
  payer: { type: 'object', needed: true, fields: { auth_code: needed(text(128)) } },
  amount: {
    type: 'object',
    needed: true,
    fields: { total: { type: 'count', needed: true }, currency: text(16, /^[A-Z]{3}$/) },
  },
  attach: text(127),
  goods_tag: text(32),
  limit_pay: text(32, /^no_credit$/),
  scene_info: {
    type: 'object',
    fields: {
      device_id: text(32),
      device_ip: text(45),
      payer_client_ip: text(45),
      operator_id: text(32),
      store_info: {
        type: 'object',
        fields: { id: text(32), name: needed(text(256)), address: needed(text(512)) },
      },
    },
  },
  detail: {
    type: 'list',
    of: { cost_price: { type: 'count' }, receipt_id: text(32), goods_detail: { type: 'list', of: GOODS } },
  },
};

const REFUND: FieldRules = {
  transaction_id: text(32),
  out_trade_no: ORDER_NUMBER,
  out_refund_no: needed(REFUND_NUMBER),
  amount: {
    type: 'object',
    needed: true,
    fields: {
      refund: { type: 'count', needed: true },
      total: { type: 'count', needed: true },
      currency: needed(text(16, /^[A-Z]{3}$/)),
    },
  },
  reason: text(80),
  source: text(30, /^REFUND_SOURCE_(?:UNSETTLED|RECHARGE)_FUNDS$/),
  // On this machine also without TLS.
  notify_url: text(256, /^(?:https:\/\/|http:\/\/127\.0\.0\.1(?::\d+)?\/)[^?#]+$/),
};

/** The fields of a payment. */
export function payRules(mode: 'institution' | 'direct'): FieldRules {
  return { ...FULL[mode], ...PAY };
}

/** The fields of a refund. */
export function refundRules(mode: 'institution' | 'direct'): FieldRules {
  return { ...FULL[mode], ...REFUND };
}

/** A payment whose fields keep their rules. */
export interface PayMessage {
  readonly description: string;
  readonly out_trade_no: string;
  readonly merchant_category_code: string;
  readonly payer: { readonly auth_code: string };
  readonly amount: { readonly total: number; readonly currency?: string };
  readonly attach?: string;
  readonly limit_pay?: string;
  readonly scene_info?: { readonly store_info?: { readonly name: string } };
}

/** A refund whose fields keep their rules. */
export interface RefundMessage {
  readonly transaction_id?: string;
  readonly out_trade_no?: string;
  readonly out_refund_no: string;
  readonly notify_url?: string;
  readonly amount: { readonly refund: number; readonly total: number; readonly currency: string };
}
