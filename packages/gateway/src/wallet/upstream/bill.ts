import { parseWireTime } from '@opencpm/protocol';
import { type BillLine, BillUnreadable, type ReadBill } from '../bill-line.ts';
import { BILL_BYTES_MAX } from '../bill-source.ts';
import { zipEntries } from '../zip-entries.ts';
import { csvRecords } from './csv-records.ts';

/** Columns that are read, by the names of the first line; others do no harm. */
const COLUMNS = [
  'order_type',
  'out_trade_no',
  'chnlsn',
  'txcurrcd',
  'txamt',
  'paydtm',
  'respcd',
  'cancel',
] as const;

type Column = (typeof COLUMNS)[number];

const KINDS: Readonly<Record<string, BillLine['kind']>> = {
  payment: 'payment',
  refund: 'refund',
  late_charge: 'payment',
  late_charge_return: 'reversal',
};

/**
 * Reads the statement of another gateway: a zip of CSV files, one line for each payment and refund, a line of totals at
 * the end of each that has lines. Lines that moved no money (a `respcd` other than 0000) are left out. The files are those
 * of OpenCPM; no public document of QFPay names its own.
 */
export const readBill: ReadBill = async function* (bytes) {
  const files = zipEntries(await whole(bytes), BILL_BYTES_MAX);
  if (files === undefined) throw new BillUnreadable(1, 'the file must be a zip, and whole');
  for (const { bytes: content } of files) yield* readFile(content);
};

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > BILL_BYTES_MAX) throw new BillUnreadable(1, `must have at most ${BILL_BYTES_MAX} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function* readFile(content: Buffer): Generator<BillLine> {
  let columns: ReadonlyMap<string, number> | undefined;
  let ended = false;
  let line = 0;
  let lines = 0;
  for (const { cells, line: at } of csvRecords(content.toString('utf8'))) {
    line = at;
    if (ended) throw new BillUnreadable(line, 'nothing may follow the totals');
    if (columns === undefined) {
      columns = new Map(cells.map((name, place) => [name, place]));
      const missing = COLUMNS.filter((name) => columns?.has(name) !== true);
      if (missing.length > 0) throw new BillUnreadable(line, `must have the columns ${missing.join(', ')}`);
    } else if (cells[0] === 'total') ended = true;
    else {
      lines += 1;
      const places = columns;
      yield* readRow((name) => cells[places.get(name) ?? -1] ?? '', line);
    }
  }
  if (columns === undefined) throw new BillUnreadable(1, `must have the columns ${COLUMNS.join(', ')}`);
  // A pay type without a line that day has its headings alone. That nothing is cut off is vouched for by the zip.
  if (!ended && lines > 0) throw new BillUnreadable(line, 'the file must end with its totals');
}

function* readRow(cell: (name: Column) => string, line: number): Generator<BillLine> {
  const kind = KINDS[cell('order_type')];
  if (kind === undefined)
    throw new BillUnreadable(line, `order_type must be one of ${Object.keys(KINDS).join(', ')}`);
  if (cell('respcd') !== '0000') return;
  const amountMinor = Number(cell('txamt'));
  if (!/^\d{1,15}$/.test(cell('txamt'))) throw new BillUnreadable(line, 'txamt must be a whole number');
  const occurredAtMs = parseWireTime(cell('paydtm'));
  const movement: BillLine = {
    kind,
    channelNumber: cell('chnlsn'),
    requestNumber: cell('out_trade_no'),
    amountMinor,
    currency: cell('txcurrcd'),
    ...(occurredAtMs === undefined ? {} : { occurredAtMs }),
    line,
  };
  yield movement;
  if (kind === 'payment' && cell('cancel') === '1') yield { ...movement, kind: 'reversal' };
}
