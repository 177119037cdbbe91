import { auditBeginning, type AuditPlace, auditStep } from '../../packages/gateway/src/history/audit-step.ts';
import type { AuditStore } from '../../packages/gateway/src/store/audit-store.ts';
import type { World } from '../world.ts';

/** I14: whatever died in the middle of it, the history is one chain, and every row is as the history says. */
export async function checkChain(world: World, store: AuditStore): Promise<void> {
  let place: AuditPlace | undefined = auditBeginning();
  while (place !== undefined) {
    const step = await auditStep(store, place);
    for (const finding of step.findings) world.violate('I14', JSON.stringify(finding));
    place = step.next;
  }
}
