import type { CurrencyCode } from '../currency.ts';
import { CURRENCIES, isCurrencyCode } from '../currency.ts';
import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { amount, oneOf, oneSyssn, orderNumber, wireTime } from './field-format.ts';
import { findForeignName } from './foreign-name.ts';
import { checkParameters, type ParameterRule, type ParameterValues } from './parameter-rule.ts';
import { ECHOED_DEVICE, STORE_OF_PAYMENT, ZONE_OF_TIME } from './shared-rules.ts';

/** Every parameter of `/trade/v1/reversal` and `/trade/v1/close` (contract sections 5.4 and 5.5). */
export const REVERSAL_RULES: readonly ParameterRule[] = [
  {
    name: 'syssn',
    type: 'String',
    mandatory: false,
    maxLength: 40,
    meaning: 'Number of the payment; this or `out_trade_no` is mandatory.',
    ...oneSyssn,
  },
  {
    name: 'out_trade_no',
    type: 'String',
    mandatory: false,
    maxLength: 128,
    meaning: 'Order number of the payment. Both numbers together must name the same payment.',
    ...orderNumber,
  },
  {
    name: 'txamt',
    type: 'Int',
    mandatory: true,
    maxLength: 20,
    meaning: 'Amount of the payment, in the smallest unit of its currency; must be the whole amount.',
    ...amount,
  },
  {
    name: 'txdtm',
    type: 'String',
    mandatory: true,
    maxLength: 20,
    meaning: 'Time of the payment at the caller; not compared.',
    ...wireTime,
  },
  STORE_OF_PAYMENT,
  {
    name: 'txcurrcd',
    type: 'String',
    mandatory: false,
    maxLength: 3,
    meaning: 'Currency of the payment; must fit when it is sent.',
    ...oneOf([...CURRENCIES.keys()]),
  },
  ECHOED_DEVICE,
  ZONE_OF_TIME,
];

/** Names with a meaning in a reversal; see the ambiguity rules of signatures. */
export const REVERSAL_NAMES: ReadonlySet<string> = new Set(REVERSAL_RULES.map(({ name }) => name));

/** Names that mark the request of a payment; no reversal carries one of these. */
const PAYMENT_ONLY: ReadonlySet<string> = new Set(['auth_code', 'pay_type', 'goods_name', 'notify_url']);

/** A reversal as the merchant asked for it, every format checked. At least one of the numbers is there. */
export interface ReversalRequest {
  /** Number of the payment. */
  readonly syssn: string | undefined;
  /** Order number of the payment. */
  readonly orderNumber: string | undefined;
  /** Amount of the payment. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode | undefined;
  /** `txdtm` as sent. */
  readonly callerTime: string;
  readonly storeId: string | undefined;
  readonly deviceId: string;
}

/** A typed request, or the first parameter that breaks its rule. */
export type ReversalRequestResult =
  | { readonly ok: true; readonly request: ReversalRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of a reversal. */
export function readReversalRequest(parameters: readonly FormParameter[]): ReversalRequestResult {
  const foreign = findForeignName(
    parameters,
    PAYMENT_ONLY,
    'belongs to a payment; a reversal may not carry it',
  );
  if (foreign !== undefined) return { ok: false, ...foreign };
  const check = checkParameters(REVERSAL_RULES, parameters);
  if (!check.ok) return check;
  const request = typed(check.values);
  return request.syssn === undefined && request.orderNumber === undefined
    ? {
        ok: false,
        field: 'syssn',
        problem: 'is missing, and so is out_trade_no; name the payment by one of them',
      }
    : { ok: true, request };
}

function typed(values: ParameterValues): ReversalRequest {
  const text = (name: string): string => values.get(name) ?? '';
  const currency = text('txcurrcd');
  return {
    syssn: values.get('syssn'),
    orderNumber: values.get('out_trade_no'),
    amountMinor: Number(text('txamt')),
    currency: isCurrencyCode(currency) ? currency : undefined,
    callerTime: text('txdtm'),
    storeId: values.get('mchid'),
    deviceId: text('udid'),
  };
}
