import { effect } from '@preact/signals';
import type { RegisterSnapshot, SaleSummary } from '../../../src/page-api/index.ts';
import { snapshot } from './register-state.ts';
import { noteSale } from './sale-journal.ts';

/** Scans whose sales have no end yet, by the id of the sale. */
const open = new Map<string, string>();

/** Sales the server speaks of, the one on the screen first. */
export function salesOf({ state, open: others, latest }: RegisterSnapshot): readonly SaleSummary[] {
  return [...(state.kind === 'ready' ? [] : [state.sale]), ...latest, ...others];
}

/** Writes down what the server says of a scan, now and when its sale ends. */
export async function followScan(scanId: string, sale: SaleSummary): Promise<void> {
  if (sale.state === 'open' || sale.state === 'unresolved') open.set(sale.id, scanId);
  else open.delete(sale.id);
  await noteSale(scanId, sale);
}

// A scan whose end nobody writes down would stand in the way of the next try for its basket, and stay for ever.
effect(() => {
  const known = snapshot.value;
  if (known === undefined || open.size === 0) return;
  for (const sale of salesOf(known)) {
    const scanId = open.get(sale.id);
    const hasEnded = sale.state !== 'open' && sale.state !== 'unresolved';
    if (scanId !== undefined && hasEnded) void followScan(scanId, sale);
  }
});
