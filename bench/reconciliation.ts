import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessDayOf, formatSyssn, formatWireTime } from '@opencpm/protocol';
import { acceptPayment, fillDay, paidProgress, settlePayment, walletNumberOf } from './fill-day.ts';
import { GatewayProcess } from './gateway-process.ts';
import { describeMachine } from './machine.ts';
import { megabytes, printFigure, secondsOf } from './print-figure.ts';
import { runCommand } from './run-command.ts';

/**
 * Measures a reconciliation: a day of payments against Alipay's bill of that day, with differences planted in it.
 * `npm run bench:reconciliation -- 1000000`. The bill is in the wallet's own form and is read by its connector's reader.
 */
const DAY = '2026-03-02';
const PAYMENTS_USUAL = 1_000_000;
const DIFFERENCES = 1_000;
const COLUMNS =
  'settlementBatchId,customerId,transactionId,originalTransactionId,transactionRequestId,transactionType,paymentTime,settlementTime,transactionAmountValue,transactionCurrency,settlementAmountValue,settlementCurrency,feeAmountValue,feeCurrency';

/** Every kind that can be planted in a bill of payments, in the order they are planted. */
const KINDS = [
  'payment_missing_there',
  'payment_missing_here',
  'amount',
  'currency',
  'number',
  'charged_twice',
  'line_twice',
  'fee',
  'undone_there_paid_here',
  'refund_missing_here',
  'paid_there_open_here',
  'paid_there_not_paid_here',
  'wrong_day',
] as const;

type Kind = (typeof KINDS)[number];

const count = Number(process.argv[2] ?? PAYMENTS_USUAL);
const every = Math.floor(count / DIFFERENCES);
const directory = mkdtempSync(join(tmpdir(), 'opencpm-reconciliation-'));
try {
  await measure();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** What is planted at a payment; nothing at most of them. */
function planted(id: number): Kind | undefined {
  if (id % every !== 0 || id / every > DIFFERENCES) return undefined;
  return KINDS[(id / every) % KINDS.length];
}

async function measure(): Promise<void> {
  const { processor, cores, system, node } = describeMachine(directory);
  printFigure('machine', `${processor}, ${cores} cores, ${system}, Node ${node}`);
  const gateway = await GatewayProcess.start(directory);
  await gateway.stop();
  const fromMs = businessDayOf(DAY)?.fromMs ?? 0;
  await fillDay({
    directory,
    day: DAY,
    appCode: gateway.signer.appCode,
    connector: 'alipay',
    count,
    progressOf: (id, paid) => {
      const kind = planted(id);
      if (kind === 'paid_there_open_here') {
        return { ...paid, state: 'processing', respcd: '1145', paidAtMs: undefined, walletNumber: '' };
      }
      if (kind === 'paid_there_not_paid_here') {
        return { ...paid, state: 'declined', respcd: '1205', paidAtMs: undefined, walletNumber: '' };
      }
      return paid;
    },
    // A payment of the day before, at noon, that the wallet has put into this day's bill.
    async afterwards(store, merchantNumber, storeId) {
      for (let id = every; id <= every * DIFFERENCES; id += every) {
        if (planted(id) !== 'wrong_day') continue;
        const createdAtMs = fromMs - 12 * 3_600_000;
        const about = { id: count + id, createdAtMs, merchantNumber, storeId, connector: 'alipay' };
        const payment = await acceptPayment(store, about);
        await settlePayment(store, payment, paidProgress(about.id, createdAtMs));
      }
    },
  });
  const bill = join(directory, 'settlementItems.csv');
  const rows = await writeBill(bill, fromMs);
  // Its neighbours hold nothing: without them what is missing near midnight would be awaited there.
  const neighbour = join(directory, 'empty.csv');
  writeFileSync(neighbour, `${COLUMNS}\n<END>\n`);
  printFigure('payments here', count.toLocaleString('en'));
  printFigure('rows in the bill', `${rows.toLocaleString('en')}, ${megabytes(statSync(bill).size)}`);
  const run = await runCommand([
    'reconcile',
    ...['--wallet', 'alipay', '--date', DAY, '--bill', bill],
    ...['--bill-before', neighbour, '--bill-after', neighbour],
    ...['--fee', '0.8', '--json', '--data', directory],
  ]);
  const { differences } = JSON.parse(run.output) as { readonly differences: readonly { kind: string }[] };
  const found = new Map<string, number>();
  for (const { kind } of differences) found.set(kind, (found.get(kind) ?? 0) + 1);
  let missed = 0;
  for (const kind of KINDS) {
    const expected = Array.from({ length: DIFFERENCES }, (_, place) => planted((place + 1) * every)).filter(
      (one) => one === kind,
    ).length;
    missed += Math.abs(expected - (found.get(kind) ?? 0));
    found.delete(kind);
  }
  printFigure('differences planted, kinds', `${DIFFERENCES}, ${KINDS.length}`);
  printFigure('differences found', String(differences.length));
  printFigure('missed or found too often; of other kinds', `${missed}; ${[...found.values()].length}`);
  printFigure('took (floor 10 s)', secondsOf(run.tookMs));
  printFigure('peak memory (floor 512 MB)', megabytes(run.peakBytes));
  if (missed > 0 || found.size > 0) process.exitCode = 1;
}

/** Writes the bill the wallet would send, with what is planted. @returns how many rows it has. */
async function writeBill(file: string, fromMs: number): Promise<number> {
  const stream = createWriteStream(file);
  let rows = 0;
  const write = async (cells: readonly (string | number)[]): Promise<void> => {
    rows += 1;
    if (!stream.write(`${cells.join(',')}\n`)) await once(stream, 'drain');
  };
  stream.write(`${COLUMNS}\n`);
  for (let id = 1; id <= count; id += 1) {
    const createdAtMs = fromMs + Math.floor(((id - 1) * 86_400_000) / count);
    const row = rowOf(id, createdAtMs);
    const kind = planted(id);
    switch (kind) {
      case undefined:
      case 'paid_there_open_here':
      case 'paid_there_not_paid_here':
        await write(cellsOf(row));
        break;
      case 'payment_missing_there':
        break;
      case 'payment_missing_here':
        await write(cellsOf(row));
        await write(cellsOf({ ...row, number: `X${row.number}`, request: `X${row.request}` }));
        break;
      case 'amount':
        await write(cellsOf({ ...row, minor: row.minor + 100, fee: Math.round((row.minor + 100) * 0.008) }));
        break;
      case 'currency':
        await write(cellsOf({ ...row, currency: 'CNY' }));
        break;
      case 'number':
        await write(cellsOf({ ...row, number: `X${row.number}` }));
        break;
      case 'charged_twice':
        await write(cellsOf(row));
        await write(cellsOf({ ...row, number: `X${row.number}` }));
        break;
      case 'line_twice':
        await write(cellsOf(row));
        await write(cellsOf(row));
        break;
      case 'fee':
        await write(cellsOf({ ...row, fee: row.fee + 5 }));
        break;
      case 'undone_there_paid_here':
        await write(cellsOf(row));
        await write(cellsOf({ ...row, type: 'CANCEL' }));
        break;
      case 'refund_missing_here':
        await write(cellsOf(row));
        await write(
          cellsOf({ ...row, type: 'REFUND', number: `R${row.number}`, request: `R${row.request}` }),
        );
        break;
      case 'wrong_day': {
        await write(cellsOf(row));
        const before = fromMs - 12 * 3_600_000;
        await write(cellsOf(rowOf(count + id, before)));
        break;
      }
    }
  }
  stream.end('<END>\n');
  await once(stream, 'finish');
  return rows;
}

interface BillRow {
  readonly type: 'PAYMENT' | 'CANCEL' | 'REFUND';
  readonly number: string;
  readonly request: string;
  readonly minor: number;
  readonly currency: string;
  readonly fee: number;
  readonly time: string;
}

function rowOf(id: number, createdAtMs: number): BillRow {
  const minor = 1_050 + (id % 977);
  return {
    type: 'PAYMENT',
    number: walletNumberOf(id),
    request: formatSyssn(createdAtMs, 1, id),
    minor,
    currency: 'HKD',
    fee: Math.round(minor * 0.008),
    time: `${formatWireTime(createdAtMs + 700).replace(' ', 'T')}+08:00`,
  };
}

function cellsOf({
  type,
  number,
  request,
  minor,
  currency,
  fee,
  time,
}: BillRow): readonly (string | number)[] {
  const signed = type === 'PAYMENT' ? minor : -minor;
  return [
    'B1',
    'C1',
    number,
    '',
    request,
    type,
    time,
    time,
    signed,
    currency,
    signed,
    currency,
    fee,
    currency,
  ];
}
