import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { openDatabase } from './open-database.ts';
import { WriteGroup } from './write-group.ts';

let database: DatabaseSync;
let groups: number[];
let group: WriteGroup;

beforeEach(() => {
  database = openDatabase(':memory:');
  database.exec('CREATE TABLE notes (text TEXT NOT NULL) STRICT');
  groups = [];
  let nowMs = 100;
  group = new WriteGroup(database, { nowMs: () => nowMs++ }, (at) => groups.push(at));
});
afterEach(() => {
  if (database.isOpen) database.close();
});

function note(text: string | null): () => string {
  return () => {
    database.prepare('INSERT INTO notes VALUES (?)').run(text);
    return `noted ${text}`;
  };
}

function notes(): unknown[] {
  return database
    .prepare('SELECT text FROM notes')
    .all()
    .map(({ text }) => text);
}

describe('work on the book', () => {
  it('that arrives in one turn shares one transaction and one instant', async () => {
    const instants: number[] = [];
    const tasks = ['a', 'b', 'c'].map((text) =>
      group.run((nowMs) => {
        instants.push(nowMs);
        expect(database.isTransaction).toBe(true);
        return note(text)();
      }),
    );
    expect(notes()).toEqual([]);
    expect(await Promise.all(tasks)).toEqual(['noted a', 'noted b', 'noted c']);
    expect(instants).toEqual([100, 100, 100]);
    expect(groups).toEqual([100]);
    await group.run(note('d'));
    expect(groups).toEqual([100, 101]);
  });

  it('is answered after the commit', async () => {
    const inTransaction = await group.run(note('a')).then(() => database.isTransaction);
    expect(inTransaction).toBe(false);
  });

  it('that is refused does not disturb the others', async () => {
    const first = group.run(note('a'));
    const refused = group.run(() => {
      throw new SandboxRefusal('invalid', 'limit: give a whole number.');
    });
    const last = group.run(note('b'));
    await expect(refused).rejects.toThrow('limit: give a whole number.');
    expect(await Promise.all([first, last])).toEqual(['noted a', 'noted b']);
    expect(notes()).toEqual(['a', 'b']);
  });

  it('that fails undoes the whole group, and everybody hears it', async () => {
    const tasks = [group.run(note('a')), group.run(note(null)), group.run(note('b'))];
    const results = await Promise.allSettled(tasks);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(notes()).toEqual([]);
    expect(await group.run(note('c'))).toBe('noted c');
    expect(notes()).toEqual(['c']);
  });

  it('is not reported as done when the commit fails', async () => {
    database.exec('CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT');
    database.exec(
      'CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED) STRICT',
    );
    const orphan = group.run(() => database.exec('INSERT INTO children VALUES (1)'));
    const other = group.run(note('a'));
    await expect(orphan).rejects.toThrow('FOREIGN KEY constraint failed');
    await expect(other).rejects.toThrow('FOREIGN KEY constraint failed');
    expect(notes()).toEqual([]);
    expect(await group.run(note('b'))).toBe('noted b');
  });

  it('that waits when the group closes is still done; later work is not', async () => {
    const waiting = group.run(note('a'));
    group.close();
    expect(notes()).toEqual(['a']);
    database.close();
    expect(await waiting).toBe('noted a');
    await expect(group.run(() => 1)).rejects.toThrow('The sandbox is closed.');
  });
});
