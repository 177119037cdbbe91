import type { SandboxTimers } from '../../answer-delivery.ts';
import type { SandboxClock } from '../../book/write-group.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import type { AlipayClient, AlipaySettings } from './alipay-settings.ts';
import { payNote } from './call-context.ts';
import { writeSignature } from './message-signature.ts';
import type { PostNotification } from './notification-post.ts';
import { failureOf } from './pay.ts';
import { identityFields, paidFields } from './payment-fields.ts';
import { served } from './spoilt-result.ts';
import { strangeKey } from '../strange-key.ts';
import { writeInstant } from './wire-instant.ts';
import { bodyOf, done, type WireResult } from './wire-result.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waiting times before each try, counted from the one before: eight tries within a day. */
const REDELIVERY_MS: readonly number[] = [
  0,
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
const LATE_MS = 5 * MINUTE_MS;

/** What telling of payments needs. */
export interface NotifierParts {
  readonly door: WalletDoor;
  readonly settings: AlipaySettings;
  readonly clock: SandboxClock;
  readonly timers: SandboxTimers;
  readonly post: PostNotification;
}

/**
 * Tells of payments that have ended: of success alone in the contract of Antom, of failure too in those of Alipay+. It
 * comes again until it is acknowledged. What was not told when the sandbox ends is not told afterwards.
 */
export class Notifier {
  readonly #parts: NotifierParts;
  /** Payments that were answered and have not ended. */
  readonly #open = new Set<string>();
  readonly #told = new Set<string>();
  readonly #callOffs = new Set<() => void>();
  #looking = false;
  #closed = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /**
   * Watches a payment until it has ended, then tells of it.
   *
   * @returns when what can be told now has been sent once.
   */
  async watch(number: string): Promise<void> {
    if (this.#told.has(number)) return;
    const entry = await this.#parts.door.find(number);
    if (entry === undefined || isOpen(entry)) {
      this.#open.add(number);
      this.#look();
      return;
    }
    this.#open.delete(number);
    this.#told.add(number);
    await this.#tell(entry);
  }

  close(): void {
    this.#closed = true;
    for (const callOff of this.#callOffs) callOff();
    this.#callOffs.clear();
    this.#open.clear();
  }

  #look(): void {
    if (this.#looking || this.#closed || this.#open.size === 0) return;
    this.#looking = true;
    this.#after(LOOK_MS, async () => {
      this.#looking = false;
      for (const number of [...this.#open]) await this.watch(number);
      this.#look();
    });
  }

  async #tell(entry: BookEntry): Promise<void> {
    const { door, settings } = this.#parts;
    const note = await payNote(door, entry.channelOrderId);
    const client = settings.clients.find(({ clientId }) => clientId === note?.clientId);
    if (note === undefined || client === undefined) return;
    const paid = entry.state === 'paid';
    if (!paid && client.dialect === 'ams') return;
    const spoilt = door.faults.takeOwn(served('notification', entry.channelOrderId));
    if (spoilt === 'none') return;
    const deliver = (): Promise<void> => this.#deliver(entry, note.notifyUrl, client, spoilt, 0);
    if (spoilt === 'late') {
      this.#after(LATE_MS, deliver);
      return;
    }
    await deliver();
    if (spoilt === 'twice') await deliver();
  }

  async #deliver(
    entry: BookEntry,
    url: string,
    client: AlipayClient,
    spoilt: Misbehaviour | undefined,
    tries: number,
  ): Promise<void> {
    if (this.#closed) return;
    const { settings, clock, post } = this.#parts;
    const address = URL.parse(url);
    if (address === null) return;
    const time = writeInstant(clock.nowMs(), 480);
    const body = bodyOf(contentOf(entry, client, spoilt));
    const message = { path: address.pathname + address.search, clientId: client.clientId, time, body };
    const key = spoilt === 'forged' ? strangeKey() : settings.privateKey;
    const answer = await post(
      url,
      {
        'Content-Type': 'application/json; charset=UTF-8',
        'Client-Id': client.clientId,
        'Request-Time': time,
        Signature: writeSignature(message, key, settings.keyVersion),
      },
      body,
    );
    if (isAcknowledged(answer)) return;
    const waitMs = REDELIVERY_MS[tries + 1];
    if (waitMs === undefined) return;
    this.#after(waitMs, () => this.#deliver(entry, url, client, spoilt, tries + 1));
  }

  #after(delayMs: number, go: () => Promise<void>): void {
    if (this.#closed) return;
    const callOff = this.#parts.timers.after(delayMs, () => {
      this.#callOffs.delete(callOff);
      // A book that was closed meanwhile has nothing to tell.
      go().catch(() => this.close());
    });
    this.#callOffs.add(callOff);
  }
}

function isOpen({ state }: BookEntry): boolean {
  return state === 'in_transit' || state === 'processing' || state === 'waiting';
}

function isAcknowledged(answer: { readonly status: number; readonly body: string } | undefined): boolean {
  if (answer?.status !== 200) return false;
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
