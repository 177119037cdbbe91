import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatWireTime } from '@opencpm/protocol';
import { fillDay } from './fill-day.ts';
import { GatewayProcess } from './gateway-process.ts';
import { megabytes, printFigure, secondsOf, secondsSince } from './print-figure.ts';
import { runCommand } from './run-command.ts';

/**
 * Measures the statement of a day and the audit with many payments, on a real gateway in a process of its own:
 * `npm run bench:statement -- 1000000`.
 */

const PAYMENTS_USUAL = 1_000_000;
const DAY_MS = 86_400_000;

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
  await fillDay({
    directory,
    day: tradeDate,
    appCode: first.signer.appCode,
    connector: 'sandbox',
    count,
  });
  printFigure('payments', count.toLocaleString('en'));
  printFigure('written in', secondsSince(startMs));
  printFigure('database', megabytes(statSync(join(directory, 'opencpm.db')).size));

  const gateway = await GatewayProcess.start(directory);
  printFigure('gateway before, peak memory', megabytes(gateway.peakMemoryBytes()));
  await measureStatement(gateway, tradeDate);
  const beside = await auditInChild();
  printFigure('audit beside the gateway', `${beside.seconds}, ${beside.entries} entries`);
  printFigure('audit beside, peak memory of the command', megabytes(beside.peakBytes));
  printFigure('gateway after the audit, peak memory', megabytes(gateway.peakMemoryBytes()));
  await gateway.stop();
  const alone = await auditInChild();
  printFigure('audit of the closed directory', alone.seconds);
  printFigure('audit of the closed directory, peak memory', megabytes(alone.peakBytes));
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
  const took = secondsSince(startMs);
  await pinging;
  waits.sort((left, right) => left - right);
  printFigure('statement', `${took}, zip of ${megabytes(bytes)}`);
  printFigure('gateway after the statement, peak memory', megabytes(gateway.peakMemoryBytes()));
  const at = (share: number): string => `${(waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)} ms`;
  printFigure(
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
  const { code, output, tookMs, peakBytes } = await runCommand([
    'audit',
    'verify',
    '--json',
    '--data',
    directory,
  ]);
  const result = JSON.parse(output) as {
    readonly sound: boolean;
    readonly counts: { readonly entries: number };
  };
  if (code !== 0 || !result.sound) throw new Error(`the audit ended with ${code}: ${output}`);
  return { seconds: secondsOf(tookMs), entries: result.counts.entries, peakBytes };
}
