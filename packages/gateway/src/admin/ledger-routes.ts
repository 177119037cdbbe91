import type { FastifyInstance } from 'fastify';
import type { LedgerPlace, LedgerRequest, LedgerStore } from '../store/ledger-store.ts';

/** Rows of one answer at most, so that no merchant waits for it. */
const ROWS_MAX = 1_000;

interface PageQuestion {
  readonly request: LedgerRequest;
  readonly after: LedgerPlace;
  readonly limit: number;
}

interface LineQuestion {
  readonly connector: string;
  readonly side: 'payment' | 'refund';
  readonly number: string;
}

/** Serves the ledger over the socket of administration. Nothing here changes anything. */
export function addLedgerRoutes(app: FastifyInstance, ledger: LedgerStore): void {
  app.post<{ Body: PageQuestion }>('/admin/ledger', ({ body }) =>
    ledger.ledgerPage(body.request, body.after, Math.min(body.limit, ROWS_MAX)),
  );
  app.post<{ Body: LineQuestion }>('/admin/ledger-line', async ({ body }) => ({
    line: await ledger.findLedgerLine(body.connector, body.side, body.number),
  }));
}
