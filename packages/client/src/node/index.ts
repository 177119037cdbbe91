/** What the merchant SDK brings for Node: a journal in a file. */
export { FileJournal, type FileJournalOptions } from './file-journal.ts';
export { JournalError } from './journal-error.ts';
