import type { DatabaseSync } from 'node:sqlite';
import type { AuditFinding, MerchantAudit } from '../audit-store.ts';
import { integer, text } from './column-values.ts';
import { historyBeginningReader } from './history-beginning.ts';
import type { MerchantActs } from './merchant-acts.ts';
import { readSeals, SEAL_KINDS } from './row-seal.ts';

const PARTS = [
  [SEAL_KINDS.merchant, ''],
  [SEAL_KINDS.stores, 'stores of '],
  [SEAL_KINDS.keys, 'keys of '],
  [SEAL_KINDS.routes, 'routes of '],
] as const;

/** Compares merchants, their stores and their keys with the seals of the latest act of administration. */
export class MerchantAuditRows {
  readonly #database: DatabaseSync;
  readonly #acts: MerchantActs;

  constructor(database: DatabaseSync, acts: MerchantActs) {
    this.#database = database;
    this.#acts = acts;
  }

  read(): MerchantAudit {
    const sealed = this.#latestSeals();
    const findings: AuditFinding[] = [];
    const { merchantsUpTo } = historyBeginningReader(this.#database)();
    let olderThanHistory = 0;
    const merchants = this.#database
      .prepare('SELECT merchant_number, app_code FROM merchants ORDER BY merchant_number')
      .all();
    const present = new Set(merchants.map((row) => text(row['app_code'])));
    for (const row of merchants) {
      const appCode = text(row['app_code']);
      const stored = sealed.get(appCode);
      if (stored !== undefined) findings.push(...editedParts(appCode, stored, this.#acts.sealsOf(appCode)));
      else if (integer(row['merchant_number']) <= merchantsUpTo) olderThanHistory += 1;
      else findings.push({ kind: 'row_unknown', subject: `merchant ${appCode}` });
    }
    for (const appCode of sealed.keys()) {
      if (!present.has(appCode)) findings.push({ kind: 'row_missing', subject: `merchant ${appCode}` });
    }
    return { merchants: merchants.length, olderThanHistory, findings };
  }

  #latestSeals(): ReadonlyMap<string, string> {
    const sealed = new Map<string, string>();
    const entries = this.#database
      .prepare(
        `SELECT facts, seals FROM history INDEXED BY history_of_administration
         WHERE transaction_id IS NULL ORDER BY sequence`,
      )
      .iterate();
    for (const entry of entries) {
      const seals = text(entry['seals']);
      const { appCode } = JSON.parse(text(entry['facts'])) as { readonly appCode?: string };
      if (appCode !== undefined && seals !== '') sealed.set(appCode, seals);
    }
    return sealed;
  }
}

function editedParts(appCode: string, stored: string, present: string): readonly AuditFinding[] {
  const before = readSeals(stored);
  const now = readSeals(present);
  return PARTS.flatMap(([kind, of]): readonly AuditFinding[] =>
    before.get(kind) === now.get(kind) ? [] : [{ kind: 'row_edited', subject: `${of}merchant ${appCode}` }],
  );
}
