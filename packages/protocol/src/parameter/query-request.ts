import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { parseWireTime } from '../wire-time.ts';
import {
  countUpTo,
  matching,
  orderNumberList,
  storeId,
  syssnList,
  timeZone,
  wireTime,
} from './field-format.ts';
import { checkParameters, type ParameterRule, type ParameterValues } from './parameter-rule.ts';

/** Most rows on a page of an enquiry. */
export const PAGE_SIZE_MAX = 100;
/** Rows on a page when the caller names no number. */
export const PAGE_SIZE_DEFAULT = 10;
/** Most numbers in one enquiry; the printed String(128) would end after four. */
export const NUMBERS_MAX = 100;
const LIST_LENGTH_MAX = 4096;

const RESULT_CODE = '^[0-9]{4}$';
const PAY_TYPE_LIST = '^[0-9]{6}(,[0-9]{6})*$';

/** Every parameter of `/trade/v1/query` (contract section 5.2). */
export const QUERY_RULES: readonly ParameterRule[] = [
  {
    name: 'syssn',
    type: 'String',
    mandatory: false,
    maxLength: LIST_LENGTH_MAX,
    meaning: `Transaction numbers, up to ${NUMBERS_MAX}, separated by commas. The time window is then ignored.`,
    ...syssnList,
  },
  {
    name: 'out_trade_no',
    type: 'String',
    mandatory: false,
    maxLength: LIST_LENGTH_MAX,
    meaning: `Order numbers, up to ${NUMBERS_MAX}, separated by commas. The time window is then ignored.`,
    ...orderNumberList,
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
    name: 'pay_type',
    type: 'String',
    mandatory: false,
    maxLength: LIST_LENGTH_MAX,
    meaning: 'Only these pay types, separated by commas.',
    ...matching(PAY_TYPE_LIST, 'must be six-digit pay types separated by commas'),
  },
  {
    name: 'respcd',
    type: 'String',
    mandatory: false,
    maxLength: 4,
    meaning: 'Only transactions with this result.',
    ...matching(RESULT_CODE, 'must be four digits'),
  },
  {
    name: 'start_time',
    type: 'String',
    mandatory: false,
    maxLength: 20,
    meaning: 'First moment of sysdtm (UTC+8); start of the current month when absent.',
    ...wireTime,
  },
  {
    name: 'end_time',
    type: 'String',
    mandatory: false,
    maxLength: 20,
    meaning: 'Last moment of sysdtm (UTC+8); end of the current month when absent.',
    ...wireTime,
  },
  {
    name: 'txzone',
    type: 'String',
    mandatory: false,
    maxLength: 5,
    meaning: 'Accepted; does not move the window.',
    ...timeZone,
  },
  {
    name: 'page',
    type: 'Int',
    mandatory: false,
    maxLength: 8,
    meaning: 'Page, from 1.',
    ...countUpTo(99_999_999),
  },
  {
    name: 'page_size',
    type: 'Int',
    mandatory: false,
    maxLength: 8,
    meaning: `Rows on a page, ${PAGE_SIZE_DEFAULT} when absent, at most ${PAGE_SIZE_MAX}.`,
    ...countUpTo(PAGE_SIZE_MAX),
  },
];

/** Names with a meaning in an enquiry; see the ambiguity rules of signatures. */
export const QUERY_NAMES: ReadonlySet<string> = new Set(QUERY_RULES.map(({ name }) => name));

/** An enquiry as the merchant asked for it, every format checked. */
export interface QueryRequest {
  readonly storeId: string | undefined;
  readonly syssns: readonly string[] | undefined;
  readonly orderNumbers: readonly string[] | undefined;
  readonly payTypes: readonly string[] | undefined;
  readonly resultCode: string | undefined;
  /** First moment asked for, milliseconds since 1970-01-01 UTC. */
  readonly fromMs: number | undefined;
  /** Last moment asked for: the end of the second that was named. */
  readonly toMs: number | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** A typed request, or the first parameter that breaks its rule. */
export type QueryRequestResult =
  | { readonly ok: true; readonly request: QueryRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of an enquiry. */
export function readQueryRequest(parameters: readonly FormParameter[]): QueryRequestResult {
  const check = checkParameters(QUERY_RULES, parameters);
  if (!check.ok) return check;
  const request = typed(check.values);
  for (const [field, numbers] of [
    ['syssn', request.syssns],
    ['out_trade_no', request.orderNumbers],
  ] as const) {
    if (numbers !== undefined && numbers.length > NUMBERS_MAX) {
      return { ok: false, field, problem: `may hold at most ${NUMBERS_MAX} numbers` };
    }
  }
  return { ok: true, request };
}

function typed(values: ParameterValues): QueryRequest {
  const list = (name: string): readonly string[] | undefined =>
    values
      .get(name)
      ?.split(',')
      .filter((part) => part !== '');
  const moment = (name: string): number | undefined => parseWireTime(values.get(name) ?? '');
  const toMs = moment('end_time');
  return {
    storeId: values.get('mchid'),
    syssns: list('syssn'),
    orderNumbers: list('out_trade_no'),
    payTypes: list('pay_type'),
    resultCode: values.get('respcd'),
    fromMs: moment('start_time'),
    toMs: toMs === undefined ? undefined : toMs + 999,
    page: Number(values.get('page') ?? 1),
    pageSize: Number(values.get('page_size') ?? PAGE_SIZE_DEFAULT),
  };
}
