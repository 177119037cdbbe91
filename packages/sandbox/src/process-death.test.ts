import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WalletOrder } from './order.ts';
import { TestSandbox } from './test-sandbox.ts';
import type { WalletId } from './wallet.ts';

/** Charges accounts and test codes without end and prints the number of each payment that was answered as paid. */
const ENDLESS_CHARGING = `
const { openSandbox } = await import(${JSON.stringify(new URL('./sandbox.ts', import.meta.url).href)});
const { randomBytes } = await import('node:crypto');
const { writeSync } = await import('node:fs');
const sandbox = openSandbox({
  file: process.argv[1],
  clock: { nowMs: () => Date.now() },
  timers: { after: () => () => undefined },
  randomBytes,
});
const { signal } = new AbortController();
for (let round = 0; ; round++) {
  const { authCode } = await sandbox.issueCode('alipayhk');
  const codes = [authCode, ...Array.from({ length: 20 }, () => '281234567890000000')];
  await Promise.all(codes.map(async (code, index) => {
    const channelOrderId = round + '-' + index;
    const answer = await sandbox.charge({
      channelOrderId, family: 'alipay', authCode: code, amountMinor: 1, currency: 'HKD',
      description: '', creditBarred: false, merchantName: '',
    }, signal);
    if (answer.kind === 'paid') writeSync(1, channelOrderId + '\\n');
  }));
}
`;

async function wholeBook(test: TestSandbox, wallet: WalletId): Promise<readonly WalletOrder[]> {
  const rows: WalletOrder[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await test.sandbox.book(wallet, { limit: 1_000, before });
    const last = page.at(-1);
    if (last === undefined) return rows;
    rows.push(...page);
    before = last.sequence;
  }
}

describe('the death of the process', () => {
  let test: TestSandbox;
  beforeEach(() => {
    test = new TestSandbox();
  });
  afterEach(() => test.dispose());

  it('loses no payment that was answered, and lets the next process in at once', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', ENDLESS_CHARGING, test.file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const answered: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      answered.push(line);
      if (answered.length === 2_000) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    const debits = await wholeBook(test, 'alipayhk');
    const rows = [...debits, ...(await wholeBook(test, 'alipay'))];
    const paid = new Set(rows.filter(({ state }) => state === 'paid').map((row) => row.channelOrderId));
    expect(answered.length).toBeGreaterThanOrEqual(2_000);
    expect(answered.filter((number) => !paid.has(number))).toEqual([]);

    const wallets = await test.sandbox.listWallets();
    const account = wallets.find(({ id }) => id === 'alipayhk')?.accounts[0];
    expect(account?.balanceMinor).toBe(500_000 - debits.length);
    expect(debits.every(({ timesCharged }) => timesCharged === 1)).toBe(true);
  });
});
