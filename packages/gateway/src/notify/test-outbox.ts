import { afterEach, beforeEach } from 'vitest';
import { BusinessClock } from '../clock/business-clock.ts';
import { SteadyClock } from '../clock/steady-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import { KeptLog } from '../log/test-log.ts';
import { intentOf, keyOf, merchantOf, PAID_PROGRESS, seen, stepTo } from '../store/contract/contract-data.ts';
import { provideSqlite } from '../store/sqlite/test-directory.ts';
import type { Store } from '../store/store.ts';
import type { CrashPoint } from '../trade/crash-point.ts';
import type { Notification } from './notification.ts';
import { NotificationSender, type NotificationSenderParts } from './notification-sender.ts';
import type { NotifyAnswer, NotifyRequest, NotifyTransport } from './notify-transport.ts';
import { until } from './test-endpoint.ts';

/** A post that waits for its answer. */
interface HeldPost {
  readonly request: NotifyRequest;
  readonly signal: AbortSignal;
  readonly answer: (answer: NotifyAnswer) => void;
}

/** A network that holds every post until the test answers it. */
class HeldTransport implements NotifyTransport {
  /** Every post so far. */
  readonly posts: NotifyRequest[] = [];
  /** Posts without an answer. */
  readonly held: HeldPost[] = [];
  /** Answers at once with this, when set. */
  always: NotifyAnswer | undefined;

  post(request: NotifyRequest, signal: AbortSignal): Promise<NotifyAnswer> {
    this.posts.push(request);
    if (this.always !== undefined) return Promise.resolve(this.always);
    return new Promise((resolve) => this.held.push({ request, signal, answer: resolve }));
  }

  /** Answers the oldest post that waits. */
  answer(answer: NotifyAnswer): void {
    const post = this.held.shift();
    if (post === undefined) throw new Error('no post is waiting for an answer');
    post.answer(answer);
  }
}

export const SUCCESS: NotifyAnswer = { kind: 'answer', status: 200, body: 'SUCCESS', complete: true };
export const BROKEN: NotifyAnswer = { kind: 'answer', status: 500, body: '', complete: true };

/** An outbox on a real store with time that moves when told. */
export class TestOutbox {
  readonly time = new ManualTime();
  readonly log = new KeptLog();
  readonly transport = new HeldTransport();
  readonly reached: CrashPoint[] = [];
  readonly store: Store;
  sender: NotificationSender;
  #announced = 0;

  constructor(store: Store) {
    this.store = store;
    this.sender = this.newSender();
  }

  /** Another sender on the same store, as after a restart. */
  newSender(changes: Partial<NotificationSenderParts> = {}): NotificationSender {
    const { time, store, log, transport, reached } = this;
    return new NotificationSender({
      store,
      signingKeys: async (merchantNumber) => [`key of ${merchantNumber}`],
      transport,
      clock: time,
      businessClock: new BusinessClock(time, 0),
      steadyClock: new SteadyClock(time),
      timers: time,
      // In the middle: no wait is spread.
      randomBytes: (length) => new Uint8Array(length).fill(0).with(length - 1, 128),
      log,
      tail: true,
      reach: (point) => reached.push(point),
      ...changes,
    });
  }

  /** Stores a payment as paid, with its notification, due now. */
  async announce(url = 'https://shop.example/notify', merchantNumber = 1): Promise<string> {
    this.#announced += 1;
    const id = this.#announced;
    await this.store.acceptPayment(intentOf(id, { merchantNumber }));
    const notifyId = `ntf_${id}`;
    const notification = { notifyId, url, body: `{"id": "${id}"}`, dueAtMs: this.time.nowMs() };
    await this.store.changePayment(
      { ...seen(id, 1), merchantNumber },
      stepTo(PAID_PROGRESS, { notification }),
    );
    return notifyId;
  }

  async find(notifyId: string): Promise<Notification> {
    const found = await this.store.findNotification(notifyId);
    if (found === undefined) throw new Error(`there is no notification ${notifyId}`);
    return found;
  }

  /** Waits until this many posts wait for an answer. */
  held(count: number): Promise<void> {
    return until(() => this.transport.held.length === count);
  }

  /** Waits until this many tries were recorded. */
  tried(notifyId: string, attempts: number): Promise<void> {
    return until(async () => (await this.find(notifyId)).attempts === attempts);
  }

  /** Waits until the sender does nothing but wait for time. */
  async quiet(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Gives every test of the surrounding block an outbox of its own; read it inside the test. */
export function useOutbox(): () => TestOutbox {
  let outbox: TestOutbox | undefined;
  let end: (() => Promise<void>) | undefined;
  const running = (): TestOutbox => {
    if (outbox === undefined) throw new Error('the outbox is used outside a test');
    return outbox;
  };
  beforeEach(async () => {
    const fixture = await provideSqlite();
    const store = await fixture.open();
    for (const [index, digit] of ['A', 'B', 'C'].entries()) {
      await store.addMerchant(merchantOf(digit), keyOf(index + 1));
    }
    outbox = new TestOutbox(store);
    end = async () => {
      const stopped = running().sender.stop();
      running().time.advance(60_000);
      for (const post of running().transport.held) post.answer(BROKEN);
      await stopped;
      await store.close();
      await fixture.dispose();
    };
  });
  afterEach(() => end?.());
  return running;
}
