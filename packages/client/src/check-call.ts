import {
  ADD_NOTE_RULES,
  checkParameters,
  findAmbiguity,
  type ParameterRule,
  PAYMENT_RULES,
  QUERY_RULES,
  REFUND_RULES,
  REVERSAL_RULES,
  TRADE_BILL_RULES,
} from '@opencpm/protocol';
import { InvalidRequestError } from './errors.ts';
import type { CallPath, Parameters } from './prepared-call.ts';

const RULES: Readonly<Record<CallPath, readonly ParameterRule[]>> = {
  '/trade/v1/payment': PAYMENT_RULES,
  '/trade/v1/query': QUERY_RULES,
  '/trade/v1/refund': REFUND_RULES,
  '/trade/v1/reversal': REVERSAL_RULES,
  '/trade/v1/close': REVERSAL_RULES,
  '/trade/v1/add_note': ADD_NOTE_RULES,
  '/download/v1/trade_bill': TRADE_BILL_RULES,
};

/** Names of the wire in the words of this package. */
const FIELDS: Readonly<Record<string, string>> = {
  auth_code: 'authCode',
  end_time: 'to',
  goods_name: 'goodsName',
  mchid: 'storeId',
  notify_url: 'notifyUrl',
  out_trade_no: 'orderNumber',
  page_size: 'pageSize',
  pay_type: 'payType',
  start_time: 'from',
  trade_date: 'day',
  txamt: 'amountMinor',
  txcurrcd: 'currency',
  udid: 'deviceId',
};

/**
 * Checks a request by the rules gateways check it by, so that a mistake is found before anything is written or sent.
 * Values that could be read as another list of parameters under the same signature are refused as well.
 *
 * @throws InvalidRequestError naming the first field that is wrong.
 */
export function checkCall(path: CallPath, parameters: Parameters): void {
  const rules = RULES[path];
  const cut = parameters.find(([, value]) => !value.isWellFormed());
  if (cut !== undefined) throw invalid(cut[0], 'is cut inside a character');
  const sent = parameters.map(([name, value]) => ({ name, value, raw: value }));
  const check = checkParameters(rules, sent);
  if (!check.ok) throw invalid(check.field, check.problem);
  const ambiguity = findAmbiguity(sent, new Set(rules.map(({ name }) => name)));
  if (ambiguity !== undefined) throw invalid(ambiguity.field, ambiguity.problem);
}

function invalid(name: string | undefined, problem: string): InvalidRequestError {
  return new InvalidRequestError(FIELDS[name ?? ''] ?? name ?? '', problem);
}
