import type { HistoryEntry } from '../payment/history-entry.ts';

/** A place in the chain of the history: an entry and its hash. */
export interface ChainPlace {
  /** 0 before the first entry. */
  readonly sequence: number;
  /** 43 characters of base64url; ignored at sequence 0. */
  readonly hash: string;
}

/** Something that is not as it was written. */
export interface AuditFinding {
  /**
   * `entry_edited` and `entry_missing` are about the history itself, `row_edited`, `row_missing` and `row_unknown` (no
   * entry ever wrote it) about what it describes; `row_stuck`: money is open and nothing is due for it.
   */
  readonly kind:
    | 'entry_edited'
    | 'entry_missing'
    | 'row_edited'
    | 'row_missing'
    | 'row_unknown'
    | 'row_stuck';
  /** What it is about, for people: `entry 17`, `payment 2026…`, `late charge of payment 2026…`. */
  readonly subject: string;
  /** Place in the history, where the finding is about an entry. */
  readonly sequence?: number;
  /** Number of the payment or refund, where the finding is about one and its number is known. */
  readonly syssn?: string;
}

/** What a stretch of the chain holds. */
export interface ChainAudit {
  readonly entries: number;
  readonly findings: readonly AuditFinding[];
  /** The last entry read; the place asked for when there was none behind it. */
  readonly last: ChainPlace;
  /** Whether the history ends here. */
  readonly ended: boolean;
  /** Place of the entry whose hash was looked for, if it is in this stretch. */
  readonly foundAt: number | undefined;
}

/** What a stretch of the transactions holds. */
export interface RowAudit {
  readonly transactions: number;
  readonly reversals: number;
  readonly lateCharges: number;
  readonly notifications: number;
  /** Transactions that are older than the history and have not changed since: nothing can be said of them. */
  readonly olderThanHistory: number;
  readonly findings: readonly AuditFinding[];
  /** Where to go on, `undefined` at the end. */
  readonly nextAfterId: number | undefined;
}

/** What the merchants are. */
export interface MerchantAudit {
  readonly merchants: number;
  readonly olderThanHistory: number;
  readonly findings: readonly AuditFinding[];
}

/** Storage as an auditor reads it: in short stretches, so that it can be done beside a running gateway. */
export interface AuditStore {
  /** @param lookFor a hash, to learn whether the chain passes it. */
  auditChain(from: ChainPlace, limit: number, lookFor?: string): Promise<ChainAudit>;
  /** @param limit of transactions, about. */
  auditTransactions(afterId: number, limit: number): Promise<RowAudit>;
  auditMerchants(): Promise<MerchantAudit>;
  /** Acts of administration in order, behind a place in the history. */
  readActs(afterSequence: number, limit: number): Promise<readonly HistoryEntry[]>;
}
