import { readIsoInstant } from './wire-instant.ts';

/** A JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a field of a request has to look like. */
interface FieldRule {
  /** Names from the outermost object on, joined by full stops. */
  readonly path: string;
  readonly lengthMax?: number;
  readonly pattern?: RegExp;
  /** Only this text. */
  readonly is?: string;
  readonly instant?: true;
  /** May be left out, or `null`. */
  readonly optional?: true;
}

const REQUEST_ID = { lengthMax: 64, pattern: /^[A-Za-z0-9_-]+$/ } as const;

function amountRules(path: string): readonly FieldRule[] {
  return [
    { path: `${path}.currency`, pattern: /^[A-Z]{3}$/ },
    { path: `${path}.value`, pattern: /^[1-9]\d{0,14}$/ },
  ];
}

const ORDER_RULES: readonly FieldRule[] = [
  { path: 'order.referenceOrderId', lengthMax: 64 },
  { path: 'order.orderDescription', lengthMax: 256 },
  ...amountRules('order.orderAmount'),
  { path: 'order.merchant.referenceMerchantId', lengthMax: 64 },
  { path: 'order.merchant.merchantName', lengthMax: 256 },
  { path: 'order.merchant.merchantMCC', lengthMax: 32, pattern: /^\d{4}$/ },
  { path: 'order.merchant.store.referenceStoreId', lengthMax: 64 },
  { path: 'order.merchant.store.storeName', lengthMax: 256 },
  { path: 'order.merchant.store.storeMCC', lengthMax: 32, pattern: /^\d{4}$/ },
  { path: 'order.env.storeTerminalId', lengthMax: 64 },
  { path: 'order.env.storeTerminalRequestTime', instant: true },
  { path: 'order.env.clientIp', lengthMax: 64, optional: true },
];

const PAY_RULES: readonly FieldRule[] = [
  { path: 'paymentRequestId', ...REQUEST_ID },
  ...ORDER_RULES,
  ...amountRules('paymentAmount'),
  { path: 'paymentMethod.paymentMethodType', is: 'CONNECT_WALLET' },
  { path: 'paymentMethod.paymentMethodId', lengthMax: 128 },
  { path: 'paymentFactor.inStorePaymentScenario', is: 'PaymentCode' },
  { path: 'paymentNotifyUrl', lengthMax: 2048, pattern: /^https?:\/\/[!-~]+$/ },
  { path: 'paymentExpiryTime', instant: true, optional: true },
  { path: 'settlementStrategy.settlementCurrency', pattern: /^[A-Z]{3}$/, optional: true },
  { path: 'merchantRegion', pattern: /^[A-Z]{2}$/, optional: true },
];

const ACQUIRER_RULES: readonly FieldRule[] = [
  { path: 'acquirerId', lengthMax: 64 },
  { path: 'pspId', lengthMax: 64 },
];

const PAYMENT_REFERENCE: readonly FieldRule[] = [
  { path: 'paymentRequestId', lengthMax: 64, optional: true },
  { path: 'paymentId', lengthMax: 64, optional: true },
  { path: 'merchantAccountId', lengthMax: 32, optional: true },
];

const REFUND_RULES: readonly FieldRule[] = [
  { path: 'refundRequestId', ...REQUEST_ID },
  ...amountRules('refundAmount'),
  { path: 'referenceRefundId', lengthMax: 64, optional: true },
  { path: 'refundReason', lengthMax: 256, optional: true },
];

/** The contract a client has: Antom, Alipay+ for acquirers, or AlipayHK. */
export type Dialect = 'ams' | 'acqp' | 'alipayhk';

/** The calls of the wire. */
export type WireCall = 'pay' | 'inquiryPayment' | 'cancel' | 'refund' | 'inquiryRefund';

const PRODUCT: FieldRule = { path: 'productCode', is: 'IN_STORE_PAYMENT' };
const IN_STORE: FieldRule = { path: 'paymentFactor.isInStorePayment', is: 'true' };

const RULES: Readonly<Record<WireCall, (dialect: Dialect) => readonly FieldRule[]>> = {
  pay: (dialect) => [dialect === 'acqp' ? IN_STORE : PRODUCT, ...PAY_RULES],
  inquiryPayment: referenceRules,
  cancel: referenceRules,
  refund: (dialect) => [
    ...REFUND_RULES,
    ...(dialect === 'ams' ? [{ path: 'paymentId', lengthMax: 64 }] : referenceRules(dialect)),
  ],
  inquiryRefund: () => [
    { path: 'refundRequestId', lengthMax: 64, optional: true },
    { path: 'refundId', lengthMax: 64, optional: true },
  ],
};

function referenceRules(dialect: Dialect): readonly FieldRule[] {
  return dialect === 'alipayhk' ? [...PAYMENT_REFERENCE, ...ACQUIRER_RULES] : PAYMENT_REFERENCE;
}

/** At least one of these has to be there. */
const ONE_OF: Readonly<Record<WireCall, readonly string[]>> = {
  pay: [],
  inquiryPayment: ['paymentRequestId', 'paymentId'],
  cancel: ['paymentRequestId', 'paymentId'],
  refund: ['paymentRequestId', 'paymentId'],
  inquiryRefund: ['refundRequestId', 'refundId'],
};

/** Fields that were taken out of the documents in January 2022 and must not be sent any more. */
const WITHDRAWN = [
  'isAuthorization',
  'payToMethod',
  'paymentRedirectUrl',
  'paymentVerificationData',
  'paymentMethod.paymentMethodMetaData',
  'paymentFactor.isPaymentEvaluation',
];

/** A text of a request, by its path; undefined when it is missing. Call it after {@link problemOf}. */
export function fieldOf(body: Fields, path: string): string | undefined {
  const value = valueAt(body, path);
  return typeof value === 'string' ? value : undefined;
}

/** What is wrong with the body of a call, naming the field; undefined when nothing is. */
export function problemOf(call: WireCall, dialect: Dialect, body: Fields): string | undefined {
  const withdrawn = call === 'pay' ? WITHDRAWN.find((path) => isThere(valueAt(body, path))) : undefined;
  if (withdrawn !== undefined) return `${withdrawn} is not supported any more`;
  for (const rule of RULES[call](dialect)) {
    const problem = problemWith(rule, valueAt(body, rule.path));
    if (problem !== undefined) return `${rule.path} ${problem}`;
  }
  const names = ONE_OF[call];
  if (names.length > 0 && !names.some((name) => isThere(valueAt(body, name)))) {
    return `${names.join(' or ')} is missing`;
  }
  return undefined;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function valueAt(body: Fields, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}

function problemWith(rule: FieldRule, value: unknown): string | undefined {
  if (!isThere(value)) return rule.optional === true ? undefined : 'is missing';
  if (typeof value !== 'string') return 'must be a string';
  if (value === '') return 'must not be empty';
  if (rule.lengthMax !== undefined && value.length > rule.lengthMax) {
    return `is longer than ${rule.lengthMax} characters`;
  }
  if (rule.is !== undefined && value !== rule.is) return `must be ${rule.is}`;
  if (rule.pattern?.test(value) === false) return 'has a wrong form';
  if (rule.instant === true && readIsoInstant(value) === undefined)
    return 'is no ISO 8601 time with an offset';
  return undefined;
}
