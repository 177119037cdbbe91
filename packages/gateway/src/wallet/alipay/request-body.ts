import type { ChargeOrder, OrderReference, RefundOrder } from '../connector.ts';
import type { AlipayDialect } from './dialect.ts';
import { writeInstant } from './instant.ts';
import type { AlipaySettings } from './settings.ts';

/** How long after its intent a payment may succeed at Alipay; sent with every payment. */
export const PAYMENT_LIFE_MS = 65_000;

const DESCRIPTION_LENGTH_MAX = 256;
const NAME_LENGTH_MAX = 256;
const ID_LENGTH_MAX = 64;

interface Amount {
  readonly currency: string;
  readonly value: string;
}

function amount({ amountMinor, currency }: { amountMinor: number; currency: string }): Amount {
  return { currency, value: String(amountMinor) };
}

/** The first characters of a text, never half of one. */
function cut(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : text.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '');
}

/** Alipay refuses empty texts. */
function orElse(text: string, fallback: string): string {
  return text.trim() === '' ? fallback : text;
}

/** Body of `pay`. Every scalar is a text, and nothing is empty. */
export function payBody(order: ChargeOrder, settings: AlipaySettings, dialect: AlipayDialect): object {
  const { merchantRegion, settlementCurrency } = settings;
  return {
    ...(dialect.productCode === undefined ? {} : { productCode: dialect.productCode }),
    paymentRequestId: order.channelOrderId,
    order: orderBody(order, settings),
    paymentAmount: amount(order),
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: order.authCode },
    paymentFactor: {
      ...(dialect.saysInStore ? { isInStorePayment: 'true' } : {}),
      inStorePaymentScenario: 'PaymentCode',
    },
    paymentNotifyUrl: settings.notifyUrl,
    paymentExpiryTime: writeInstant(order.createdAtMs + PAYMENT_LIFE_MS),
    ...(settlementCurrency === undefined ? {} : { settlementStrategy: { settlementCurrency } }),
    ...(merchantRegion === undefined || !dialect.namesRegion ? {} : { merchantRegion }),
  };
}

function orderBody(order: ChargeOrder, settings: AlipaySettings): object {
  const merchantName = orElse(cut(order.merchantName, NAME_LENGTH_MAX), settings.merchantId);
  const storeId = orElse(cut(order.storeId, ID_LENGTH_MAX), settings.storeId);
  const storeName = settings.storeNames[storeId] ?? merchantName;
  return {
    referenceOrderId: order.channelOrderId,
    orderDescription: orElse(cut(order.description, DESCRIPTION_LENGTH_MAX), merchantName),
    orderAmount: amount(order),
    merchant: {
      referenceMerchantId: settings.merchantId,
      merchantName,
      merchantMCC: settings.merchantMcc,
      store: {
        referenceStoreId: storeId,
        storeName: cut(storeName, NAME_LENGTH_MAX),
        storeMCC: settings.merchantMcc,
      },
    },
    env: {
      storeTerminalId: orElse(cut(order.deviceId, ID_LENGTH_MAX), settings.terminalId),
      storeTerminalRequestTime: writeInstant(order.createdAtMs),
    },
  };
}

/** Body of `inquiryPayment` and `cancel`. Our own number is used: an unknown outcome leaves us without Alipay's. */
export function paymentReferenceBody(
  { channelOrderId }: Pick<OrderReference, 'channelOrderId'>,
  settings: AlipaySettings,
  dialect: AlipayDialect,
): object {
  return { paymentRequestId: channelOrderId, ...acquirer(settings, dialect) };
}

/** Body of `refund`. @param paymentId Alipay's number of the payment, for dialects that take no other. */
export function refundBody(
  order: RefundOrder,
  paymentId: string,
  settings: AlipaySettings,
  dialect: AlipayDialect,
): object {
  return {
    refundRequestId: order.channelRefundId,
    ...(dialect.refundNames === 'paymentId' ? { paymentId } : { paymentRequestId: order.channelOrderId }),
    refundAmount: amount(order),
    ...acquirer(settings, dialect),
  };
}

/** Body of `inquiryRefund`. */
export function refundReferenceBody({ channelRefundId }: RefundOrder): object {
  return { refundRequestId: channelRefundId };
}

function acquirer({ acquirerId, pspId }: AlipaySettings, dialect: AlipayDialect): object {
  return dialect.namesAcquirer ? { acquirerId, pspId } : {};
}
