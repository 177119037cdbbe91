import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { businessDayOf, formatSyssn, formatWireTime } from '@opencpm/protocol';
import { SqliteStore } from '../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { GatewayProcess } from './gateway-process.ts';

/**
 * Measures the statement of a day and the audit with many payments, on a real gateway in a process of its own:
 * `npm run bench:statement -- 1000000`.
 */

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/opencpm.js', import.meta.url));
const PAYMENTS_USUAL = 1_000_000;
const GROUP = 1_000;
const DAY_MS = 86_400_000;
const PAY_TYPES = ['800108', '800208'] as const;

const count = Number(process.argv[2] ?? PAYMENTS_USUAL);
const directory = mkdtempSync(join(tmpdir(), 'opencpm-statement-'));
try {
  await measure();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const first = await GatewayProcess.start(directory);
  await first.stop();
  const tradeDate = formatWireTime(Date.now() - DAY_MS).slice(0, 10);
  const startMs = performance.now();
  await fill(tradeDate, first.signer.appCode);
  print('payments', count.toLocaleString('en'));
  print('written in', seconds(startMs));
  print('database', megabytes(statSync(join(directory, 'opencpm.db')).size));

  const gateway = await GatewayProcess.start(directory);
  print('gateway before, peak memory', megabytes(gateway.peakMemoryBytes()));
  await measureStatement(gateway, tradeDate);
  const beside = await auditInChild();
  print('audit beside the gateway', `${beside.seconds}, ${beside.entries} entries`);
  print('audit beside, peak memory of the command', megabytes(beside.peakBytes));
  print('gateway after the audit, peak memory', megabytes(gateway.peakMemoryBytes()));
  await gateway.stop();
  const alone = await auditInChild();
  print('audit of the closed directory', alone.seconds);
  print('audit of the closed directory, peak memory', megabytes(alone.peakBytes));
}

/** Paid payments evenly over a day, by the store's own code. */
async function fill(tradeDate: string, appCode: string): Promise<void> {
  const onFatal = (error: unknown): never => {
    throw error;
  };
  const day = businessDayOf(tradeDate);
  if (day === undefined) throw new Error('there is no such day');
  const store = SqliteStore.open({ directory, nowMs: day.fromMs, onFatal });
  const merchant = await store.findMerchant(appCode);
  if (merchant === undefined) throw new Error('the merchant is missing');
  const storeId = merchant.stores[0]?.storeId ?? '';
  for (let from = 1; from <= count; from += GROUP) {
    const ids = Array.from({ length: Math.min(GROUP, count - from + 1) }, (_, index) => from + index);
    await Promise.all(ids.map((id) => pay(id)));
  }
  await store.close();

  async function pay(id: number): Promise<void> {
    const createdAtMs = (day?.fromMs ?? 0) + Math.floor(((id - 1) * DAY_MS) / count);
    const syssn = formatSyssn(createdAtMs, 1, id);
    const accepted = await store.acceptPayment(
      {
        id,
        syssn,
        merchantNumber: merchant?.merchantNumber ?? 0,
        storeId,
        orderNumber: `ORDER-${id}`,
        payType: PAY_TYPES[id % PAY_TYPES.length] ?? '800108',
        family: 'alipay',
        connector: 'sandbox',
        channelOrderId: syssn,
        amountMinor: 1_050 + (id % 977),
        currency: 'HKD',
        authCodeHash: createHash('md5').update(String(id)).digest('hex'),
        callerTime: formatWireTime(createdAtMs),
        goodsName: 'Flat white',
        deviceId: 'till-1',
        notifyUrl: '',
        createdAtMs,
        firstAskAtMs: createdAtMs + 2_000,
      },
      0,
    );
    if (accepted.kind !== 'accepted') throw new Error(`payment ${id}: ${accepted.kind}`);
    await store.changePayment(accepted.payment, {
      progress: {
        state: 'paid',
        respcd: '0000',
        detail: 'OK',
        paidAtMs: createdAtMs + 700,
        walletNumber: `20260301220014${String(id).padStart(14, '0')}`,
        payerAccount: '2088123456789012',
        debitedAmountMinor: undefined,
        debitedCurrency: '',
        dueAtMs: undefined,
        asks: 0,
      },
      atMs: createdAtMs + 750,
      entry: {
        event: 'payment_changed',
        facts: { from: 'accepted', to: 'paid', respcd: '0000', by: 'charge', answer: 'paid' },
      },
    });
  }
}

/** Downloads the statement; beside it asks for the health of the gateway, to see who has to wait. */
async function measureStatement(gateway: GatewayProcess, tradeDate: string): Promise<void> {
  const { appCode, clientKey } = gateway.signer;
  const base = `http://127.0.0.1:${gateway.port}`;
  const signature = createHash('sha256').update(`trade_date=${tradeDate}${clientKey}`).digest('hex');
  const startMs = performance.now();
  const response = await fetch(`${base}/download/v1/trade_bill?trade_date=${tradeDate}`, {
    headers: { 'X-QF-APPCODE': appCode, 'X-QF-SIGN': signature, 'X-QF-SIGNTYPE': 'SHA256' },
  });
  if (response.headers.get('Content-Type') !== 'application/zip' || response.body === null) {
    throw new Error(`no statement: ${await response.text()}`);
  }
  const waits: number[] = [];
  let over = false;
  const pinging = (async () => {
    while (!over) {
      const askedAtMs = performance.now();
      await (await fetch(`${base}/healthz`)).text();
      waits.push(performance.now() - askedAtMs);
    }
  })();
  let bytes = 0;
  for await (const piece of response.body) bytes += piece.byteLength;
  over = true;
  const took = seconds(startMs);
  await pinging;
  waits.sort((left, right) => left - right);
  print('statement', `${took}, zip of ${megabytes(bytes)}`);
  print('gateway after the statement, peak memory', megabytes(gateway.peakMemoryBytes()));
  const at = (share: number): string => `${(waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)} ms`;
  print(
    'answers meanwhile, median / 99 % / longest',
    `${at(0.5)} / ${at(0.99)} / ${(waits.at(-1) ?? 0).toFixed(1)} ms`,
  );
}

interface AuditRun {
  readonly seconds: string;
  readonly entries: number;
  readonly peakBytes: number;
}

/** Runs the command line's audit and watches its memory. */
async function auditInChild(): Promise<AuditRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'audit', 'verify', '--json', '--data', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid ?? 0));
  }, 100);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  const result = JSON.parse(text) as {
    readonly sound: boolean;
    readonly counts: { readonly entries: number };
  };
  if (code !== 0 || !result.sound) throw new Error(`the audit ended with ${String(code)}: ${text}`);
  return { seconds: seconds(startMs), entries: result.counts.entries, peakBytes };
}

function peakOf(processId: number): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'unknown' : `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(48)}${value}\n`);
}
