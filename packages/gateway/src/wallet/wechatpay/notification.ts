import type { Clock } from '../../clock/clock.ts';
import type {
  NotificationReading,
  NotificationReceiver,
  NotificationReply,
  WalletNotification,
} from '../notification-receiver.ts';
import { flawOf, sealOf } from './exchange.ts';
import { numberFields, type WechatPayIdentity } from './identity.ts';
import { asObject, readJsonObject, textOf } from './json-object.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { openSealed } from './secret-box.ts';

function reply(status: number, code: string, message: string): NotificationReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ code, message }),
  };
}

const ACKNOWLEDGED = reply(200, 'SUCCESS', 'success');
const LATER = reply(503, 'FAIL', 'not recorded, please send it again');
const NOT_VERIFIED = reply(401, 'FAIL', 'the signature does not verify');
const UNREADABLE = reply(400, 'FAIL', 'the body is no notification of a refund');

const NUMBER = /^[\w*@|-]{1,64}$/;

/** What reading notifications needs. */
export interface RefundNotificationParts {
  readonly keys: PlatformKeys;
  readonly clock: Clock;
  readonly identity: WechatPayIdentity;
  readonly apiV3Key: Uint8Array;
  readonly alert: (why: string) => void;
}

/**
 * Reads WeChat Pay's notifications: of refunds that went back, were closed or need a hand. Payments by a scanned code have
 * none. A verified notification is a hint to ask: what it says of states and money is not used.
 */
export class WechatPayNotificationReceiver implements NotificationReceiver {
  readonly #parts: RefundNotificationParts;

  constructor(parts: RefundNotificationParts) {
    this.#parts = parts;
  }

  async read({ method, headers, body }: WalletNotification): Promise<NotificationReading> {
    const flaw =
      method === 'POST' ? await this.#flawOf(headers, Buffer.from(body)) : 'another method than POST';
    if (flaw !== undefined) {
      this.#parts.alert(`a notification has ${flaw}`);
      return refused(`it has ${flaw}`, NOT_VERIFIED);
    }
    const { event_type: type, resource } = readJsonObject(Buffer.from(body)) ?? {};
    // Kinds that do not concern refunds are acknowledged, or they would come again and again.
    if (!textOf(type).startsWith('REFUND.')) return refused('it is about something else', ACKNOWLEDGED);
    const content = this.#opened(resource);
    if (content === undefined) {
      this.#parts.alert('a notification is not sealed with our APIv3 key; compare api_v3_key');
      return refused('the APIv3 key does not open it', UNREADABLE);
    }
    const ours = Object.entries(numberFields(this.#parts.identity));
    if (ours.some(([name, value]) => content[name] !== value)) {
      return refused('it is about another merchant', NOT_VERIFIED);
    }
    const number = textOf(content['out_refund_no']);
    if (!NUMBER.test(number)) return refused('it names no refund', UNREADABLE);
    return { kind: 'refund', number, acknowledged: ACKNOWLEDGED, later: LATER };
  }

  async #flawOf(headers: Readonly<Record<string, string>>, body: Buffer): Promise<string | undefined> {
    const seal = sealOf({ headers });
    if (seal === undefined) return 'no signature';
    const problem = await this.#parts.keys.ready();
    return problem ?? flawOf(this.#parts, seal, body);
  }

  #opened(resource: unknown): Readonly<Record<string, unknown>> | undefined {
    const { algorithm, nonce, associated_data: associatedData, ciphertext } = asObject(resource) ?? {};
    if (algorithm !== 'AEAD_AES_256_GCM') return undefined;
    const text = openSealed(this.#parts.apiV3Key, {
      nonce: textOf(nonce),
      associatedData: textOf(associatedData),
      ciphertext: textOf(ciphertext),
    });
    return text === undefined ? undefined : readJsonObject(Buffer.from(text));
  }
}

function refused(why: string, answer: NotificationReply): NotificationReading {
  return { kind: 'refused', why, reply: answer };
}
