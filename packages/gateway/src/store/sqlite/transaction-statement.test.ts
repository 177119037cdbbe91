import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { TransactionStatement } from './transaction-statement.ts';

function statement(sql: string): TransactionStatement {
  return new TransactionStatement(new DatabaseSync(':memory:'), sql);
}

describe('a statement that returns transactions', () => {
  it('gives the values of a row in the order of its columns', () => {
    const pair = statement('SELECT ? AS b, ? AS a');
    expect(pair.get(2, 'x')).toEqual([2, 'x']);
    expect(pair.one(2, 'x')).toEqual([2, 'x']);
    expect(pair.all(2, 'x')).toEqual([[2, 'x']]);
  });

  it('fails when a transaction is not there that must be', () => {
    const none = statement('SELECT ? AS id WHERE 0');
    expect(none.get(1)).toBeUndefined();
    expect(none.all(1)).toEqual([]);
    expect(() => none.one(1)).toThrow('a transaction has vanished from the store');
  });
});
