import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SANDBOX_FILE } from '../../administration/data-directory.ts';
import { EXIT } from '../../exit-code.ts';
import { runCommand } from '../../test-support/run-command.ts';
import { startTestSandbox } from '../../test-support/start-test-sandbox.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-told-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What the wallets have to tell, in their book while nobody runs on it. */
function inBook(statement: string): readonly Record<string, unknown>[] {
  const book = new DatabaseSync(join(directory, SANDBOX_FILE));
  const rows = book.prepare(statement).all();
  book.close();
  return rows;
}

it('a wallet tells after a restart what the gateway has not acknowledged before', async () => {
  const first = await startTestSandbox(directory, { wallets: 'http' });
  const paid = await runCommand([
    'pay',
    '1050',
    '--order',
    'T-1',
    '--code',
    '280000000000000001',
    '--url',
    first.url,
  ]);
  expect(paid.exitCode).toBe(EXIT.done);
  await first.close();
  expect(inBook('SELECT server FROM wire_notices')).toMatchObject([{ server: 'alipay' }]);
  inBook("UPDATE wire_notices SET state = 'due', sends = 1, due_at_ms = 0");
  const told: Readonly<Record<string, unknown>>[] = [];
  let tell: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const second = await startTestSandbox(directory, {
    wallets: 'http',
    log: {
      info(event, fields = {}) {
        if (event !== 'wallet_notification') return;
        told.push(fields);
        tell();
      },
      warn: () => undefined,
      alert: () => undefined,
    },
  });
  await heard;
  await second.close();
  expect(told).toMatchObject([{ connector: 'alipay', kind: 'payment', recorded: true }]);
});
