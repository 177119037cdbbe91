import { describe } from 'vitest';
import { MemoryJournal } from './memory-journal.ts';
import { journalContract } from './test-support/journal-contract.ts';

describe('a journal in memory', () => {
  journalContract(async (attempt) => {
    const journal = new MemoryJournal();
    await journal.begin(attempt);
    return journal;
  });
});
