import type {
  AuditPlace,
  AuditStep,
  HistoryAdministration,
  HistoryEntry,
  LifeQuestion,
  TransactionLife,
} from '@opencpm/gateway';
import { askAdministration } from './socket-administration.ts';

const MEND = 'Nothing was changed. Try again.';

/** The history through the running gateway. Rejects with `CommandFailure`. */
export class SocketHistory implements HistoryAdministration {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  audit(place: AuditPlace): Promise<AuditStep> {
    return askAdministration(this.#socketPath, '/admin/audit', { ...place }, MEND);
  }

  acts(afterSequence: number): Promise<readonly HistoryEntry[]> {
    return askAdministration(this.#socketPath, `/admin/acts?after=${afterSequence}`, undefined, MEND);
  }

  lives(question: LifeQuestion): Promise<readonly TransactionLife[]> {
    return askAdministration(this.#socketPath, '/admin/lives', { ...question }, MEND);
  }
}
