import type { SandboxTimers } from '../answer-delivery.ts';
import type { NoticeSubject, WireNotice } from '../book/wire-notices.ts';
import type { ServedCall } from '../call-faults.ts';
import type { Misbehaviour, WireServer } from '../misbehaviour.ts';
import type { WalletDoor } from '../wallet-door.ts';
import type { PostNotification } from './notification-post.ts';

/** How much later a notification comes when a developer wants it late. */
const LATE_MS = 300_000;
/** What has not ended in this time was refused without ever being in the book. */
const WATCHED_AT_MOST_MS = 86_400_000;

/** A notification as it is sent now. */
export interface Notice {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether an answer is enough to stop. */
  readonly accepts: (answer: { readonly status: number; readonly body: string }) => boolean;
}

/** What telling needs. */
export interface NoticeOutboxParts {
  readonly door: WalletDoor;
  readonly timers: SandboxTimers;
  readonly post: PostNotification;
  /** Whose notifications these are, and whose misbehaviours they follow. */
  readonly server: WireServer;
  readonly families: ServedCall['families'];
  /** How often it is looked whether what is open has ended. */
  readonly lookMs: number;
  /** Waiting times between two sends. */
  readonly gapsMs: () => readonly number[];
  /** When it is first looked whether a payment has ended: while it is answered, or when the timers come round. */
  readonly firstLook: 'at_once' | 'by_timer';
  /** What has become of a subject: `open` until it has ended, `silent` when nobody is told of that end. */
  readonly standingOf: (subject: NoticeSubject) => Promise<'open' | 'silent' | 'to_be_told'>;
  /** Writes and signs what is told; undefined to tell nothing. */
  readonly write: (subject: NoticeSubject, spoilt: Misbehaviour | undefined) => Promise<Notice | undefined>;
}

/**
 * The notifications of a wallet server. Each comes again until it is accepted or has come often enough. What is still to be
 * told is in the book: after a restart it goes on where it was, and what was sent may come once more.
 */
export class NoticeOutbox {
  readonly #parts: NoticeOutboxParts;
  /** What has not ended. */
  readonly #open = new Set<NoticeSubject>();
  readonly #callOffs = new Set<() => void>();
  #looking = false;
  #closed = false;

  constructor(parts: NoticeOutboxParts) {
    this.#parts = parts;
  }

  /** Takes up what the process before this one has left. */
  async begin(): Promise<void> {
    const { door, server } = this.#parts;
    for (const { waitMs, ...notice } of await door.openNotices(server)) {
      if (notice.state === 'due') this.#after(Math.max(0, waitMs), () => this.#send(notice));
      else if (waitMs > -WATCHED_AT_MOST_MS) this.#open.add(notice.subject);
      else await this.#end(notice.subject);
    }
    this.#look(0);
  }

  /**
   * Watches a payment or refund until it has ended, and tells of it; once, however often it is asked for.
   *
   * @returns when that is in the book; when it has been told, where a developer wants it told before the answer.
   */
  async watch(subject: NoticeSubject): Promise<void> {
    const { door, server, firstLook } = this.#parts;
    if (this.#closed || (await door.findNotice(server, subject)) !== undefined) return;
    this.#open.add(subject);
    await door.keepNotice(server, { subject, state: 'watched', spoilt: undefined, sends: 0, waitMs: 0 });
    if (door.faults.expectedOwn(this.#served(subject)) === 'early') await this.#lookAt(subject);
    else if (firstLook === 'at_once') this.#lookAt(subject).catch(() => this.close());
    else this.#look(0);
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
      for (const subject of [...this.#open]) await this.#lookAt(subject);
      this.#look(this.#parts.lookMs);
    });
  }

  async #lookAt(subject: NoticeSubject): Promise<void> {
    if (!this.#open.delete(subject)) return;
    const standing = await this.#parts.standingOf(subject);
    if (this.#closed) return;
    if (standing === 'open') {
      this.#open.add(subject);
      this.#look(this.#parts.lookMs);
      return;
    }
    const spoilt = standing === 'silent' ? 'none' : this.#parts.door.faults.takeOwn(this.#served(subject));
    if (spoilt === 'none') return this.#end(subject);
    await this.#sendAfter(spoilt === 'late' ? LATE_MS : 0, { subject, spoilt, sends: 0 });
  }

  async #sendAfter(waitMs: number, notice: DueNotice): Promise<void> {
    const { door, server } = this.#parts;
    await door.keepNotice(server, { ...notice, state: 'due', waitMs });
    if (waitMs === 0) return this.#send(notice);
    this.#after(waitMs, () => this.#send(notice));
  }

  async #send({ subject, spoilt, sends }: DueNotice): Promise<void> {
    if (this.#closed) return;
    const { write, post, gapsMs } = this.#parts;
    const notice = await write(subject, spoilt);
    if (notice === undefined) return this.#end(subject);
    const { url, headers, body } = notice;
    if (spoilt === 'twice' && sends === 0) await post(url, headers, body);
    const answer = await post(url, headers, body);
    const waitMs = gapsMs()[sends];
    const over = waitMs === undefined || (answer !== undefined && notice.accepts(answer));
    // Whoever closed meanwhile finds it in the book, due as it was.
    if (this.#closed) return;
    await (over ? this.#end(subject) : this.#sendAfter(waitMs, { subject, spoilt, sends: sends + 1 }));
  }

  #end(subject: NoticeSubject): Promise<void> {
    const { door, server } = this.#parts;
    return door.keepNotice(server, { subject, state: 'ended', spoilt: undefined, sends: 0, waitMs: 0 });
  }

  #served(subject: NoticeSubject): ServedCall {
    const { server, families } = this.#parts;
    return { server, call: 'notification', number: numberIn(subject), families };
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

type DueNotice = Pick<WireNotice, 'subject' | 'spoilt' | 'sends'>;

/** Whether a notification is about a payment or about a refund. */
export function kindOf(subject: NoticeSubject): 'payment' | 'refund' {
  return subject.startsWith('payment ') ? 'payment' : 'refund';
}

/** The number in a subject, as the merchant side gave it. */
export function numberIn(subject: NoticeSubject): string {
  return subject.split(' ')[1] ?? '';
}
