import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillLine } from '../bill-line.ts';
import { readBill } from './bill.ts';
import { minorOfMajor } from './bill-money.ts';

const HEADINGS = Array.from({ length: 38 }, (_, place) => `heading ${place + 1}`).join(',');

/** A row with the given cells by their number, counted from 1 as documents do. */
function line(cells: Readonly<Record<number, string>>): string {
  return Array.from({ length: 38 }, (_, place) => `\`${cells[place + 1] ?? ''}`).join(',');
}

const PAYMENT_CELLS = {
  1: '2025-10-09 16:53:21',
  2: 'wx8888888888888888',
  3: '1900000100',
  4: '1900000109',
  6: '4200000000202510090000000001',
  7: 'T20251009165320A001',
  9: 'MICROPAY',
  10: 'SUCCESS',
  20: 'Tea, black, and a bun',
  22: '1.29',
  24: 'HKD',
  25: '128.80',
  26: 'CNY',
  27: '117.85',
  28: 'HKD',
  29: '128.80',
};
const REFUND_CELLS = {
  ...PAYMENT_CELLS,
  10: 'REFUND',
  16: '50300000002025100900000001',
  17: 'R20251009170000A001',
  18: 'ORIGINAL',
  19: 'SUCCESS',
  22: '-0.50',
  32: '50.00',
};

const PAYMENT: BillLine = {
  kind: 'payment',
  channelNumber: '4200000000202510090000000001',
  requestNumber: 'T20251009165320A001',
  amountMinor: 12_880,
  currency: 'HKD',
  feeMinor: 129,
  occurredAtMs: Date.parse('2025-10-09T16:53:21+08:00'),
  line: 2,
};
const REFUND: BillLine = {
  ...PAYMENT,
  kind: 'refund',
  channelNumber: '50300000002025100900000001',
  requestNumber: 'R20251009170000A001',
  amountMinor: 5_000,
  feeMinor: -50,
  line: 3,
};

async function* inPieces(bytes: Uint8Array, length: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(file: string | Uint8Array, pieceLength = 1_000_000): Promise<readonly BillLine[]> {
  const lines: BillLine[] = [];
  for await (const line of readBill(inPieces(Buffer.from(file), pieceLength))) lines.push(line);
  return lines;
}

const BILL = [HEADINGS, line(PAYMENT_CELLS), line(REFUND_CELLS)].join('\n');

describe('the bill of a day', () => {
  it('has one line for each payment and each refund', async () => {
    expect(await read(BILL)).toEqual([PAYMENT, REFUND]);
  });

  it('may come in any pieces, with a byte order mark, carriage returns and a summary', async () => {
    const file = `\uFEFF${BILL.replaceAll('\n', '\r\n')}\r\n\r\nTotal transactions,Total amount\r\n\`2,\`128.80\r\n`;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length }), async (length) => {
        expect(await read(file, length)).toEqual([PAYMENT, REFUND]);
      }),
      { numRuns: 60 },
    );
  });

  it('a payment that was reversed is one row for both', async () => {
    const { feeMinor: _, ...payment } = PAYMENT;
    expect(await read(`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 10: 'REVOKED' })}`)).toEqual([
      payment,
      { ...payment, kind: 'reversal' },
    ]);
  });

  it.each([
    [
      'a currency without decimals',
      { 24: 'JPY', 25: '1288', 28: 'JPY', 22: '1.2' },
      { currency: 'JPY', amountMinor: 1_288, feeMinor: 1 },
    ],
    [
      'a currency the gateway does not take',
      { 24: 'KWD', 25: '1.288' },
      { currency: 'KWD', amountMinor: 1_288, feeMinor: undefined },
    ],
    ['a fee with more decimals', { 22: '1.28800' }, { feeMinor: 129 }],
    ['no fee', { 22: '' }, { feeMinor: undefined }],
    ['no settlement currency', { 28: '' }, {}],
  ])('knows %s', async (_, cells, changes) => {
    const [row] = await read(`${HEADINGS}\n${line({ ...PAYMENT_CELLS, ...cells })}\n`);
    expect({ feeMinor: undefined, ...row }).toEqual({ ...PAYMENT, ...changes });
  });

  it.each([
    ['SUCCESS', [REFUND]],
    ['PROCESSING', [REFUND]],
    ['CHANGE', [REFUND]],
    ['ABNORMAL', [REFUND]],
    ['REFUNDCLOSE', []],
    ['CLOSED', []],
    ['FAIL', []],
  ])('of a refund that is %s it reads %j', async (state, lines) => {
    const file = `${HEADINGS}\n\n${line({ ...REFUND_CELLS, 19: state })}`;
    expect(await read(file)).toEqual(lines);
  });

  it.each([
    ['', 'line 1 of the bill: must have the headings'],
    ['one,two', 'line 1 of the bill: must have 38 headings, not 2'],
    [`${HEADINGS}\n\`a,\`b`, 'line 2 of the bill: must have 38 cells, not 2'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 1: 'today' })}`, 'line 2 of the bill: the transaction time'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 25: '1.001' })}`, 'line 2 of the bill: the amount'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 24: 'Yuan' })}`, 'line 2 of the bill: the amount'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 22: 'none' })}`, 'line 2 of the bill: the fee'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 10: 'NOTPAY' })}`, 'line 2 of the bill: the trade state'],
    [`${HEADINGS}\n${line({ ...REFUND_CELLS, 19: 'constructor' })}`, 'line 2 of the bill: the refund state'],
    [`${HEADINGS}\n${line({ ...PAYMENT_CELLS, 7: '' })}`, 'line 2 of the bill: a number'],
  ])('%j is refused', async (text, why) => {
    await expect(read(text)).rejects.toThrow(why);
  });

  it('is refused when it is not UTF-8', async () => {
    await expect(read(Buffer.from([0x60, 0xff]))).rejects.toThrow('line 1 of the bill: must be UTF-8');
  });
});

it('amounts are read digit by digit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999_999 }),
      fc.constantFrom('HKD', 'JPY', 'KWD'),
      (minor, currency) => {
        const decimals = { HKD: 2, JPY: 0, KWD: 3 }[currency];
        const digits = String(minor).padStart(decimals + 1, '0');
        const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
        expect(minorOfMajor(text, currency, 'none')).toBe(minor);
      },
    ),
  );
});
