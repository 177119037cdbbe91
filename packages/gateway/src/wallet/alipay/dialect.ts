/** The wire dialects of one business: the same signature, headers, result and order, other paths and field names. */
export const ALIPAY_DIALECTS = ['ams', 'acqp', 'alipayhk'] as const;

/** Name of a dialect as it stands in the configuration. */
export type AlipayDialectName = (typeof ALIPAY_DIALECTS)[number];

/** The calls of the wire. */
export type AlipayCall = 'pay' | 'inquiryPayment' | 'cancel' | 'refund' | 'inquiryRefund';

/** What one dialect does in its own way. */
export interface AlipayDialect {
  readonly name: AlipayDialectName;
  /** Path of each call; a dialect without an enquiry about refunds reads them from the enquiry about the payment. */
  readonly paths: Readonly<Record<Exclude<AlipayCall, 'inquiryRefund'>, string>> & {
    readonly inquiryRefund?: string;
  };
  /** `Request-Time`: milliseconds since 1970 as digits, or ISO 8601. */
  readonly requestTime: 'milliseconds' | 'iso';
  /** Whether the production path of a sandbox client is replaced, as Antom's SDK does it. */
  readonly sandboxPath: boolean;
  /** `productCode` of `pay`; absent where the dialect has none. */
  readonly productCode?: 'IN_STORE_PAYMENT';
  /** Whether `paymentFactor` says besides that the payment is in a store. */
  readonly saysInStore: boolean;
  /** Whether `pay` may name the region of the merchant. */
  readonly namesRegion: boolean;
  /** Where an enquiry tells the outcome: `paymentStatus`, or a result of its own under `paymentResult`. */
  readonly outcome: 'paymentStatus' | 'paymentResult';
  /** By which number a refund names its payment: Alipay's own, or ours. */
  readonly refundNames: 'paymentId' | 'paymentRequestId';
  /** Whether every call after `pay` names acquirer and wallet. */
  readonly namesAcquirer: boolean;
}

const AMS: AlipayDialect = {
  name: 'ams',
  paths: {
    pay: '/ams/api/v1/payments/pay',
    inquiryPayment: '/ams/api/v1/payments/inquiryPayment',
    cancel: '/ams/api/v1/payments/cancel',
    refund: '/ams/api/v1/payments/refund',
    inquiryRefund: '/ams/api/v1/payments/inquiryRefund',
  },
  requestTime: 'milliseconds',
  sandboxPath: true,
  productCode: 'IN_STORE_PAYMENT',
  saysInStore: false,
  namesRegion: true,
  outcome: 'paymentStatus',
  refundNames: 'paymentId',
  namesAcquirer: false,
};

const ACQP: AlipayDialect = {
  name: 'acqp',
  paths: {
    pay: '/aps/api/v1/payments/pay',
    inquiryPayment: '/aps/api/v1/payments/inquiryPayment',
    cancel: '/aps/api/v1/payments/cancelPayment',
    refund: '/aps/api/v1/payments/refund',
  },
  requestTime: 'iso',
  sandboxPath: false,
  saysInStore: true,
  namesRegion: false,
  outcome: 'paymentResult',
  refundNames: 'paymentRequestId',
  namesAcquirer: false,
};

const ALIPAYHK: AlipayDialect = {
  name: 'alipayhk',
  paths: {
    pay: '/aps/api/intl/wallet/v1/payments/pay',
    inquiryPayment: '/aps/api/intl/wallet/v1/payments/inquiryPayment',
    cancel: '/aps/api/intl/wallet/v1/payments/cancelPayment',
    refund: '/aps/api/intl/wallet/v1/payments/refund',
  },
  requestTime: 'iso',
  sandboxPath: false,
  productCode: 'IN_STORE_PAYMENT',
  saysInStore: false,
  namesRegion: false,
  outcome: 'paymentResult',
  refundNames: 'paymentRequestId',
  namesAcquirer: true,
};

const DIALECTS: Readonly<Record<AlipayDialectName, AlipayDialect>> = {
  ams: AMS,
  acqp: ACQP,
  alipayhk: ALIPAYHK,
};

/** The facts of a dialect. */
export function dialectOf(name: AlipayDialectName): AlipayDialect {
  return DIALECTS[name];
}

const SANDBOX_CLIENT = 'SANDBOX_';

/** The path a call is sent to, which is the one that is signed. */
export function pathOf(dialect: AlipayDialect, call: AlipayCall, clientId: string): string | undefined {
  const path = dialect.paths[call];
  const replaced = dialect.sandboxPath && clientId.startsWith(SANDBOX_CLIENT);
  return replaced ? path?.replace('/ams/api/', '/ams/sandbox/api/') : path;
}
