import type { LedgerPage, LedgerPlace, LedgerRequest, LedgerStore } from '@opencpm/gateway';
import { askAdministration } from './socket-administration.ts';

const MEND = 'Nothing was changed. Try again.';

type FoundLine = Awaited<ReturnType<LedgerStore['findLedgerLine']>>;

/** The ledger through the running gateway. Rejects with `CommandFailure`. */
export class SocketLedger implements LedgerStore {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  ledgerPage(request: LedgerRequest, after: LedgerPlace, limit: number): Promise<LedgerPage> {
    return askAdministration(this.#socketPath, '/admin/ledger', { request, after, limit }, MEND);
  }

  async findLedgerLine(
    connector: string,
    side: 'payment' | 'refund',
    requestNumber: string,
  ): Promise<FoundLine> {
    const found = await askAdministration<{ readonly line?: FoundLine }>(
      this.#socketPath,
      '/admin/ledger-line',
      { connector, side, number: requestNumber },
      MEND,
    );
    return found.line;
  }
}
