import type { ResponseCode } from '@opencpm/protocol';
import type { CodeResult, WalletCall, WalletCode } from '../wallet-codes.ts';

/** `result.resultStatus`: done, failed, or unknown. */
export type ResultStatus = 'S' | 'F' | 'U';

/** What a code means in the answer to one call. */
export type CodeRule = Pick<WalletCode, 'result' | 'respcd' | 'meaning' | 'alerts'>;

const EVERY_CALL = ['charge', 'query', 'reverse', 'refund', 'queryRefund'] as const;

function row(
  code: string,
  calls: readonly WalletCall[],
  result: CodeResult,
  meaning: string,
  respcd?: ResponseCode,
): WalletCode {
  return { code, calls, result, meaning, ...(respcd === undefined ? {} : { respcd }) };
}

function declined(code: string, respcd: ResponseCode, meaning: string): WalletCode {
  return row(code, ['charge'], 'declined', meaning, respcd);
}

function refundRefused(code: string, respcd: ResponseCode, meaning: string): WalletCode {
  return row(code, ['refund'], 'refused', meaning, respcd);
}

/** For an operator, who alone can mend it. */
function alerting(entry: WalletCode): WalletCode {
  return { ...entry, alerts: true };
}

/**
 * A refusal by Alipay's own gateway, before the call is looked at: nothing has happened. Of a payment an enquiry learns
 * nothing by it, and a cancellation goes on when the set-up is mended.
 */
function refusedAtTheGate(code: string, respcd: ResponseCode, meaning: string): readonly WalletCode[] {
  return [
    row(code, ['charge'], 'declined', meaning, respcd),
    row(code, ['query', 'queryRefund'], 'unknown', meaning),
    row(code, ['reverse'], 'refused for now', meaning, respcd),
    row(code, ['refund'], 'refused', meaning, respcd),
  ].map(alerting);
}

const SIGNATURE = 'Alipay does not accept our signature';
const CLIENT = 'Alipay does not know or does not admit our client id';
const PATH = 'Alipay does not offer this call to us';
const TOKEN = 'The token of the merchant we act for is wrong or withdrawn';
const FORM = 'Alipay does not accept the form of the request';

/** Codes that Alipay may send without a signature, because it does not sign for a sender it does not know. */
const GATE_CODES: readonly WalletCode[] = [
  ...refusedAtTheGate('INVALID_SIGNATURE', '1203', SIGNATURE),
  ...refusedAtTheGate('SIGNATURE_INVALID', '1203', SIGNATURE),
  ...refusedAtTheGate('KEY_NOT_FOUND', '1203', SIGNATURE),
  ...refusedAtTheGate('INVALID_CLIENT', '1203', CLIENT),
  ...refusedAtTheGate('ACCESS_DENIED', '1203', CLIENT),
  ...refusedAtTheGate('INVALID_API', '1203', PATH),
  ...refusedAtTheGate('NO_INTERFACE_DEF', '1203', PATH),
  ...refusedAtTheGate('METHOD_NOT_SUPPORTED', '1205', FORM),
  ...refusedAtTheGate('MEDIA_TYPE_NOT_ACCEPTABLE', '1205', FORM),
  ...refusedAtTheGate('INVALID_ACCESS_TOKEN', '1203', TOKEN),
  ...refusedAtTheGate('INVALID_TOKEN', '1203', TOKEN),
  ...refusedAtTheGate('PARAM_ILLEGAL', '1205', 'A field of the request is missing or wrong'),
];

const CODE = 'Not a payment code of this wallet, or used already; scan a fresh one';
const FORBIDDEN = 'Forbidden by risk control or by law';
const PAYER = 'The customer cannot pay with this account';
const CONTRACT = 'The contract with Alipay does not cover it';
const MERCHANT = 'Alipay does not accept the merchant';
const CLOSED = 'The payment was closed or cancelled';
const ELSE_USED = 'Alipay has other data under this number; what it has is found by asking';
const IN_TROUBLE = 'Alipay has a problem of its own; what became of it is found by asking';

const PAY_CODES: readonly WalletCode[] = [
  row('SUCCESS', ['charge'], 'paid', 'Paid'),
  row('PAYMENT_IN_PROCESS', ['charge'], 'waiting for payer', 'The customer has to confirm on the phone'),
  declined('USER_BALANCE_NOT_ENOUGH', '1201', 'The customer does not have enough money'),
  declined('INVALID_PAYMENT_CODE', '1202', CODE),
  declined('INVALID_CODE', '1202', CODE),
  declined('EXPIRED_CODE', '2005', 'The payment code has expired; scan a fresh one'),
  declined('RISK_REJECT', '1294', FORBIDDEN),
  declined('FRAUD_REJECT', '1294', FORBIDDEN),
  declined('REGULATION_RESTRICTION', '1294', FORBIDDEN),
  declined('PAYMENT_PROHIBITED', '1294', FORBIDDEN),
  declined('USER_AMOUNT_EXCEED_LIMIT', '1204', 'Above a limit of the customer'),
  declined('PAYMENT_AMOUNT_EXCEED_LIMIT', '1204', 'Above a limit of Alipay or of the contract'),
  declined('PAYMENT_COUNT_EXCEED_LIMIT', '1204', 'The customer has paid too often'),
  declined('USER_NOT_EXIST', '1204', PAYER),
  declined('USER_STATUS_ABNORMAL', '1204', PAYER),
  declined('USER_KYC_NOT_QUALIFIED', '1204', PAYER),
  declined('USER_PAYMENT_VERIFICATION_FAILED', '1204', 'The customer did not confirm the payment'),
  declined('UNAVAILABLE_PAYMENT_METHOD', '1204', PAYER),
  declined('NO_PAY_OPTIONS', '1204', PAYER),
  declined('PAYMENT_NOT_QUALIFIED', '1204', PAYER),
  alerting(declined('CURRENCY_NOT_SUPPORT', '1203', CONTRACT)),
  alerting(declined('BUSINESS_NOT_SUPPORT', '1203', CONTRACT)),
  alerting(declined('INVALID_CONTRACT', '1203', CONTRACT)),
  alerting(declined('SETTLE_CONTRACT_NOT_MATCH', '1203', CONTRACT)),
  alerting(declined('MERCHANT_NOT_REGISTERED', '1203', MERCHANT)),
  alerting(declined('INVALID_MERCHANT_STATUS', '1203', MERCHANT)),
  alerting(declined('MERCHANT_KYB_NOT_QUALIFIED', '1203', MERCHANT)),
  declined('ORDER_IS_CLOSED', '1205', CLOSED),
  declined('ORDER_IS_CANCELED', '1205', CLOSED),
  declined('PROCESS_FAIL', '1205', 'Alipay refused the payment'),
  row('SYSTEM_ERROR', ['charge'], 'declined for now', IN_TROUBLE, '1205'),
  alerting(row('REPEAT_REQ_INCONSISTENT', ['charge', 'refund'], 'unknown', ELSE_USED)),
];

const ENQUIRY_CODES: readonly WalletCode[] = [
  row('ORDER_NOT_EXIST', ['query', 'queryRefund'], 'not found', 'Alipay knows no such number yet'),
  row('PROCESS_FAIL', ['query', 'queryRefund'], 'unknown', 'Alipay could not answer the enquiry'),
  row('SYSTEM_ERROR', ['query', 'queryRefund', 'reverse'], 'unknown', IN_TROUBLE),
];

const CANCEL_CODES: readonly WalletCode[] = [
  row('SUCCESS', ['reverse'], 'reversed', 'Cancelled; what was paid has gone back'),
  row('CANCEL_WINDOW_EXCEED', ['reverse'], 'refused', 'Too late to cancel; it can be refunded', '1260'),
  row('ORDER_STATUS_INVALID', ['reverse'], 'refused', 'It cannot be cancelled any more', '1260'),
  row('ORDER_NOT_EXIST', ['reverse'], 'refused for now', 'Alipay knows no such payment yet', '1268'),
  alerting(row('PROCESS_FAIL', ['reverse'], 'refused', 'Alipay refused to cancel', '1260')),
];

const REFUND_CODES: readonly WalletCode[] = [
  row('SUCCESS', ['refund'], 'returned', 'The money is back'),
  row('REFUND_IN_PROCESS', ['refund'], 'processing', 'Alipay is returning the money'),
  row('PROCESSING', ['refund'], 'processing', 'Alipay is returning the money'),
  refundRefused('REFUND_AMOUNT_EXCEED', '1272', 'More than what is left of the payment'),
  refundRefused('REFUND_WINDOW_EXCEED', '1155', 'The payment is too old to be refunded by Alipay'),
  refundRefused('MERCHANT_BALANCE_NOT_ENOUGH', '1269', 'The unsettled takings do not cover the refund'),
  refundRefused('MULTIPLE_REFUNDS_NOT_SUPPORTED', '1271', 'This wallet refunds a payment once only'),
  refundRefused('ORDER_NOT_EXIST', '1268', 'Alipay knows no such payment'),
  refundRefused('ORDER_STATUS_INVALID', '1261', 'The payment is not paid'),
  refundRefused('ORDER_IS_CLOSED', '1264', 'The payment was closed without being paid'),
  refundRefused('ORDER_IS_CANCELED', '1263', 'The payment was cancelled; its money has gone back already'),
  alerting(refundRefused('RISK_REJECT', '1294', FORBIDDEN)),
  alerting(refundRefused('INVALID_MERCHANT_STATUS', '1203', MERCHANT)),
  alerting(refundRefused('INVALID_CONTRACT', '1203', CONTRACT)),
  alerting(refundRefused('PROCESS_FAIL', '1155', 'Alipay refused the refund')),
  row('SYSTEM_ERROR', ['refund'], 'refused for now', IN_TROUBLE, '1155'),
];

const UNDECIDED_CODES: readonly WalletCode[] = [
  row('UNKNOWN_EXCEPTION', EVERY_CALL, 'unknown', 'Alipay does not know the outcome'),
  row('REQUEST_TRAFFIC_EXCEED_LIMIT', EVERY_CALL, 'unknown', 'Alipay takes no more requests at the moment'),
];

/** Every code Alipay documents for these calls, and what it means. Whatever is not in here is unknown. */
export const ALIPAY_CODES: readonly WalletCode[] = [
  ...PAY_CODES,
  ...ENQUIRY_CODES,
  ...CANCEL_CODES,
  ...REFUND_CODES,
  ...UNDECIDED_CODES,
  ...GATE_CODES,
];

const STATUS_OF: Readonly<Record<CodeResult, ResultStatus | 'any'>> = {
  paid: 'S',
  reversed: 'S',
  returned: 'S',
  'waiting for payer': 'U',
  processing: 'U',
  unknown: 'any',
  'not sent': 'F',
  'not found': 'F',
  declined: 'F',
  'declined for now': 'F',
  refused: 'F',
  'refused for now': 'F',
};

const RULES: ReadonlyMap<string, CodeRule> = new Map(
  ALIPAY_CODES.flatMap((entry) => entry.calls.map((call) => [`${call} ${entry.code}`, entry] as const)),
);

const UNLISTED: CodeRule = { result: 'unknown', meaning: 'Alipay gave an answer that no document lists' };

/**
 * What a result means. A code that no document lists, and one beside a status that does not belong to it, decides
 * nothing: the caller asks again.
 */
export function ruleOf(call: WalletCall, status: ResultStatus, code: string): CodeRule {
  const rule = RULES.get(`${call} ${code}`) ?? UNLISTED;
  const expected = STATUS_OF[rule.result];
  return expected === 'any' || expected === status ? rule : UNLISTED;
}

/**
 * What an operator should know of a result, in words that follow "Alipay"; undefined when there is nothing to tell.
 */
export function operatorShouldKnow(call: WalletCall, status: ResultStatus, code: string): string | undefined {
  if (status === 'S' && code === 'SUCCESS') return undefined;
  const rule = ruleOf(call, status, code);
  if (rule === UNLISTED) return `answers ${status} ${code}, which no document lists`;
  return rule.alerts === true ? `refuses with ${code}` : undefined;
}

/** What a merchant hears when a payment has failed, by `paymentResultCode`; 1205 for one that says nothing. */
export function failureOf(code: string | undefined): {
  readonly respcd: ResponseCode;
  readonly meaning: string;
} {
  const rule = RULES.get(`charge ${code}`);
  return rule?.result === 'declined' && rule.respcd !== undefined
    ? { respcd: rule.respcd, meaning: rule.meaning }
    : { respcd: '1205', meaning: 'The payment failed at Alipay' };
}

const GATE_NAMES: ReadonlySet<string> = new Set(GATE_CODES.map(({ code }) => code));

/** Whether an answer is a refusal that Alipay may leave unsigned. */
export function mayComeUnsigned(status: ResultStatus, code: string): boolean {
  return status === 'F' && GATE_NAMES.has(code);
}
