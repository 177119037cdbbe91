import { describe, expect, it } from 'vitest';
import type { BillLine } from '../bill-line.ts';
import { readBill } from './bill.ts';

const HEAD = 'txnType|orderId|queryId|origQryId|txnTime|txnAmt|currencyCode|fee';
const ROWS = [
  '01|20260301000100020000000001|202603011200000000001|202603011200000000001|20260301120000|1250|344|8',
  '99|20260301000100020000000001|202603011200000000001|202603011200000000001|20260301120100|1250|344|0',
  '04|20260301000100020000000002|2026030191|202603011200000000001|20260301130000|500|156|0',
];

async function read(text: string | Uint8Array, pieceLength = 7): Promise<readonly BillLine[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
  }
  const lines: BillLine[] = [];
  for await (const line of readBill(pieces())) lines.push(line);
  return lines;
}

describe('the bill of UnionPay', () => {
  it.each(['\n', '\r\n'])(
    'is read, whatever pieces it comes in and however its lines end: %j',
    async (end) => {
      const noonMs = Date.UTC(2026, 2, 1, 4);
      expect(await read([HEAD, ...ROWS, '<END>', ''].join(end))).toEqual([
        {
          kind: 'payment',
          requestNumber: '20260301000100020000000001',
          channelNumber: '202603011200000000001',
          amountMinor: 1250,
          currency: 'HKD',
          feeMinor: 8,
          occurredAtMs: noonMs,
          line: 2,
        },
        expect.objectContaining({ kind: 'reversal', occurredAtMs: noonMs + 60_000, line: 3 }),
        expect.objectContaining({ kind: 'refund', currency: 'CNY', amountMinor: 500, line: 4 }),
      ]);
    },
  );

  it('may hold nothing, and need not end its last line', async () => {
    expect(await read(`${HEAD}\n<END>`)).toEqual([]);
  });

  it.each([
    ['without its end', [HEAD, ...ROWS].join('\n'), 'line 4 of the bill: the file must end with <END>'],
    ['that is empty', '', 'line 1 of the bill: the file must end with <END>'],
    ['with other columns', `a|b\n<END>`, 'line 1 of the bill: the columns must be txnType'],
    ['that goes on', `${HEAD}\n<END>\nmore`, 'nothing may follow <END>'],
    ['with half a row', `${HEAD}\n01|2\n<END>`, 'line 2 of the bill: must have 8 cells'],
    ['of another type', `${HEAD}\n07${ROWS[0]?.slice(2)}\n<END>`, 'txnType must be'],
    [
      'with no such day',
      `${HEAD}\n${ROWS[0]?.replace('20260301120000|', '20260230120000|')}\n<END>`,
      'txnTime',
    ],
    ['with half a cent', `${HEAD}\n${ROWS[0]?.replace('|1250|', '|12.5|')}\n<END>`, 'txnAmt'],
    ['without a fee', `${HEAD}\n${ROWS[0]?.replace(/8$/, '')}\n<END>`, 'fee'],
    ['without a currency', `${HEAD}\n${ROWS[0]?.replace('|344|', '|HK|')}\n<END>`, 'currencyCode'],
  ])('%s is refused', async (_name, text, problem) => {
    await expect(read(text)).rejects.toThrow(problem);
  });

  it('that is no text is refused', async () => {
    await expect(read(Buffer.from([0xff, 0xfe, 0x0a]))).rejects.toThrow('must be UTF-8');
  });
});
