import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../attempt.ts';
import { journalContract } from '../test-support/journal-contract.ts';
import { testAttempt } from '../test-support/test-attempt.ts';
import { FileJournal } from './file-journal.ts';
import { FileLock } from './file-lock.ts';
import { journalLine, readJournal } from './journal-line.ts';

const NOW_MS = Date.UTC(2026, 2, 2);
const DAY_MS = 86_400_000;

let directory: string;
let path: string;
let open: FileJournal[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-journal-'));
  path = join(directory, 'journal');
  open = [];
});

afterEach(async () => {
  for (const journal of open) await journal.close();
  rmSync(directory, { recursive: true });
});

async function journal(keepMs?: number): Promise<FileJournal> {
  const opened = await FileJournal.open(path, { nowMs: () => NOW_MS, keepMs });
  open.push(opened);
  return opened;
}

function attempt(orderNumber: string, change: Partial<Attempt> = {}): Attempt {
  return testAttempt(orderNumber, { startedAtMs: NOW_MS, ...change });
}

const DECLINED = {
  stage: 'ended',
  syssn: '1',
  verdict: { kind: 'declined', respcd: '1205', reason: '1205' },
} as const;

describe('a journal in a file', () => {
  journalContract(async (begun) => {
    const kept = await journal();
    await kept.begin(begun);
    return kept;
  });

  it('is the same after it was closed and opened again', async () => {
    const first = await journal();
    expect(await first.begin(attempt('A'))).toBeUndefined();
    expect(await first.begin(attempt('B', { basketId: 'basket of A' }))).toMatchObject({ orderNumber: 'A' });
    await first.begin(attempt('C'));
    await first.update('C', DECLINED);
    await first.close();
    const second = await journal();
    expect(await second.listOpen()).toMatchObject([{ orderNumber: 'A' }]);
    expect(await second.find('C')).toMatchObject({ stage: 'ended', verdict: DECLINED.verdict });
    expect(await second.listBasket('basket of C')).toHaveLength(1);
    expect(await second.begin(attempt('A'))).toMatchObject({ orderNumber: 'A' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('writes a change before the call settles', async () => {
    const kept = await journal();
    await kept.begin(attempt('A'));
    expect(readJournal(readFileSync(path)).attempts).toMatchObject([{ orderNumber: 'A' }]);
  });

  it('lets one of two attempts at the same time for one basket begin', async () => {
    const kept = await journal();
    const both = await Promise.all(['A', 'B'].map((name) => kept.begin(attempt(name, { basketId: 'one' }))));
    expect(both.filter((obstacle) => obstacle === undefined)).toHaveLength(1);
  });

  it('is used by one worker of an attempt at a time', async () => {
    const kept = await journal();
    const outer = await kept.exclusively('A', async () => [await kept.exclusively('A', async () => 'inner')]);
    expect(outer).toEqual([undefined]);
    expect(await kept.exclusively('A', async () => 'again')).toBe('again');
  });

  it('leaves out a line that was torn by a power cut, wherever it was torn', async () => {
    const whole = journalLine(attempt('A'));
    const torn = Buffer.from(journalLine(attempt('Bé')));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: torn.length - 1 }), async (length) => {
        writeFileSync(path, whole);
        appendFileSync(path, torn.subarray(0, length));
        const kept = await journal();
        expect((await kept.listOpen()).map(({ orderNumber }) => orderNumber)).toEqual(['A']);
        await kept.begin(attempt('C'));
        await kept.close();
        expect(readJournal(readFileSync(path)).attempts).toHaveLength(2);
      }),
      { numRuns: 20 },
    );
  });

  it('leaves out a last line whose bytes are wrong', async () => {
    writeFileSync(path, journalLine(attempt('A')) + journalLine(attempt('B')).replace('HKD', 'JPY'));
    expect(await (await journal()).listOpen()).toHaveLength(1);
  });

  it('is not opened when a line in the middle is damaged', async () => {
    const damaged = journalLine(attempt('A')).replace('HKD', 'JPY') + journalLine(attempt('B'));
    writeFileSync(path, damaged);
    await expect(journal()).rejects.toThrow('line 1 of the journal is damaged');
    expect(readFileSync(path, 'utf8')).toBe(damaged);
    // The lock was given back.
    writeFileSync(path, '');
    expect(await (await journal()).listOpen()).toEqual([]);
  });

  it('is written anew without old states and old attempts', async () => {
    const old = attempt('OLD', { startedAtMs: NOW_MS - 3 * DAY_MS, ...DECLINED });
    const young = attempt('YOUNG', { startedAtMs: NOW_MS - DAY_MS / 2, ...DECLINED });
    const stale = attempt('OPEN', { startedAtMs: NOW_MS - 300 * DAY_MS });
    writeFileSync(path, [old, young].map(journalLine).join('') + journalLine(stale).repeat(2_100));
    const kept = await journal(0);
    expect(readJournal(readFileSync(path)).attempts.map(({ orderNumber }) => orderNumber)).toEqual([
      'YOUNG',
      'OPEN',
    ]);
    await kept.begin(attempt('NEW'));
    await kept.close();
    expect(readJournal(readFileSync(path)).attempts).toHaveLength(3);
    expect(await (await journal()).find('OLD')).toBeUndefined();
  });

  it('takes nothing more once it is closed', async () => {
    const kept = await journal();
    await kept.close();
    await expect(kept.begin(attempt('A'))).rejects.toThrow('the journal is closed');
    await expect(kept.update('A', DECLINED)).rejects.toThrow('the journal is closed');
  });

  it('knows only its own attempts, and goes on after such a mistake', async () => {
    const kept = await journal();
    await expect(kept.update('NEVER', DECLINED)).rejects.toThrow('no attempt NEVER');
    expect(await kept.begin(attempt('A'))).toBeUndefined();
  });
});

describe('the lock of a journal', () => {
  it('keeps a second user out until the first has closed', async () => {
    const first = await journal();
    await expect(journal()).rejects.toThrow('another process uses the journal');
    await first.close();
    await journal();
  });

  it('is taken over from a process that died', async () => {
    const script = `
      import { createServer } from 'node:net';
      createServer().listen(${JSON.stringify(`${path}.lock`)}, () => process.kill(process.pid, 'SIGKILL'));
    `;
    const died = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(died.signal).toBe('SIGKILL');
    expect(statSync(`${path}.lock`).isSocket()).toBe(true);
    const takers = await Promise.allSettled([1, 2, 3].map(() => FileLock.take(path, Date.now)));
    const won = takers.filter((taker) => taker.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const { value } of won) await value.release();
    await (await FileLock.take(path, Date.now)).release();
  });

  it('has a path that every system takes', async () => {
    const long = join(directory, 'x'.repeat(120));
    await expect(FileJournal.open(long)).rejects.toThrow('too long for its lock');
  });
});
