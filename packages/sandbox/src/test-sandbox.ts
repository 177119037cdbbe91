import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MachineTime, VirtualTime } from './clock/virtual-time.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import type {
  ChargeOrder,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from './wallet-answer.ts';
import { type WalletId, wallet } from './wallet.ts';

/** A clock and timers that move only when told. Starts at 2026-03-01 12:00:00 UTC. */
export class ManualTime implements MachineTime {
  #nowMs = Date.UTC(2026, 2, 1, 12);
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are running. */
  get running(): number {
    return this.#timers.size;
  }

  /** Moves the clock and calls what has become due, the earliest first. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#nowMs).sort((a, b) => a.atMs - b.atMs);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.callback();
    }
  }
}

/** Bytes that differ from call to call and are the same in every run. */
export function countingBytes(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    return Uint8Array.from({ length: count }, (_, index) => (calls * 7919 + index * 131) >> (index % 8));
  };
}

/** Bytes without any pattern, the same for the same seed. */
export function bytesFrom(seed: number): (count: number) => Uint8Array {
  let blocks = 0;
  let left = Buffer.alloc(0);
  return (count) => {
    while (left.length < count) {
      blocks += 1;
      left = Buffer.concat([left, createHash('sha256').update(`${seed} ${blocks}`).digest()]);
    }
    const bytes = left.subarray(0, count);
    left = left.subarray(count);
    return bytes;
  };
}

/** A sandbox on a file of its own that can be closed and opened again, under a clock that moves when told. */
export class TestSandbox {
  readonly time = new ManualTime();
  /** The same time, for those who move it over HTTP; nothing is waited for on the way. */
  readonly virtualTime = new VirtualTime({ machine: this.time, settle: () => Promise.resolve() });
  readonly folder = mkdtempSync(join(tmpdir(), 'opencpm-sandbox-'));
  readonly file = join(this.folder, 'wallets.db');
  readonly #randomBytes = countingBytes();
  #sandbox: Sandbox | undefined;
  #orders = 0;

  get sandbox(): Sandbox {
    this.#sandbox ??= openSandbox({
      file: this.file,
      clock: this.time,
      timers: this.time,
      randomBytes: this.#randomBytes,
    });
    return this.#sandbox;
  }

  /** Charges a wallet's code under a new number; the answer in two words. */
  async chargeCode(id: WalletId, authCode: string, amountMinor = 1050): Promise<string> {
    this.#orders += 1;
    const order = sale(`order-${this.#orders}`, { family: wallet(id).family, authCode, amountMinor });
    return inShort(await this.sandbox.charge(order, PATIENT));
  }

  /** Closes the sandbox and opens it again on the same file. */
  restart(): void {
    this.#sandbox?.close();
    this.#sandbox = undefined;
  }

  dispose(): void {
    this.restart();
    rmSync(this.folder, { recursive: true });
  }
}

/** A signal that never fires. */
export const PATIENT: AbortSignal = new AbortController().signal;

/** A test code without a test number, and a sale of HKD 10.50. */
export function sale(channelOrderId: string, changes: Partial<ChargeOrder> = {}): ChargeOrder {
  return {
    channelOrderId,
    family: 'alipay',
    authCode: '281234567890000000',
    amountMinor: 1050,
    currency: 'HKD',
    description: 'Tea',
    creditBarred: false,
    merchantName: 'Corner Shop',
    ...changes,
  };
}

/** The reference of a sale. */
export function referenceOf({ channelOrderId, family, amountMinor, currency }: ChargeOrder): OrderReference {
  return { channelOrderId, family, amountMinor, currency };
}

/** A refund of a sale, by default of HKD 2.00. */
export function refundOf(
  { channelOrderId, family, amountMinor, currency }: ChargeOrder,
  channelRefundId: string,
  refundMinor = 200,
): RefundOrder {
  return {
    channelRefundId,
    channelOrderId,
    family,
    walletNumber: '',
    amountMinor: refundMinor,
    paymentAmountMinor: amountMinor,
    currency,
  };
}

/** An answer to a reversal or a refund in two words. */
export function movementInShort(answer: ReversalAnswer | RefundAnswer): string {
  if (answer.kind !== 'refused') return answer.kind;
  const again = 'mayRetry' in answer ? answer.mayRetry : answer.mayStillReturn;
  return `refused ${answer.respcd}${again ? ' for now' : ''}`;
}

/** An answer in two words: its kind, and the response code of a refusal. */
export function inShort(answer: WalletAnswer): string {
  if (answer.kind !== 'declined') return answer.kind;
  return `declined ${answer.respcd}${answer.mayStillCharge ? ' for now' : ''}`;
}
