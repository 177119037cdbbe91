import type { SandboxTimers } from '../../answer-delivery.ts';
import type { SandboxClock } from '../../book/write-group.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import type { AlipayClient, AlipaySettings } from './alipay-settings.ts';
import { oddBody } from './answer-writer.ts';
import { payNote } from './call-context.ts';
import { writeSignature } from './message-signature.ts';
import type { PostNotification } from '../notification-post.ts';
import { failureOf } from './pay.ts';
import { identityFields, paidFields } from './payment-fields.ts';
import { type Notice, NoticeOutbox, numberIn } from '../notice-outbox.ts';
import { strangeKey } from '../strange-key.ts';
import { writeInstant } from './wire-instant.ts';
import { bodyOf, done, type WireResult } from './wire-result.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waiting times between two tries: eight tries within a day. */
const REDELIVERY_MS: readonly number[] = [
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  15 * HOUR_MS,
];

/** How often it is looked whether an open payment has ended. */
const LOOK_MS = 1_000;

/** What telling of payments needs. */
export interface NotifierParts {
  readonly door: WalletDoor;
  readonly settings: AlipaySettings;
  readonly clock: SandboxClock;
  readonly timers: SandboxTimers;
  readonly post: PostNotification;
}

/** Tells of payments that have ended: of success alone in the contract of Antom, of failure too in those of Alipay+. */
export function alipayOutbox(parts: NotifierParts): NoticeOutbox {
  const { door, timers, post } = parts;
  return new NoticeOutbox({
    door,
    timers,
    post,
    server: 'alipay',
    families: ['alipay'],
    lookMs: LOOK_MS,
    gapsMs: () => REDELIVERY_MS,
    firstLook: 'at_once',
    async standingOf(subject) {
      const entry = await door.find(numberIn(subject));
      if (entry === undefined || isOpen(entry)) return 'open';
      if (entry.state === 'paid') return 'to_be_told';
      const client = await clientOf(parts, entry);
      return client === undefined || client.dialect === 'ams' ? 'silent' : 'to_be_told';
    },
    async write(subject, spoilt) {
      const entry = await door.find(numberIn(subject));
      return entry === undefined ? undefined : write(parts, entry, spoilt);
    },
  });
}

async function clientOf(
  { door, settings }: NotifierParts,
  entry: BookEntry,
): Promise<AlipayClient | undefined> {
  const note = await payNote(door, entry.channelOrderId);
  return settings.clients.find(({ clientId }) => clientId === note?.clientId);
}

async function write(
  parts: NotifierParts,
  entry: BookEntry,
  spoilt: Misbehaviour | undefined,
): Promise<Notice | undefined> {
  const { door, settings, clock } = parts;
  const [note, client] = [await payNote(door, entry.channelOrderId), await clientOf(parts, entry)];
  const address = URL.parse(note?.notifyUrl ?? '');
  if (address === null || note === undefined || client === undefined) return undefined;
  const { clientId } = client;
  const time = writeInstant(clock.nowMs(), 480);
  const plain = bodyOf(contentOf(entry, client, spoilt));
  const body = spoilt === 'odd-form' ? oddBody(plain) : plain;
  const message = { path: address.pathname + address.search, clientId, time, body };
  const key = spoilt === 'forged' ? strangeKey() : settings.privateKey;
  return {
    url: note.notifyUrl,
    headers: {
      'Content-Type': 'application/json; charset=UTF-8',
      'Client-Id': clientId,
      'Request-Time': time,
      Signature: writeSignature(message, key, settings.keyVersion),
    },
    body,
    accepts: isAcknowledged,
  };
}

function isOpen({ state }: BookEntry): boolean {
  return state === 'in_transit' || state === 'processing' || state === 'waiting';
}

function isAcknowledged(answer: { readonly status: number; readonly body: string }): boolean {
  if (answer.status !== 200) return false;
  try {
    const { result } = JSON.parse(answer.body) as { result?: { resultStatus?: unknown } };
    return result?.resultStatus === 'S';
  } catch {
    return false;
  }
}

function contentOf(entry: BookEntry, client: AlipayClient, spoilt: Misbehaviour | undefined): WireResult {
  const paid = entry.state === 'paid';
  const amountMinor = entry.amountMinor + (spoilt === 'other-amount' ? 1 : 0);
  const facts = {
    ...(paid
      ? paidFields(entry, { amountMinor, currency: entry.currency }, 480)
      : identityFields(entry, 480)),
    ...(spoilt === 'other-payment' ? { paymentRequestId: `${entry.channelOrderId}X` } : {}),
  };
  if (client.dialect === 'ams') return done({ ...facts, notifyType: 'PAYMENT_RESULT' });
  const { status, code, message } = paid ? done() : failureOf(entry);
  const paymentResult = { resultCode: code, resultMessage: message, resultStatus: status };
  return done({ ...facts, paymentResult });
}
