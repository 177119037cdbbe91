import type { SaleSummary } from '../../../src/page-api/index.ts';
import { copyOf, keepCopy } from './page-store.ts';

const KEPT_SALES = 200;
const NAME = 'sales';

let latest: Promise<unknown> = Promise.resolve();

/** Keeps sales readable for when the till's server cannot be reached; the newest 200. */
export function rememberSales(sales: readonly SaleSummary[]): Promise<void> {
  // One after the other, or two at once would lose each other's sales.
  const turn = latest.then(async () => {
    if (sales.length === 0) return;
    const known = new Map((await rememberedSales()).map((sale) => [sale.id, sale]));
    for (const sale of sales) known.set(sale.id, sale);
    const newest = [...known.values()].sort((left, right) => right.number - left.number);
    await keepCopy(NAME, newest.slice(0, KEPT_SALES));
  });
  latest = turn;
  return turn;
}

/** The sales this browser remembers, the newest first. */
export async function rememberedSales(): Promise<readonly SaleSummary[]> {
  return (await copyOf<readonly SaleSummary[]>(NAME)) ?? [];
}
