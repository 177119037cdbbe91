import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock, systemTimers } from '@opencpm/gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SANDBOX_FILE } from '../administration/data-directory.ts';
import type { CommandClock } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { startTestSandbox } from '../test-support/start-test-sandbox.ts';

const HOUR_MS = 3_600_000;

/** One test code for each wallet, the pay type it is charged under, and how much earlier than at midnight its day ends. */
const WALLETS = [
  ['alipay', '28000000000000000', '800108', 0],
  ['wechatpay', '13000000000000000', '800208', 0],
  ['unionpay', '620000000000000000', '800708', HOUR_MS],
  ['upstream', '80000000000000000', '805808', 0],
] as const;

const DAY = '2026-03-05';
const DAY_MS = 86_400_000;
const MIDNIGHT_MS = Date.UTC(2026, 2, 5, 16);
const QUARTER_MS = 15 * 60_000;

/** The wallets' book numbers its payments as they come: UnionPay's first, since its day ends first. */
const SECOND_SALES = 'sequence IN (2, 5, 7, 9)';

/** The machine's clock, set to any time. */
class SetClock implements CommandClock {
  #aheadMs = 0;

  set(nowMs: number): void {
    this.#aheadMs = nowMs - systemClock.nowMs();
  }

  nowMs(): number {
    return systemClock.nowMs() + this.#aheadMs;
  }

  monotonicMs(): number {
    return systemClock.monotonicMs() + this.#aheadMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return systemTimers.after(delayMs, callback);
  }
}

const clock = new SetClock();
let directory: string;
let gateway: SandboxGateway;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-neighbours-'));
  clock.set(MIDNIGHT_MS - 2 * HOUR_MS);
  gateway = await start();
  for (const earlyMs of [HOUR_MS, 0]) {
    const wallets = WALLETS.filter((wallet) => wallet[3] === earlyMs);
    clock.set(MIDNIGHT_MS - earlyMs - QUARTER_MS);
    for (const wallet of wallets) for (const sale of [1, 2]) await sell(wallet, sale);
    clock.set(MIDNIGHT_MS - earlyMs + QUARTER_MS);
    for (const wallet of wallets) await sell(wallet, 3);
  }
  // The wallets book every second sale half an hour after it was made, when the next day has begun.
  await changeWalletsBook(
    `UPDATE orders SET ended_at_ms = ended_at_ms + ${2 * QUARTER_MS} WHERE ${SECOND_SALES}`,
  );
}, 60_000);

afterAll(async () => {
  await gateway.close();
  rmSync(directory, { recursive: true, force: true });
});

function start(): Promise<SandboxGateway> {
  return startTestSandbox(directory, { wallets: 'http', clock, timers: clock });
}

async function sell([wallet, code, payType]: (typeof WALLETS)[number], sale: number): Promise<void> {
  const words = ['--code', `${code}${sale}`, '--pay-type', payType, '--order', `${wallet}-${sale}`];
  const { exitCode } = await runCommand(['pay', '1050', ...words, '--url', gateway.url], { clock });
  expect(exitCode).toBe(EXIT.done);
}

/** Changes what the wallets have in their book, which they keep to themselves while they run. */
async function changeWalletsBook(statement: string): Promise<void> {
  await gateway.close();
  const book = new DatabaseSync(join(directory, SANDBOX_FILE));
  book.exec(statement);
  book.close();
  gateway = await start();
}

function reconcile(wallet: string, ...words: readonly string[]): Promise<CommandRun> {
  const day = words.includes('--date') ? [] : ['--date', DAY];
  return runCommand(['reconcile', '--wallet', wallet, ...day, '--data', directory, ...words], {
    clock,
  });
}

it('the day of UnionPay goes on from 23:00 under the date of tomorrow', async () => {
  clock.set(MIDNIGHT_MS - 2 * QUARTER_MS);
  const { stdout } = await reconcile('unionpay', '--json', '--date', '2026-03-06');
  expect(JSON.parse(stdout)).toMatchObject({ equal: true, matched: 2, carried_over: 1 });
  const others = await reconcile('wechatpay', '--date', '2026-03-06');
  expect(others.stderr).toContain('the day has not begun');
});

describe('the bills of the days around', () => {
  it.each(WALLETS)('of %s are awaited while the next day goes on', async (wallet) => {
    clock.set(MIDNIGHT_MS + 2 * QUARTER_MS);
    const { stdout, stderr, exitCode } = await reconcile(wallet);
    expect(stderr).toBe('');
    expect(stdout).toContain('EQUAL  no difference');
    expect(stdout).toMatch(/awaited +1 near the end of a day/);
    expect(stdout).toMatch(/not given +the bill of 2026-03-06: that day is not over/);
    expect(exitCode).toBe(EXIT.done);
  });

  it.each(WALLETS)('of %s are fetched when they are over, and have what the day lacks', async (wallet) => {
    clock.set(MIDNIGHT_MS + DAY_MS + QUARTER_MS);
    const { stdout, exitCode } = await reconcile(wallet, '--json');
    const report = JSON.parse(stdout) as { readonly not_given: readonly { readonly date: string }[] };
    expect(report).toMatchObject({ equal: true, matched: 1, awaited: 0 });
    // WeChat Pay makes no statement of a day on which nothing happened.
    const missing = wallet === 'wechatpay' ? ['2026-03-04'] : [];
    expect(report.not_given.map(({ date }) => date)).toEqual(missing);
    expect(exitCode).toBe(EXIT.done);
  });

  it('are taken from a file where one is given', async () => {
    const file = join(directory, 'before.csv');
    writeFileSync(file, `${new Array(38).fill('heading').join(',')}\n`);
    const { stdout } = await reconcile('wechatpay', '--json', '--bill-before', file);
    expect(JSON.parse(stdout)).toMatchObject({ equal: true, matched: 1, not_given: [] });
  });

  it('of files begin when those of their wallet do', async () => {
    const file = join(directory, 'empty.txt');
    writeFileSync(file, 'txnType|orderId|queryId|origQryId|txnTime|txnAmt|currencyCode|fee\n<END>\n');
    const options = ['--bill', file, '--bill-before', file, '--bill-after', file];
    const missingOf = async (day: string): Promise<number> => {
      const { stdout } = await reconcile('unionpay', '--json', '--date', day, ...options);
      return (JSON.parse(stdout) as { readonly differences: readonly unknown[] }).differences.length;
    };
    // At 22:45 of the fifth, and at 23:15.
    expect([await missingOf(DAY), await missingOf('2026-03-06')]).toEqual([2, 1]);
  });

  it('prove nothing when one of them is not believed', async () => {
    const spoilt = await fetch(`${gateway.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ call: 'statement', fault: 'altered-body', times: 1 }),
    });
    expect(spoilt.ok).toBe(true);
    const { stdout, stderr, exitCode } = await reconcile('wechatpay', '--date', '2026-03-06');
    expect(stdout).toBe('');
    expect(stderr).toContain('The bill of wechatpay for 2026-03-05 could not be fetched');
    expect(stderr).toContain('--bill-before FILE');
    expect(exitCode).toBe(EXIT.refused);
  });

  describe('when the next day does not have it either', () => {
    beforeAll(() => changeWalletsBook(`UPDATE orders SET times_charged = 0 WHERE ${SECOND_SALES}`));

    it.each(WALLETS)('of %s prove that it is missing', async (wallet) => {
      const { stdout, exitCode } = await reconcile(wallet, '--json');
      const report = JSON.parse(stdout) as { readonly differences: readonly { readonly kind: string }[] };
      expect(report).toMatchObject({ matched: 1, awaited: 0 });
      expect(report.differences.map(({ kind }) => kind)).toEqual(['payment_missing_there']);
      expect(exitCode).toBe(EXIT.refused);
    });
  });
});
