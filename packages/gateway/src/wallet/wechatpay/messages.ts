import type { ChargeOrder, RefundOrder } from '../connector.ts';
import { fullFields, type WechatPayIdentity } from './identity.ts';
import type { JsonObject } from './json-object.ts';

/** Longest `description`, in characters. */
const DESCRIPTION_MAX = 127;
const DEVICE_ID_MAX = 32;
/** Longest `id`, `name` and `address` of a store. */
const STORE_ID_MAX = 32;
const STORE_NAME_MAX = 256;
const STORE_ADDRESS_MAX = 512;

/** What a payment says of the shop beside its numbers. */
export interface ShopFacts {
  /** Merchant category code, four digits. */
  readonly categoryCode: string;
  /** Without it no store is named: WeChat Pay takes none without its address. */
  readonly storeAddress?: string | undefined;
  /** Names of stores by their `mchid`. */
  readonly storeNames: Readonly<Record<string, string>>;
}

/** The body of a payment. Fields that are absent are left out: `null` is refused. */
export function payBody(identity: WechatPayIdentity, shop: ShopFacts, order: ChargeOrder): JsonObject {
  const scene = sceneOf(shop, order);
  return {
    ...fullFields(identity),
    description:
      plainText(order.description, DESCRIPTION_MAX) ||
      plainText(order.merchantName, DESCRIPTION_MAX) ||
      'Payment',
    out_trade_no: order.channelOrderId,
    trade_type: 'MICROPAY',
    merchant_category_code: shop.categoryCode,
    payer: { auth_code: order.authCode },
    amount: { total: order.amountMinor, currency: order.currency },
    ...(order.creditBarred ? { limit_pay: 'no_credit' } : {}),
    ...(Object.keys(scene).length === 0 ? {} : { scene_info: scene }),
  };
}

function sceneOf({ storeAddress, storeNames }: ShopFacts, order: ChargeOrder): JsonObject {
  const deviceId = plainText(order.deviceId, DEVICE_ID_MAX);
  const id = plainText(order.storeId, STORE_ID_MAX);
  const name = plainText(storeNames[order.storeId] ?? order.merchantName, STORE_NAME_MAX);
  const address = plainText(storeAddress ?? '', STORE_ADDRESS_MAX);
  return {
    ...(deviceId === '' ? {} : { device_id: deviceId }),
    ...(name === '' || address === '' ? {} : { store_info: { ...(id === '' ? {} : { id }), name, address } }),
  };
}

/**
 * The body of a refund: the same for every repeat of the same refund.
 *
 * @param notifyUrl where WeChat Pay tells of its end; undefined when it need not.
 */
export function refundBody(
  identity: WechatPayIdentity,
  order: RefundOrder,
  notifyUrl: string | undefined,
): JsonObject {
  return {
    ...fullFields(identity),
    ...(order.walletNumber === ''
      ? { out_trade_no: order.channelOrderId }
      : { transaction_id: order.walletNumber }),
    out_refund_no: order.channelRefundId,
    amount: { refund: order.amountMinor, total: order.paymentAmountMinor, currency: order.currency },
    ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
  };
}

/** A text as WeChat Pay takes it: no control characters, and no character of four bytes (emoji) in UTF-8. */
function plainText(text: string, lengthMax: number): string {
  const plain = text.replaceAll(/[\u{10000}-\u{10ffff}]|\p{Cs}/gu, '').replaceAll(/[\p{Cc}\s]+/gu, ' ');
  return plain.trim().slice(0, lengthMax).trimEnd();
}
