import type { StatementRequest, StatementStore } from '../store/statement-store.ts';
import { lateLine, type StatementLine, transactionLine } from './statement-line.ts';

/**
 * Reads the lines of a statement batch by batch, the transactions by time and then the late charges. Between two
 * batches nothing is held: no transaction, no cursor.
 */
export async function* readStatement(
  store: StatementStore,
  request: StatementRequest,
): AsyncGenerator<readonly StatementLine[]> {
  let page = await store.statementPage(request, undefined);
  while (page.next !== undefined) {
    if (page.transactions.length > 0) yield page.transactions.map(transactionLine);
    page = await store.statementPage(request, page.next);
  }
  const late = await store.lateMovements(request);
  if (late.length > 0) yield late.map(lateLine);
}
