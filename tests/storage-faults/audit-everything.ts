import type { AuditFinding, AuditStore, ChainPlace } from '../../packages/gateway/src/store/audit-store.ts';

const STRETCH = 1_000;
const BEGINNING: ChainPlace = { sequence: 0, hash: '' };

/** Reads the history and everything it describes. @returns what is not as it was written. */
export async function auditEverything(store: AuditStore): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (let place = BEGINNING, ended = false; !ended; ) {
    const chain = await store.auditChain(place, STRETCH);
    findings.push(...chain.findings);
    place = chain.last;
    ended = chain.ended;
  }
  for (let after: number | undefined = 0; after !== undefined; ) {
    const rows = await store.auditTransactions(after, STRETCH);
    findings.push(...rows.findings);
    after = rows.nextAfterId;
  }
  return [...findings, ...(await store.auditMerchants()).findings];
}
