import { expect } from 'vitest';
import { readBooks } from '../crash/wallet-book.ts';
import type { SaleMaker } from '../crash/sale-maker.ts';
import { NoAnswer, type Sale, type Till } from '../crash/till.ts';

/** Sells one after the other until something other than a whole, good answer comes, or enough are sold. */
export async function sellUntilRefused(
  till: Till,
  maker: SaleMaker,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Sale[]> {
  const journal: Sale[] = [];
  while (journal.length < most) {
    const sale = maker.next();
    journal.push(sale);
    try {
      const { respcd } = await till.send(sale);
      if (respcd === '1100') return journal;
    } catch (error) {
      if (error instanceof NoAnswer) return journal;
      throw error;
    }
  }
  return journal;
}

/** Every whole answer that named a transaction still does, with the same result where it was final. */
export async function expectKept(till: Till, journal: readonly Sale[]): Promise<void> {
  const rows = new Map(
    (await till.enquire(journal.map(({ orderNumber }) => orderNumber))).map((row) => [row.orderNumber, row]),
  );
  let kept = 0;
  for (const { orderNumber, answers } of journal) {
    for (const { syssn, respcd } of answers.filter((answer) => answer.syssn !== '')) {
      const row = rows.get(orderNumber);
      expect(row?.syssn, orderNumber).toBe(syssn);
      if (respcd === '0000') expect(row?.respcd, orderNumber).toBe('0000');
      kept += 1;
    }
  }
  expect(kept).toBeGreaterThan(0);
}

/** Every order in the wallets' books has a transaction, and none was charged twice. */
export async function expectNoStrangeCharge(till: Till, url: string): Promise<void> {
  const orders = await readBooks(url, 0);
  expect(orders.filter(({ timesCharged }) => timesCharged > 1)).toEqual([]);
  const ids = orders.map(({ channelOrderId }) => channelOrderId);
  const known = new Set((await till.enquireSyssns(ids)).map(({ syssn }) => syssn));
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
}
