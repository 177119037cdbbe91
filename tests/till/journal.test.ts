import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { journalContract } from '../../packages/client/src/test-support/journal-contract.ts';
import { CashierRows } from '../../packages/till/src/store/cashier-rows.ts';
import type { SaleDraft } from '../../packages/till/src/store/sale.ts';
import { SaleRows } from '../../packages/till/src/store/sale-rows.ts';
import { ShiftRows } from '../../packages/till/src/store/shift-rows.ts';
import { TillDatabase } from '../../packages/till/src/store/till-database.ts';
import { TillJournal } from '../../packages/till/src/store/till-journal.ts';

const NOW_MS = Date.UTC(2026, 2, 2);

const DRAFT: SaleDraft = {
  scanId: 'scan-1',
  register: '1',
  cashierId: 'cashier-1',
  otherCustomer: false,
  receiptToken: 'receipt-1',
  wallet: 'alipay',
  maskedCode: '28**********01',
  codeMark: 'mark',
};

let directory: string;
let database: TillDatabase;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-till-journal-'));
  database = TillDatabase.open(join(directory, 'till.db'), (error) => {
    throw error;
  });
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

describe("the till's journal", () => {
  journalContract(async (attempt) => {
    const pin = new Uint8Array(1);
    new CashierRows(database).add(
      { id: DRAFT.cashierId, name: 'Owner', role: 'manager', mayRefund: true, pinSalt: pin, pinHash: pin },
      NOW_MS,
    );
    const shifts = new ShiftRows(database, () => 'shift-1');
    const journal = new TillJournal(database, new SaleRows(database), shifts, () => NOW_MS);
    await journal.withDraft(attempt.orderNumber, DRAFT, () => journal.begin(attempt));
    return journal;
  });
});
