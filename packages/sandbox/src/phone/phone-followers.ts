import type { SandboxTimers } from '../answer-delivery.ts';
import type { Book } from '../book/book.ts';
import type { SandboxClock, WriteGroup } from '../book/write-group.ts';
import { type PhoneFacts, readPhone } from './phone-facts.ts';

/** Hears what a phone shows, at once and after every change of the book. */
export interface PhoneFollower {
  tell(facts: PhoneFacts): void;
  /** Nothing more will be told: the account does not exist, or the sandbox closes. */
  end(): void;
}

interface Followed {
  readonly account: string;
  readonly follower: PhoneFollower;
}

function earlier(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.min(left, right);
}

/**
 * The phones that are on. What happens by itself is done when the book is used next; as long as a phone is on, a timer
 * uses it at the very instant, so that the phone sees it.
 */
export class PhoneFollowers {
  readonly #book: Book;
  readonly #group: WriteGroup;
  readonly #clock: SandboxClock;
  readonly #timers: SandboxTimers;
  readonly #followed = new Set<Followed>();
  #stopWatching: (() => void) | undefined;
  #callOffDue: (() => void) | undefined;

  constructor(book: Book, group: WriteGroup, clock: SandboxClock, timers: SandboxTimers) {
    this.#book = book;
    this.#group = group;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** @returns a function that ends the following; the follower hears nothing any more, not even the end. */
  follow(account: string, follower: PhoneFollower): () => void {
    const followed = { account, follower };
    this.#followed.add(followed);
    this.#stopWatching ??= this.#group.watch(() => this.tellAll());
    this.#tell([followed]);
    return () => this.#forget(followed);
  }

  /** Tells everybody how things stand. */
  tellAll(): void {
    this.#tell([...this.#followed]);
  }

  close(): void {
    for (const followed of [...this.#followed]) {
      this.#forget(followed);
      followed.follower.end();
    }
  }

  #tell(those: readonly Followed[]): void {
    if (those.length === 0) return;
    for (const followed of those) {
      this.#group
        .run((nowMs) => readPhone(this.#book, followed.account, nowMs))
        .then(
          (facts) => {
            if (this.#followed.has(followed)) followed.follower.tell(facts);
          },
          () => {
            this.#forget(followed);
            followed.follower.end();
          },
        );
    }
    this.#group
      .run(() => earlier(this.#book.orders.nextDueMs(), this.#book.refunds.nextDueMs()))
      .then(
        (dueAtMs) => this.#wakeAt(dueAtMs),
        // The readers above have heard of it.
        () => undefined,
      );
  }

  /** The group of the next reading settles what is due, and that it changed something tells everybody. */
  #wakeAt(dueAtMs: number | undefined): void {
    this.#callOffDue?.();
    this.#callOffDue = undefined;
    if (dueAtMs === undefined || this.#followed.size === 0) return;
    this.#callOffDue = this.#timers.after(Math.max(1, dueAtMs - this.#clock.nowMs()), () => this.tellAll());
  }

  #forget(followed: Followed): void {
    this.#followed.delete(followed);
    if (this.#followed.size > 0) return;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#callOffDue?.();
    this.#callOffDue = undefined;
  }
}
