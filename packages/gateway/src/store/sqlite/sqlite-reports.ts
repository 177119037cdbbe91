import type { DatabaseSync } from 'node:sqlite';
import type { HistoryEntry } from '../../payment/history-entry.ts';
import type { LedgerLine } from '../../payment/ledger-line.ts';
import type { AuditStore, ChainAudit, ChainPlace, MerchantAudit, RowAudit } from '../audit-store.ts';
import type { LedgerPage, LedgerPlace, LedgerRequest, LedgerStore } from '../ledger-store.ts';
import type {
  LateMovement,
  StatementPage,
  StatementPlace,
  StatementRequest,
  StatementStore,
} from '../statement-store.ts';
import { ChainAuditRows } from './chain-audit.ts';
import { ClosedDays } from './closed-days.ts';
import type { HistoryRows } from './history-rows.ts';
import { LedgerRows } from './ledger-rows.ts';
import type { MerchantActs } from './merchant-acts.ts';
import { MerchantAuditRows } from './merchant-audit.ts';
import { RowAuditRows } from './row-audit.ts';
import { StatementRows } from './statement-rows.ts';

/** How the store lets others read between its commit groups. */
export interface ReadTurns {
  /** Runs a read; one that shows a broken file stops the process. */
  read<T>(run: () => T): Promise<T>;
  /** Lets what waits be committed first. */
  nextTurn(): Promise<void>;
  /** Runs a write in the next commit group. */
  write(run: () => void): Promise<void>;
}

/** The long reads of a store, for auditors, statements and reconciliations, in parts that hold up no payment. */
export class SqliteReports implements AuditStore, StatementStore, LedgerStore {
  readonly #turns: ReadTurns;
  readonly #history: HistoryRows;
  readonly #chainAudit: ChainAuditRows;
  readonly #rowAudit: RowAuditRows;
  readonly #merchantAudit: MerchantAuditRows;
  readonly #statement: StatementRows;
  readonly #ledger: LedgerRows;
  readonly #closedDays: ClosedDays;

  constructor(database: DatabaseSync, history: HistoryRows, acts: MerchantActs, turns: ReadTurns) {
    this.#turns = turns;
    this.#history = history;
    this.#chainAudit = new ChainAuditRows(database);
    this.#rowAudit = new RowAuditRows(database);
    this.#merchantAudit = new MerchantAuditRows(database, acts);
    this.#statement = new StatementRows(database);
    this.#ledger = new LedgerRows(database);
    this.#closedDays = new ClosedDays(database);
  }

  readActs(afterSequence: number, limit: number): Promise<readonly HistoryEntry[]> {
    return this.#turns.read(() => this.#history.acts(afterSequence, limit));
  }

  auditChain(from: ChainPlace, limit: number, lookFor?: string): Promise<ChainAudit> {
    return this.#turns.read(() => this.#chainAudit.read(from, limit, lookFor));
  }

  auditTransactions(afterId: number, limit: number): Promise<RowAudit> {
    return this.#turns.read(() => this.#rowAudit.read(afterId, limit));
  }

  auditMerchants(): Promise<MerchantAudit> {
    return this.#turns.read(() => this.#merchantAudit.read());
  }

  /** The first instant behind the latest day whose statement was given out, 0 when none was. */
  get openFromMs(): number {
    return this.#closedDays.upToMs === 0 ? 0 : this.#closedDays.upToMs + 1;
  }

  async closeDay(lastMs: number): Promise<void> {
    if (lastMs <= this.#closedDays.upToMs) return;
    await this.#turns.write(() => this.#closedDays.put(lastMs));
    this.#closedDays.learn(lastMs);
  }

  async statementPage(request: StatementRequest, after: StatementPlace | undefined): Promise<StatementPage> {
    await this.#turns.nextTurn();
    return this.#turns.read(() => this.#statement.page(request, after));
  }

  lateMovements(request: StatementRequest): Promise<readonly LateMovement[]> {
    return this.#turns.read(() => this.#statement.lateMovements(request));
  }

  async ledgerPage(request: LedgerRequest, after: LedgerPlace, limit: number): Promise<LedgerPage> {
    await this.#turns.nextTurn();
    return this.#turns.read(() => this.#ledger.page(request, after, limit));
  }

  findLedgerLine(
    connector: string,
    side: 'payment' | 'refund',
    requestNumber: string,
  ): Promise<LedgerLine | undefined> {
    return this.#turns.read(() => this.#ledger.find(connector, side, requestNumber));
  }
}
