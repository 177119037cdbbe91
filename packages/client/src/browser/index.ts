/** What the merchant SDK brings for browsers: a journal in IndexedDB. It takes no key, and no key belongs into a page. */
export type { BrowserStorage } from './browser-storage.ts';
export { IndexedDbJournal, type IndexedDbJournalOptions } from './indexed-db-journal.ts';
