import type { ConnectorPorts } from '../connector-ports.ts';
import type {
  NotificationReading,
  NotificationReceiver,
  NotificationReply,
  WalletNotification,
} from '../notification-receiver.ts';
import { textField } from './json-fields.ts';
import { parseObject } from './read-answer.ts';
import { signatureFits } from './signature.ts';
import type { AlipaySettings } from './settings.ts';

function reply(
  status: number,
  resultCode: string,
  resultStatus: string,
  resultMessage: string,
): NotificationReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ result: { resultCode, resultStatus, resultMessage } }),
  };
}

const ACKNOWLEDGED = reply(200, 'SUCCESS', 'S', 'success');
const LATER = reply(503, 'UNKNOWN_EXCEPTION', 'U', 'not recorded, please send it again');
const NOT_VERIFIED = reply(401, 'INVALID_SIGNATURE', 'F', 'the signature does not verify');
const UNREADABLE = reply(400, 'PARAM_ILLEGAL', 'F', 'the body is no payment result');

const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads Alipay's notifications. Only success is notified for payments in a store, so silence says nothing. A verified
 * notification is a hint to ask: what it says about money is not used.
 */
export class AlipayNotificationReceiver implements NotificationReceiver {
  readonly #settings: AlipaySettings;
  readonly #path: string;
  readonly #alert: ConnectorPorts['alert'];

  constructor(settings: AlipaySettings, { alert }: Pick<ConnectorPorts, 'alert'>) {
    const { pathname, search } = new URL(settings.notifyUrl);
    this.#settings = settings;
    // What Alipay signs is the address it was given; a proxy before the gateway may shorten it on the way.
    this.#path = pathname + search;
    this.#alert = alert;
  }

  async read({ method, headers, body }: WalletNotification): Promise<NotificationReading> {
    const { clientId, walletPublicKey } = this.#settings;
    const time = headers['request-time'] ?? '';
    const parts = { path: this.#path, clientId, time, body };
    const signed =
      method === 'POST' &&
      headers['client-id'] === clientId &&
      signatureFits(headers['signature'] ?? '', parts, walletPublicKey);
    if (!signed) {
      this.#alert('a notification does not verify: check client_id, wallet_public_key and notify_url');
      return refused('its signature does not verify', NOT_VERIFIED);
    }
    const content = parseObject(body);
    if (content === undefined) return refused('its body is no JSON object', UNREADABLE);
    const type = textField(content, 'notifyType') ?? 'PAYMENT_RESULT';
    // Kinds that do not concern payments are acknowledged, or they would come again and again.
    if (type !== 'PAYMENT_RESULT') return refused('it is about something else', ACKNOWLEDGED);
    const number = textField(content, 'paymentRequestId') ?? '';
    if (!NUMBER.test(number)) return refused('it names no payment', UNREADABLE);
    return { kind: 'payment', number, acknowledged: ACKNOWLEDGED, later: LATER };
  }
}

function refused(why: string, answer: NotificationReply): NotificationReading {
  return { kind: 'refused', why, reply: answer };
}
