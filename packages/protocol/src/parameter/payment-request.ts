import { CURRENCIES, type CurrencyCode, isCurrencyCode } from '../currency.ts';
import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { PAY_TYPES, type PayType } from '../pay-type.ts';
import { amount, oneOf, orderNumber, plainText, storeId, timeZone, wireTime } from './field-format.ts';
import { NOTIFY_URL_FORM, notifyUrlProblem } from './notify-url.ts';
import { checkParameters, type ParameterRule, type ParameterValues } from './parameter-rule.ts';

/**
 * Longest scan read. A code has at most 512 characters once it is cleaned, which the classification checks; what a
 * scanner adds around it must not make it too long.
 */
const SCAN_LENGTH_MAX = 1_024;

const IGNORED_NAMES = [
  'return_url',
  'product_name',
  'valid_time',
  'lnglat',
  'openid',
  'sub_openid',
  'expired_time',
  'pay_tag',
];

/** Every parameter of `POST /trade/v1/payment` (contract section 5.1). */
export const PAYMENT_RULES: readonly ParameterRule[] = [
  {
    name: 'txamt',
    type: 'Int',
    mandatory: true,
    maxLength: 20,
    meaning: 'Amount in the smallest unit of the currency; JPY has no decimals.',
    ...amount,
  },
  {
    name: 'txcurrcd',
    type: 'String',
    mandatory: false,
    maxLength: 3,
    meaning: 'Currency, ISO 4217. May be left out by merchants with one currency, whose currency it then is.',
    ...oneOf([...CURRENCIES.keys()]),
  },
  {
    name: 'pay_type',
    type: 'String',
    mandatory: true,
    maxLength: 6,
    meaning: 'One of the six consumer-presented pay types.',
    ...oneOf(PAY_TYPES),
  },
  {
    name: 'out_trade_no',
    type: 'String',
    mandatory: true,
    maxLength: 128,
    meaning: 'Order number of the merchant, unique among its payments and refunds.',
    ...orderNumber,
  },
  {
    name: 'txdtm',
    type: 'String',
    mandatory: true,
    maxLength: 20,
    meaning: 'Time of the request at the caller; echoed unchanged and never compared with a clock.',
    ...wireTime,
  },
  {
    name: 'auth_code',
    type: 'String',
    mandatory: true,
    maxLength: SCAN_LENGTH_MAX,
    meaning: "The code scanned from the customer's wallet.",
  },
  {
    name: 'mchid',
    type: 'String',
    mandatory: false,
    maxLength: 32,
    meaning: 'Store under a partner; mandatory when one was issued.',
    ...storeId,
  },
  {
    name: 'goods_name',
    type: 'String',
    mandatory: false,
    maxLength: Number.MAX_SAFE_INTEGER,
    meaning:
      'Description. Control characters are removed and 64 characters kept; it never refuses a payment.',
  },
  {
    name: 'udid',
    type: 'String',
    mandatory: false,
    maxLength: 40,
    meaning: 'Device, echoed.',
    ...plainText,
  },
  {
    name: 'notify_url',
    type: 'String',
    mandatory: false,
    maxLength: 256,
    meaning: 'Where to send the notification; wins over the registered address.',
    problem: notifyUrlProblem,
    form: NOTIFY_URL_FORM,
  },
  {
    name: 'txzone',
    type: 'String',
    mandatory: false,
    maxLength: 5,
    meaning: 'Zone of txdtm, +0800 when absent.',
    ...timeZone,
  },
  {
    name: 'limit_pay',
    type: 'String',
    mandatory: false,
    maxLength: 32,
    meaning: 'no_credit bars credit cards where the wallet can; other words have no effect.',
    ...plainText,
  },
  ...IGNORED_NAMES.map(
    (name): ParameterRule => ({
      name,
      type: 'String',
      mandatory: false,
      maxLength: 2048,
      meaning: 'Accepted for older clients and ignored.',
      ignored: true,
    }),
  ),
];

/** Names with a meaning in a payment; see the ambiguity rules of signatures. */
export const PAYMENT_NAMES: ReadonlySet<string> = new Set(PAYMENT_RULES.map(({ name }) => name));

/** A payment as the merchant asked for it, every format checked. */
export interface PaymentRequest {
  readonly amountMinor: number;
  /** Absent when the merchant left it out. */
  readonly currency: CurrencyCode | undefined;
  readonly payType: PayType;
  readonly orderNumber: string;
  /** Time at the caller, as sent. */
  readonly callerTime: string;
  /** The scan as sent, not cleaned. Secret: never stored or logged. */
  readonly authCode: string;
  readonly storeId: string | undefined;
  readonly goodsName: string;
  readonly deviceId: string;
  readonly notifyUrl: string | undefined;
  /** Whether the merchant bars credit cards (`limit_pay=no_credit`). */
  readonly creditBarred: boolean;
}

/** A typed request, or the first parameter that breaks its rule. */
export type PaymentRequestResult =
  | { readonly ok: true; readonly request: PaymentRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of a payment. */
export function readPaymentRequest(parameters: readonly FormParameter[]): PaymentRequestResult {
  const check = checkParameters(PAYMENT_RULES, parameters);
  return check.ok ? { ok: true, request: typed(check.values) } : check;
}

function typed(values: ParameterValues): PaymentRequest {
  const text = (name: string): string => values.get(name) ?? '';
  const currency = text('txcurrcd');
  const payType = text('pay_type');
  return {
    amountMinor: Number(text('txamt')),
    currency: isCurrencyCode(currency) ? currency : undefined,
    payType: payType as PayType,
    orderNumber: text('out_trade_no'),
    callerTime: text('txdtm'),
    authCode: text('auth_code'),
    storeId: values.get('mchid'),
    goodsName: keepGoodsName(text('goods_name')),
    deviceId: text('udid'),
    notifyUrl: values.get('notify_url'),
    creditBarred: text('limit_pay') === 'no_credit',
  };
}

/** Characters of a description that are kept. */
const GOODS_NAME_LENGTH = 64;

function keepGoodsName(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '');
  // Cutting between code points, not units, so that no half of a pair is stored.
  return clean.length <= GOODS_NAME_LENGTH ? clean : Array.from(clean).slice(0, GOODS_NAME_LENGTH).join('');
}
