import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { amount, oneSyssn, orderNumber, wireTime } from './field-format.ts';
import { findForeignName } from './foreign-name.ts';
import { checkParameters, type ParameterRule, type ParameterValues } from './parameter-rule.ts';
import { ECHOED_DEVICE, STORE_OF_PAYMENT, ZONE_OF_TIME } from './shared-rules.ts';

/** Every parameter of `POST /trade/v1/refund` (contract section 5.3). */
export const REFUND_RULES: readonly ParameterRule[] = [
  {
    name: 'syssn',
    type: 'String',
    mandatory: true,
    maxLength: 128,
    meaning: 'Number of the payment to return; one number only.',
    ...oneSyssn,
  },
  {
    name: 'out_trade_no',
    type: 'String',
    mandatory: true,
    maxLength: 128,
    meaning: 'Order number of this refund, new among payments and refunds.',
    ...orderNumber,
  },
  {
    name: 'txamt',
    type: 'Int',
    mandatory: true,
    maxLength: 20,
    meaning: 'Amount to return, in the smallest unit of the currency of the payment.',
    ...amount,
  },
  {
    name: 'txdtm',
    type: 'String',
    mandatory: true,
    maxLength: 20,
    meaning: 'Time of the request at the caller; echoed unchanged and never compared with a clock.',
    ...wireTime,
  },
  STORE_OF_PAYMENT,
  ZONE_OF_TIME,
  ECHOED_DEVICE,
];

/** Names with a meaning in a refund; see the ambiguity rules of signatures. */
export const REFUND_NAMES: ReadonlySet<string> = new Set(REFUND_RULES.map(({ name }) => name));

/** Names that mark the request of another call; no refund carries one of these. */
const FOREIGN_NAMES: ReadonlySet<string> = new Set([
  'auth_code',
  'pay_type',
  'goods_name',
  'limit_pay',
  'notify_url',
]);

/** A refund as the merchant asked for it, every format checked. */
export interface RefundRequest {
  /** Number of the payment. */
  readonly originalSyssn: string;
  /** The refund's own order number. */
  readonly orderNumber: string;
  readonly amountMinor: number;
  /** Time at the caller, as sent. */
  readonly callerTime: string;
  readonly storeId: string | undefined;
  readonly deviceId: string;
}

/** A typed request, or the first parameter that breaks its rule. */
export type RefundRequestResult =
  | { readonly ok: true; readonly request: RefundRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of a refund. */
export function readRefundRequest(parameters: readonly FormParameter[]): RefundRequestResult {
  const foreign = findForeignName(parameters, FOREIGN_NAMES, 'is no parameter of a refund; leave it out');
  if (foreign !== undefined) return { ok: false, ...foreign };
  const check = checkParameters(REFUND_RULES, parameters);
  return check.ok ? { ok: true, request: typed(check.values) } : check;
}

function typed(values: ParameterValues): RefundRequest {
  const text = (name: string): string => values.get(name) ?? '';
  return {
    originalSyssn: text('syssn'),
    orderNumber: text('out_trade_no'),
    amountMinor: Number(text('txamt')),
    callerTime: text('txdtm'),
    storeId: values.get('mchid'),
    deviceId: text('udid'),
  };
}
