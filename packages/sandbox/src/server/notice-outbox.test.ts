import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxTimers } from '../answer-delivery.ts';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { kindOf, NoticeOutbox, numberIn } from './notice-outbox.ts';

const HOUR_MS = 3_600_000;

/** A clock whose timers run when it is moved. */
class MovedTime implements SandboxTimers {
  #nowMs = Date.UTC(2026, 2, 1);
  readonly #waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const waiting = { atMs: this.#nowMs + delayMs, callback };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  move(durationMs: number): void {
    this.#nowMs += durationMs;
    for (const waiting of [...this.#waiting]) {
      if (waiting.atMs <= this.#nowMs && this.#waiting.delete(waiting)) waiting.callback();
    }
  }
}

let folder: string;
let time: MovedTime;
let sandbox: Sandbox;
let outbox: NoticeOutbox;
let sends: string[];
let accepted: boolean;
const standing = new Map<string, 'open' | 'silent' | 'to_be_told'>();

function open(): void {
  sandbox = openSandbox({
    file: join(folder, 'wallets.db'),
    clock: time,
    timers: time,
    randomBytes: (length) => new Uint8Array(length),
  });
  outbox = new NoticeOutbox({
    door: sandbox.door,
    timers: time,
    async post(url) {
      sends.push(url);
      return { status: accepted ? 200 : 500, body: '' };
    },
    server: 'alipay',
    families: ['alipay'],
    lookMs: 1_000,
    gapsMs: () => [HOUR_MS, HOUR_MS],
    firstLook: 'by_timer',
    standingOf: async (subject) => standing.get(subject) ?? 'open',
    write: async (subject, spoilt) => ({
      url: `${subject}${spoilt === undefined ? '' : ` ${spoilt}`}`,
      headers: {},
      body: Buffer.alloc(0),
      accepts: ({ status }) => status === 200,
    }),
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-outbox-'));
  time = new MovedTime();
  sends = [];
  accepted = false;
  standing.clear();
  open();
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

function close(): void {
  outbox.close();
  sandbox.close();
}

async function restart(): Promise<void> {
  close();
  open();
  await outbox.begin();
}

async function pass(durationMs: number): Promise<void> {
  time.move(durationMs);
  for (let turn = 0; turn < 8; turn += 1) await sandbox.waiting();
}

describe('what a wallet has to tell', () => {
  it('is told once, however often it is watched', async () => {
    standing.set('payment P1', 'to_be_told');
    accepted = true;
    await outbox.watch('payment P1');
    await outbox.watch('payment P1');
    await pass(0);
    await restart();
    await outbox.watch('payment P1');
    await pass(24 * HOUR_MS);
    expect(sends).toEqual(['payment P1']);
    expect(await sandbox.door.openNotices('alipay')).toEqual([]);
  });

  it('waits over a restart for what has not ended', async () => {
    await outbox.watch('payment P1');
    await pass(5_000);
    await restart();
    await pass(5_000);
    expect(sends).toEqual([]);
    standing.set('payment P1', 'to_be_told');
    await pass(1_000);
    expect(sends).toEqual(['payment P1']);
  });

  it('goes on over a restart with the tries that are left, when they are due', async () => {
    standing.set('payment P1', 'to_be_told');
    await outbox.watch('payment P1');
    await pass(0);
    await pass(HOUR_MS / 2);
    await restart();
    await pass(HOUR_MS / 2 - 1);
    expect(sends).toHaveLength(1);
    await pass(1);
    expect(sends).toHaveLength(2);
    close();
    time.move(9 * HOUR_MS);
    open();
    await outbox.begin();
    await pass(0);
    expect(sends).toHaveLength(3);
    await restart();
    await pass(24 * HOUR_MS);
    expect(sends).toHaveLength(3);
  });

  it('keeps what is to go wrong with it', async () => {
    standing.set('payment P1', 'to_be_told');
    sandbox.faults.add({ call: 'notification', fault: 'late', times: 1 });
    await outbox.watch('payment P1');
    await pass(0);
    await restart();
    await pass(300_000);
    expect(sends).toEqual(['payment P1 late']);
  });

  it('is nothing for an end that is silent, also after a restart', async () => {
    standing.set('payment P1', 'silent');
    await outbox.watch('payment P1');
    await pass(0);
    standing.set('payment P1', 'to_be_told');
    await restart();
    await pass(24 * HOUR_MS);
    expect(sends).toEqual([]);
  });

  it('is given up when nothing came of it in a day', async () => {
    await outbox.watch('payment P1');
    close();
    time.move(24 * HOUR_MS);
    open();
    await outbox.begin();
    standing.set('payment P1', 'to_be_told');
    await pass(HOUR_MS);
    expect(sends).toEqual([]);
    expect(await sandbox.door.openNotices('alipay')).toEqual([]);
  });

  it('belongs to one server', async () => {
    await outbox.watch('payment P1');
    expect(await sandbox.door.openNotices('unionpay')).toEqual([]);
    expect(await sandbox.door.openNotices('alipay')).toMatchObject([{ subject: 'payment P1' }]);
  });
});

it('a subject says what it is about', () => {
  expect([kindOf('payment P1'), numberIn('payment P1')]).toEqual(['payment', 'P1']);
  expect([kindOf('refund R1 20260301120000'), numberIn('refund R1 20260301120000')]).toEqual([
    'refund',
    'R1',
  ]);
});
