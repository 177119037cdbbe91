import type { SandboxTimers } from '../../answer-delivery.ts';
import type { ServedCall } from '../../call-faults.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import type { PostNotification } from '../alipay/notification-post.ts';

/** How often it is looked whether an open payment has ended. */
const LOOK_MS = 500;
/** How much later a notification comes when a developer wants it late. */
const LATE_MS = 300_000;

/** A notification ready to be sent. */
export interface UnionPayNotice {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether an answer is enough to stop. */
  readonly accepts: (answer: { readonly status: number; readonly body: string }) => boolean;
}

/** What telling needs. */
export interface UnionPayNotifierParts {
  readonly door: WalletDoor;
  readonly timers: SandboxTimers;
  readonly post: PostNotification;
  /** Waiting times between two sends. */
  readonly gapsMs: () => readonly number[];
  /** Whose misbehaviours it follows. */
  readonly server: 'unionpay' | 'unionpay-partner';
  /** What is told of a payment that is paid; undefined to tell nothing. */
  readonly noticeOf: (
    entry: BookEntry,
    spoilt: Misbehaviour | undefined,
  ) => Promise<UnionPayNotice | undefined>;
}

/**
 * Tells of payments that were paid, and of nothing else: a payment that failed is told to nobody. It comes again, five
 * times altogether, until it is accepted. What was not told when the sandbox ends is not told afterwards.
 */
export class UnionPayNotifier {
  readonly #parts: UnionPayNotifierParts;
  readonly #open = new Set<string>();
  readonly #callOffs = new Set<() => void>();
  #looking = false;
  #closed = false;

  constructor(parts: UnionPayNotifierParts) {
    this.#parts = parts;
  }

  /** Watches a payment until it has ended. @returns at once, unless a developer wants it told before the answer. */
  async watch(number: string): Promise<void> {
    this.#open.add(number);
    const early = this.#parts.door.faults.expectedOwn(this.#served(number)) === 'early';
    if (early) await this.#lookAt(number);
    this.#look(0);
  }

  close(): void {
    this.#closed = true;
    for (const callOff of this.#callOffs) callOff();
    this.#callOffs.clear();
    this.#open.clear();
  }

  #look(waitMs: number): void {
    if (this.#looking || this.#closed || this.#open.size === 0) return;
    this.#looking = true;
    this.#after(waitMs, async () => {
      this.#looking = false;
      for (const number of [...this.#open]) await this.#lookAt(number);
      this.#look(LOOK_MS);
    });
  }

  async #lookAt(number: string): Promise<void> {
    const entry = await this.#parts.door.find(number);
    if (entry === undefined || ['in_transit', 'processing', 'waiting'].includes(entry.state)) return;
    this.#open.delete(number);
    if (entry.state !== 'paid') return;
    const spoilt = this.#parts.door.faults.takeOwn(this.#served(number));
    const notice = spoilt === 'none' ? undefined : await this.#parts.noticeOf(entry, spoilt);
    if (notice === undefined) return;
    if (spoilt === 'late') {
      this.#after(LATE_MS, () => this.#send(notice, 0));
      return;
    }
    await this.#send(notice, 0);
    if (spoilt === 'twice') await this.#send(notice, 0);
  }

  #served(number: string): ServedCall {
    return { server: this.#parts.server, call: 'notification', number, families: ['unionpay'] };
  }

  async #send(notice: UnionPayNotice, sends: number): Promise<void> {
    const { post, gapsMs } = this.#parts;
    const answer = await post(notice.url, notice.headers, notice.body);
    if (answer !== undefined && notice.accepts(answer)) return;
    const waitMs = gapsMs()[sends];
    if (waitMs !== undefined) this.#after(waitMs, () => this.#send(notice, sends + 1));
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
