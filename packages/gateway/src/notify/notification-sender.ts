import type { BusinessClock } from '../clock/business-clock.ts';
import type { Clock, Timers } from '../clock/clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import type { CrashPoint } from '../trade/crash-point.ts';
import { EndpointBreaker } from './endpoint-breaker.ts';
import { LaneTurns } from './lane-turns.ts';
import type { Notification, NotificationQueue } from './notification.ts';
import { timedSignature, wireSignature } from './notification-signature.ts';
import {
  describeAnswer,
  isAcknowledged,
  type NotifyAnswer,
  type NotifyTransport,
  quoteAnswer,
} from './notify-transport.ts';
import { OpenTries } from './open-tries.ts';
import { outcomeOfTry } from './try-outcome.ts';

/** How long a try may take in all. */
export const TRY_LIMIT_MS = 10_000;
/** How long a notification belongs to the try that took it; a process that died in between frees it by that. */
const LEASE_MS = 30_000;
/** Longest pause between two looks at the outbox; a new notification wakes the sender at once. */
const LOOK_PAUSE_MAX_MS = 60_000;
/** Pause after the store could not be read or written. */
const TROUBLE_PAUSE_MS = 1_000;
/** How long open tries may go on when the sender is stopped; those cut off are made again after the next start. */
const STOP_LIMIT_MS = 2_000;

/** What delivering notifications needs. */
export interface NotificationSenderParts {
  readonly store: Store;
  /** Secrets that sign for a merchant, the preferred one first. */
  readonly signingKeys: (merchantNumber: number) => Promise<readonly string[]>;
  readonly transport: NotifyTransport;
  readonly clock: Clock;
  readonly businessClock: BusinessClock;
  readonly steadyClock: SteadyClock;
  readonly timers: Timers;
  /** Four bytes spread the waits. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Log;
  /** Whether tries go on for thirty days, beyond the wire's 24 hours. */
  readonly tail: boolean;
  readonly reach: (point: CrashPoint) => void;
}

/**
 * Delivers what lies in the outbox until it is acknowledged or given up (invariant I8). Each merchant's notifications to
 * each endpoint are a queue of their own, so that a slow or dead endpoint delays nobody else; queues that wait for the
 * same places take turns.
 */
export class NotificationSender {
  readonly #parts: NotificationSenderParts;
  readonly #breaker = new EndpointBreaker();
  readonly #open = new OpenTries();
  readonly #turns = new LaneTurns();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #stopped = false;
  #looking = false;
  #lookAgain = false;
  #cancelLook: () => void = () => undefined;

  constructor(parts: NotificationSenderParts) {
    this.#parts = parts;
  }

  /** Begins to deliver; what is due goes out at once. */
  start(): void {
    this.#parts.store.onNotificationWaiting(() => this.#wake());
    this.#wake();
  }

  /** Begins no more tries, lets the open ones end for up to two seconds, and cuts the rest off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook();
    const cancel = this.#parts.timers.after(STOP_LIMIT_MS, () => this.#stopping.abort());
    // A look that is under way may still add tries.
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    cancel();
  }

  #wake(): void {
    if (this.#stopped) return;
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#track(this.#lookUntilQuiet());
  }

  async #lookUntilQuiet(): Promise<void> {
    let pauseMs = LOOK_PAUSE_MAX_MS;
    while (this.#lookAgain && !this.#stopped) {
      this.#lookAgain = false;
      try {
        pauseMs = await this.#look();
      } catch (error) {
        this.#parts.log.warn('outbox_not_read', { why: String(error) });
        pauseMs = TROUBLE_PAUSE_MS;
      }
    }
    this.#looking = false;
    if (this.#stopped) return;
    this.#cancelLook();
    this.#cancelLook = this.#parts.timers.after(pauseMs, () => this.#wake());
  }

  /**
   * Begins every try that may begin now.
   *
   * @returns how long nothing more will be due, unless a try ends or a notification is added.
   */
  async #look(): Promise<number> {
    const { store, steadyClock } = this.#parts;
    const queues = await store.notificationQueues();
    this.#breaker.keepOnly(queues);
    const nowMs = steadyClock.nowMs();
    let nextMs = nowMs + LOOK_PAUSE_MAX_MS;
    for (const { dueAtMs } of queues) if (dueAtMs > nowMs) nextMs = Math.min(nextMs, dueAtMs);
    const places = new Map<NotificationQueue, number>();
    let waiting = this.#turns.inOrder(queues.filter(({ dueAtMs }) => dueAtMs <= nowMs));
    // One place each, then a second each, and so on: lanes that share an endpoint share it evenly.
    while (waiting.length > 0) {
      waiting = waiting.filter((queue) => {
        const { tries, againAtMs } = this.#breaker.allowance(
          queue,
          { toEndpoint: this.#open.to(queue.endpoint), ofLane: this.#open.of(queue) },
          nowMs,
        );
        nextMs = Math.min(nextMs, againAtMs ?? nextMs);
        if (this.#open.take(queue, Math.min(1, tries)) === 0) return false;
        places.set(queue, (places.get(queue) ?? 0) + 1);
        return true;
      });
    }
    const leases = Array.from(places, ([queue, taken]) => this.#begin(queue, nowMs, taken));
    // All of them come to their end first: none may begin a try after the sender has stopped.
    const ended = await Promise.allSettled(leases);
    for (const lease of ended) if (lease.status === 'rejected') throw lease.reason;
    return Math.max(0, nextMs - steadyClock.nowMs());
  }

  /** @param places taken from {@link OpenTries}; those not used are given back. */
  async #begin(queue: NotificationQueue, nowMs: number, places: number): Promise<void> {
    let used = 0;
    try {
      const leaseEndMs = nowMs + LEASE_MS;
      const due = await this.#parts.store.leaseDueNotifications(queue, nowMs, leaseEndMs, places);
      used = due.length;
      this.#turns.began(queue, used);
      for (const notification of due) this.#track(this.#try(notification));
      // More of this queue may be due than were taken, or due soon.
      if (used > 0) this.#lookAgain = true;
    } finally {
      this.#open.giveBack(queue, places - used);
    }
  }

  /** Never rejects. */
  async #try(notification: Notification): Promise<void> {
    try {
      const answer = await this.#deliver(notification);
      this.#parts.reach('notification_answered');
      // A try that the gateway itself cut off says nothing about the endpoint.
      if (isAcknowledged(answer) || !this.#stopping.signal.aborted) await this.#record(notification, answer);
    } catch (error) {
      // The lease runs out, and the notification is tried again.
      this.#parts.log.warn('notification_not_recorded', { syssn: notification.syssn, why: String(error) });
    } finally {
      this.#open.giveBack(notification, 1);
      this.#wake();
    }
  }

  async #deliver(notification: Notification): Promise<NotifyAnswer> {
    const { clock, signingKeys, transport, timers, reach } = this.#parts;
    const keys = await signingKeys(notification.merchantNumber);
    const [preferred] = keys;
    if (preferred === undefined) return { kind: 'failure', why: 'the merchant has no key to sign with' };
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'OpenCPM',
      'X-QF-SIGN': wireSignature(notification, preferred),
      'X-QF-NOTIFY-ID': notification.notifyId,
      'X-QF-SIGNATURE-V2': timedSignature(notification, keys, clock.nowMs()),
    };
    const limit = new AbortController();
    const signal = AbortSignal.any([limit.signal, this.#stopping.signal]);
    return new Promise((resolve, reject) => {
      const cancel = timers.after(TRY_LIMIT_MS, () => {
        limit.abort();
        resolve({ kind: 'failure', why: `no answer within ${TRY_LIMIT_MS / 1000} s` });
      });
      const { url, body } = notification;
      transport.post({ url, headers, body }, signal).then(resolve, reject).finally(cancel);
      reach('notification_sent');
    });
  }

  async #record(seen: Notification, answer: NotifyAnswer): Promise<void> {
    const { store, steadyClock, businessClock, randomBytes, tail, log } = this.#parts;
    const nowMs = steadyClock.nowMs();
    const result = describeAnswer(answer);
    const acknowledged = isAcknowledged(answer);
    if (acknowledged) this.#breaker.acknowledged(seen);
    else if (this.#breaker.failed(seen, nowMs)) {
      log.warn('notify_endpoint_failing', { syssn: seen.syssn, endpoint: seen.endpoint, why: result });
    }
    const tried = { acknowledged, result, quoted: quoteAnswer(answer), nowMs, tail, randomBytes };
    const { progress, entry } = outcomeOfTry(seen, tried);
    const changed = await store.changeNotification(seen, progress, entry, businessClock.nowMs());
    const { syssn, notifyId, endpoint } = seen;
    if (changed?.state === 'given_up') {
      log.alert('notification_given_up', {
        syssn,
        notifyId,
        endpoint,
        attempts: changed.attempts,
        why: result,
      });
    } else if (changed !== undefined) {
      log.info('notification', { syssn, notifyId, state: changed.state, attempts: changed.attempts, result });
    }
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }
}
