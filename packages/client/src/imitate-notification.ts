import { formatWireTime, signBody, type WireObject, writeWireJson } from '@opencpm/protocol';
import { timedDigest } from './notification-key.ts';
import { pureDigest } from './pure-hashes.ts';

/** A payment or refund to be announced to the endpoint under test. */
export interface ImitatedNotification {
  readonly clientKey: string;
  /** Milliseconds since 1970-01-01 UTC; every time of the notification. */
  readonly nowMs: number;
  readonly kind?: 'payment' | 'refund' | undefined;
  readonly syssn: string;
  readonly orderNumber: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly payType?: string | undefined;
  /** As the host of a partner sends it. */
  readonly storeId?: string | undefined;
  /** The same id is the same notification, delivered again. */
  readonly id?: string | undefined;
}

/** A POST as a gateway makes it. */
export interface SignedNotification {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Builds a notification with both signatures, byte for byte as a gateway would send it, so that an endpoint can be
 * tested without one.
 */
export function imitateNotification(notification: ImitatedNotification): SignedNotification {
  const { clientKey, nowMs, id = 'ntf_00000000000000000000000000000000' } = notification;
  const body = writeWireJson(membersOf(notification));
  const seconds = String(Math.floor(nowMs / 1_000));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-qf-sign': signBody(body, clientKey, 'MD5', pureDigest),
      'x-qf-notify-id': id,
      'x-qf-signature-v2': `t=${seconds},v1=${timedDigest(clientKey, id, seconds, body)}`,
    },
    body,
  };
}

/** In the order of the contract's example (section 5.8), every value a text. */
function membersOf(notification: ImitatedNotification): WireObject {
  const { kind = 'payment', nowMs, currency, amountMinor } = notification;
  const time = formatWireTime(nowMs);
  const paid = kind === 'payment';
  return {
    status: '1',
    pay_type: notification.payType ?? '800108',
    sysdtm: time,
    paydtm: time,
    goods_name: '',
    txcurrcd: currency,
    txdtm: time,
    mchid: notification.storeId,
    txamt: String(amountMinor),
    exchange_rate: '',
    chnlsn2: '',
    out_trade_no: notification.orderNumber,
    syssn: notification.syssn,
    cash_fee_type: paid ? currency : '',
    cancel: '0',
    respcd: '0000',
    goods_info: '',
    cash_fee: paid ? String(amountMinor) : '',
    notify_type: kind,
    chnlsn: '',
    cardcd: '',
    ...(paid ? {} : { cash_refund_fee: String(amountMinor), cash_refund_fee_type: currency }),
  };
}
