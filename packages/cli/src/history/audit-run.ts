import type {
  AuditCounts,
  AuditFinding,
  AuditPlace,
  ChainPlace,
  HistoryAdministration,
} from '@opencpm/gateway';

/** Findings that are kept; there may be as many as there are rows. */
const FINDINGS_KEPT = 100;

/** What an audit came to. */
export interface AuditResult {
  readonly counts: AuditCounts;
  /** How many there are; the first hundred are in {@link findings}. */
  readonly findingsCount: number;
  readonly findings: readonly AuditFinding[];
  /** The last entry of the history. */
  readonly head: ChainPlace;
  /** Place of the hash that was looked for; `undefined` when it is nowhere, or none was given. */
  readonly foundAt: number | undefined;
}

/** Walks the whole audit step by step, keeping no more than counts and the first findings. */
export async function runAudit(
  history: HistoryAdministration,
  beginning: AuditPlace,
  nothing: AuditCounts,
): Promise<AuditResult> {
  const counts: Record<keyof AuditCounts, number> = { ...nothing };
  const findings: AuditFinding[] = [];
  let findingsCount = 0;
  let head: ChainPlace = { sequence: 0, hash: '' };
  let foundAt: number | undefined;
  let place: AuditPlace | undefined = beginning;
  while (place !== undefined) {
    const step = await history.audit(place);
    for (const name of Object.keys(nothing) as (keyof AuditCounts)[]) counts[name] += step.counts[name];
    findingsCount += step.findings.length;
    findings.push(...step.findings.slice(0, FINDINGS_KEPT - findings.length));
    head = step.head ?? head;
    foundAt = step.foundAt ?? foundAt;
    place = step.next;
  }
  return { counts, findingsCount, findings, head, foundAt };
}
