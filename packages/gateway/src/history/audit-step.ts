import { AdministrationError } from '../merchant/administration.ts';
import type { AuditFinding, AuditStore, ChainPlace } from '../store/audit-store.ts';

/** Entries checked in one step: a few milliseconds, so that payments do not wait for an auditor. */
const ENTRIES_EACH_STEP = 500;
/** Transactions checked in one step, with all that belongs to them. */
const TRANSACTIONS_EACH_STEP = 100;

/** Where an audit stands: it walks the chain, then the transactions, then the merchants. */
export type AuditPlace =
  | {
      readonly phase: 'chain';
      readonly after: ChainPlace;
      /** A hash the chain has to pass: its head at an earlier time, kept by the auditor. */
      readonly lookFor?: string;
    }
  | { readonly phase: 'transactions'; readonly afterId: number }
  | { readonly phase: 'merchants' };

/** How much was checked. */
export interface AuditCounts {
  readonly entries: number;
  readonly transactions: number;
  readonly reversals: number;
  readonly lateCharges: number;
  readonly notifications: number;
  readonly merchants: number;
  /** Rows that are older than the history and have not changed since. */
  readonly olderThanHistory: number;
}

/** What one step found. */
export interface AuditStep {
  readonly counts: AuditCounts;
  readonly findings: readonly AuditFinding[];
  /** `undefined` when the audit is over. */
  readonly next: AuditPlace | undefined;
  /** The last entry that was checked; in steps along the chain. */
  readonly head?: ChainPlace;
  /** Place of the hash that was looked for, in the step that found it. */
  readonly foundAt?: number;
}

/** Where every audit begins. */
export function auditBeginning(lookFor?: string): AuditPlace {
  return {
    phase: 'chain',
    after: { sequence: 0, hash: '' },
    ...(lookFor === undefined ? {} : { lookFor }),
  };
}

/** Counts before anything was checked. */
export const NOTHING_COUNTED: AuditCounts = {
  entries: 0,
  transactions: 0,
  reversals: 0,
  lateCharges: 0,
  notifications: 0,
  merchants: 0,
  olderThanHistory: 0,
};

/**
 * Checks a short stretch. Whoever wants all of it calls again with `next`; in between the gateway serves its merchants.
 */
export async function auditStep(store: AuditStore, place: AuditPlace): Promise<AuditStep> {
  switch (place.phase) {
    case 'chain': {
      const { lookFor } = place;
      const audit = await store.auditChain(place.after, ENTRIES_EACH_STEP, lookFor);
      const { entries, findings, last, ended, foundAt } = audit;
      return {
        counts: { ...NOTHING_COUNTED, entries },
        findings,
        head: last,
        next: ended
          ? { phase: 'transactions', afterId: 0 }
          : { phase: 'chain', after: last, ...(lookFor === undefined ? {} : { lookFor }) },
        ...(foundAt === undefined ? {} : { foundAt }),
      };
    }
    case 'transactions': {
      const { findings, nextAfterId, ...counts } = await store.auditTransactions(
        place.afterId,
        TRANSACTIONS_EACH_STEP,
      );
      return {
        counts: { ...NOTHING_COUNTED, ...counts },
        findings,
        next:
          nextAfterId === undefined
            ? { phase: 'merchants' }
            : { phase: 'transactions', afterId: nextAfterId },
      };
    }
    case 'merchants': {
      const { findings, ...counts } = await store.auditMerchants();
      return { counts: { ...NOTHING_COUNTED, ...counts }, findings, next: undefined };
    }
    default:
      throw new AdministrationError('invalid', 'phase: must be chain, transactions or merchants');
  }
}
