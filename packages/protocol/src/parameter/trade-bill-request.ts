import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { businessDayOf } from '../wire-date.ts';
import type { TimeWindow } from '../wire-time.ts';
import { notTaken, wireDay } from './field-format.ts';
import { checkParameters, type ParameterRule } from './parameter-rule.ts';

/** Every parameter of `GET /download/v1/trade_bill` (contract section 5.7). */
export const TRADE_BILL_RULES: readonly ParameterRule[] = [
  {
    name: 'trade_date',
    type: 'String',
    mandatory: true,
    maxLength: 10,
    meaning: 'The day of sysdtm (UTC+8), YYYY-MM-DD; yesterday or earlier.',
    ...wireDay,
  },
  {
    name: 'mchid',
    type: 'String',
    mandatory: false,
    maxLength: 32,
    meaning: 'May not be sent: a statement covers every store.',
    ...notTaken('may not be sent; a statement covers every store'),
  },
];

/** Names with a meaning in a statement; see the ambiguity rules of signatures. */
export const TRADE_BILL_NAMES: ReadonlySet<string> = new Set(TRADE_BILL_RULES.map(({ name }) => name));

/** A statement as the merchant asked for it. */
export interface TradeBillRequest {
  /** As sent, `YYYY-MM-DD`. */
  readonly tradeDate: string;
  readonly day: TimeWindow;
}

/** A typed request, or the first parameter that breaks its rule. */
export type TradeBillRequestResult =
  | { readonly ok: true; readonly request: TradeBillRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of a statement. */
export function readTradeBillRequest(parameters: readonly FormParameter[]): TradeBillRequestResult {
  const check = checkParameters(TRADE_BILL_RULES, parameters);
  if (!check.ok) return check;
  // Mandatory and checked above.
  const tradeDate = check.values.get('trade_date') as string;
  const day = businessDayOf(tradeDate) as TimeWindow;
  return { ok: true, request: { tradeDate, day } };
}
