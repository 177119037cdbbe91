import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../contract/contract-data.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { RequestDigests } from './request-digests.ts';

/** Steps of the schema before texts were numbered. */
const BEFORE = knownMigrations().slice(0, 5);

describe('signed texts from before they were numbered', () => {
  it('keep their calls through the migration, and are numbered by their age', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, BEFORE, START_MS);
    const insert = database.prepare('INSERT INTO request_digests VALUES (?, ?, ?)');
    insert.run('young', 'note', START_MS + 2);
    insert.run('old', 'refund', START_MS + 1);
    migrate(database, knownMigrations(), START_MS);
    const digests = new RequestDigests(database);
    expect(digests.claim('old', 'note')).toBe('refund');
    expect(digests.claim('young', 'refund')).toBe('note');
    expect(digests.forget(1, 10)).toBe(1);
    expect(digests.claim('young', 'refund')).toBe('note');
    expect(digests.claim('old', 'reversal')).toBe('reversal');
  });
});
