import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Misbehaviour, WireServer } from '../misbehaviour.ts';

/** What a notification is about: a payment or a refund, by its number at the server. */
export type NoticeSubject = `${'payment' | 'refund'} ${string}`;

/** A notification of a wallet, as the book keeps it from the payment or refund on until nothing more is sent. */
export interface WireNotice {
  readonly subject: NoticeSubject;
  /** `watched`: what it is about has not ended. `due`: it is to be sent, or to be sent again. `ended`: never again. */
  readonly state: 'watched' | 'due' | 'ended';
  /** What goes wrong with it. */
  readonly spoilt: Misbehaviour | undefined;
  /** How often it was sent in vain. */
  readonly sends: number;
  /** When it is to be sent next; of a watched one since when. Milliseconds since 1970-01-01 UTC. */
  readonly dueAtMs: number;
}

interface Row {
  readonly subject: NoticeSubject;
  readonly state: WireNotice['state'];
  readonly spoilt: string;
  readonly sends: number;
  readonly dueAtMs: number;
}

const COLUMNS = 'subject, state, spoilt, sends, due_at_ms AS dueAtMs';

/** The notifications of the wire servers. */
export class WireNoticeTable {
  readonly #find: StatementSync;
  readonly #open: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(`SELECT ${COLUMNS} FROM wire_notices WHERE server = ? AND subject = ?`);
    this.#open = database.prepare(
      `SELECT ${COLUMNS} FROM wire_notices WHERE server = ? AND state <> 'ended' ORDER BY due_at_ms, subject`,
    );
    this.#put = database.prepare('INSERT OR REPLACE INTO wire_notices VALUES (?, ?, ?, ?, ?, ?)');
  }

  find(server: WireServer, subject: NoticeSubject): WireNotice | undefined {
    const row = this.#find.get(server, subject) as Row | undefined;
    return row === undefined ? undefined : noticeOf(row);
  }

  /** Those that are not over, the longest due first. */
  open(server: WireServer): readonly WireNotice[] {
    return (this.#open.all(server) as unknown as readonly Row[]).map(noticeOf);
  }

  put(server: WireServer, { subject, state, spoilt, sends, dueAtMs }: WireNotice): void {
    this.#put.run(server, subject, state, spoilt ?? '', sends, dueAtMs);
  }
}

function noticeOf({ subject, state, spoilt, sends, dueAtMs }: Row): WireNotice {
  // Only this program writes the names.
  return { subject, state, spoilt: spoilt === '' ? undefined : (spoilt as Misbehaviour), sends, dueAtMs };
}
