import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { BILL_HEADER } from '../../http/bill-csv.ts';
import { zipStream } from '../../http/bill-zip.ts';
import type { BillLine } from '../bill-line.ts';
import { readBill } from './bill.ts';
import { csvRecords } from './csv-records.ts';

const HEAD = 'order_type,out_trade_no,chnlsn,txcurrcd,txamt,paydtm,respcd,cancel\r\n';
const TOTAL = 'total,,,,,,,2 lines\r\n';

async function* once<Piece>(piece: Piece): AsyncGenerator<Piece> {
  yield piece;
}

async function read(...texts: readonly string[]): Promise<readonly BillLine[]> {
  const files = texts.map((text, at) => ({ path: `bill-${at}.csv`, text: () => once(text) }));
  const zip = await buffer(zipStream(files, 0));
  const lines: BillLine[] = [];
  for await (const line of readBill(once(zip))) lines.push(line);
  return lines;
}

describe('the statement of another gateway', () => {
  it('has payments, refunds, and both halves of what was undone; what moved nothing is left out', async () => {
    const text = [
      HEAD,
      'payment,O-1,C-1,HKD,1050,2026-03-01 20:00:00,0000,0\r\n',
      'refund,R-1,C-2,HKD,50,2026-03-01 20:01:00,0000,0\r\n',
      'payment,O-2,C-3,HKD,700,2026-03-01 20:02:00,0000,1\r\n',
      'payment,O-3,,HKD,900,,1205,0\r\n',
      'late_charge,O-4,C-4,HKD,300,2026-03-01 20:03:00,0000,0\r\n',
      'late_charge_return,O-4,C-4,HKD,300,2026-03-01 20:04:00,0000,0\r\n',
      TOTAL,
    ].join('');
    const lines = await read(text);
    expect(lines.map(({ kind, requestNumber, amountMinor }) => [kind, requestNumber, amountMinor])).toEqual([
      ['payment', 'O-1', 1_050],
      ['refund', 'R-1', 50],
      ['payment', 'O-2', 700],
      ['reversal', 'O-2', 700],
      ['payment', 'O-4', 300],
      ['reversal', 'O-4', 300],
    ]);
    expect(lines[0]).toMatchObject({
      channelNumber: 'C-1',
      currency: 'HKD',
      occurredAtMs: Date.UTC(2026, 2, 1, 12),
      line: 2,
    });
  });

  it('has a file with its headings alone for each pay type without a line that day', async () => {
    const lines = await read(HEAD, `${HEAD}payment,O-1,C-1,HKD,1050,,0000,0\r\n${TOTAL}`, HEAD);
    expect(lines.map(({ requestNumber }) => requestNumber)).toEqual(['O-1']);
    expect(await read(HEAD, HEAD)).toEqual([]);
  });

  it('has the columns that OpenCPM writes', () => {
    const columns = BILL_HEADER.trimEnd().split(',');
    expect(columns).toEqual(expect.arrayContaining(HEAD.trimEnd().split(',')));
  });

  it.each([
    ['no columns', 'a,b\r\n', /line 1 .*must have the columns order_type/],
    ['nothing at all', '', /line 1 .*must have the columns order_type/],
    ['no totals', `${HEAD}payment,O,C,HKD,1,,0000,0\r\n`, /line 2 .*must end with its totals/],
    ['something after the totals', `${HEAD}${TOTAL}payment,O,C,HKD,1,,0000,0\r\n`, /nothing may follow/],
    ['a strange kind', `${HEAD}gift,O,C,HKD,1,,0000,0\r\n${TOTAL}`, /line 2 .*order_type must be one of/],
    ['an amount that is none', `${HEAD}payment,O,C,HKD,1.5,,0000,0\r\n${TOTAL}`, /line 2 .*txamt/],
  ])('%s: refused as a whole', async (_name, text, why) => {
    await expect(read(text)).rejects.toThrow(why);
  });

  it('is refused when it is no zip', async () => {
    const lines = readBill(once(Buffer.from('{"respcd": "1268"}')));
    await expect(lines[Symbol.asyncIterator]().next()).rejects.toThrow(/must be a zip/);
  });
});

it('reads quotes, commas and line ends inside of cells', () => {
  const text = 'a,"b,""c""\r\nd",e\r\n,\r\nlast';
  expect([...csvRecords(text)]).toEqual([
    { cells: ['a', 'b,"c"\r\nd', 'e'], line: 1 },
    { cells: ['', ''], line: 3 },
    { cells: ['last'], line: 4 },
  ]);
});
