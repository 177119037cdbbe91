import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillLine } from '../bill-line.ts';
import { readAlipayBill } from './bill.ts';

const TRANSACTIONS =
  'customerId,referenceMerchantId,referenceStoreId,transactionId,originalTransactionId,transactionRequestId,referenceTransactionId,orderDescription,paymentMethodType,pspName,transactionType,paymentTime,productCode,transactionAmountValue,transactionCurrency';

/** The published example of a payment and its refund, with refund numbers of their own. */
const EXAMPLE = [
  TRANSACTIONS,
  '1022188000000000001,,,2018122519074101000000000112612,,20190326L648423000404,,,KAKAOPAY,KaKaoPay,PAYMENT,2018-12-25T10:00:00+08:30,AGREEMENT_PAYMENT,18000,KRW,',
  '1022188000000000001,,,2018122519074102000000000041675,2018122519074101000000000112612,20190326L648423000405,,,KAKAOPAY,KaKaoPay,REFUND,2018-12-25T10:00:00+08:30,AGREEMENT_PAYMENT,-9000,KRW',
  '<END>',
].join('\n');

async function read(text: string | Uint8Array, pieceLength = 1_000_000): Promise<readonly BillLine[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
  }
  const lines: BillLine[] = [];
  for await (const line of readAlipayBill(pieces())) lines.push(line);
  return lines;
}

const PAYMENT: BillLine = {
  kind: 'payment',
  channelNumber: '2018122519074101000000000112612',
  requestNumber: '20190326L648423000404',
  amountMinor: 18_000,
  currency: 'KRW',
  occurredAtMs: Date.UTC(2018, 11, 25, 1, 30),
  line: 2,
};
const REFUND: BillLine = {
  ...PAYMENT,
  kind: 'refund',
  channelNumber: '2018122519074102000000000041675',
  requestNumber: '20190326L648423000405',
  amountMinor: 9_000,
  line: 3,
};

describe('a day of transactions', () => {
  it('is read with its refunds, whatever their sign', async () => {
    expect(await read(EXAMPLE)).toEqual([PAYMENT, REFUND]);
    expect(await read(EXAMPLE.replace('-9000', '9000'))).toEqual([PAYMENT, REFUND]);
  });

  it('may hold nothing', async () => {
    expect(await read(`${TRANSACTIONS}\n<END>\n`)).toEqual([]);
  });

  it('may come in any pieces, with a byte order mark, carriage returns and empty lines', async () => {
    const decorated = Buffer.from(`\uFEFF${EXAMPLE.replaceAll('\n', '\r\n')}\r\n\r\n`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: decorated.length }), async (length) => {
        expect(await read(decorated, length)).toEqual([PAYMENT, REFUND]);
      }),
      { numRuns: 60 },
    );
  });

  it('may have columns in another order, more of them, and quotes', async () => {
    const text = [
      'newColumn,transactionCurrency,transactionAmountValue,paymentTime,transactionType,transactionRequestId,orderDescription,transactionId',
      'x,HKD,3800,2026-01-02T10:00:02+0800,payment,TV-PAY-0001,"奶茶, ""large""",202601021940108001001880000000000001',
      '<END>',
    ].join('\n');
    expect(await read(text, 7)).toMatchObject([
      { amountMinor: 3_800, currency: 'HKD', occurredAtMs: Date.UTC(2026, 0, 2, 2, 0, 2) },
    ]);
  });

  it('names a cancellation under the number of its payment', async () => {
    const [row] = await read(EXAMPLE.replace(',PAYMENT,', ',CANCEL,').replace(',18000,', ',-18000,'));
    expect(row).toEqual({ ...PAYMENT, kind: 'reversal' });
  });

  it('leaves out what moves no money of a sale', async () => {
    expect(await read(EXAMPLE.replace(',REFUND,', ',DISPUTE,'))).toEqual([PAYMENT]);
  });
});

it('a settlement names fees, which count in the currency of the payment alone', async () => {
  const text = [
    'settlementBatchId,customerId,transactionId,originalTransactionId,transactionRequestId,transactionType,paymentTime,settlementTime,transactionAmountValue,transactionCurrency,settlementAmountValue,settlementCurrency,feeAmountValue,feeCurrency',
    'B1,C1,P1,,R1,PAYMENT,2018-12-25T10:00:00+08:30,2018-12-26T00:00:00+08:00,18000,KRW,17400,KRW,600,KRW',
    'B1,C1,P2,P1,R2,REFUND,2018-12-25T10:00:00+08:30,2018-12-26T00:00:00+08:00,-9000,KRW,-8700,KRW,-300,KRW',
    'B1,C1,P3,,R3,PAYMENT,2018-12-25T10:00:00+08:30,2018-12-26T00:00:00+08:00,18000,KRW,1450,USD,50,USD',
    '<END>',
  ].join('\n');
  expect((await read(text)).map(({ channelNumber, feeMinor }) => [channelNumber, feeMinor])).toEqual([
    ['P1', 600],
    ['P2', -300],
    ['P3', undefined],
  ]);
});

describe('a file is refused', () => {
  it.each([
    [
      'without its end',
      EXAMPLE.replace('\n<END>', ''),
      'line 3 of the bill: the file ends without <END>: it is not whole',
    ],
    ['cut in a row', EXAMPLE.slice(0, 400), /^line 2 of the bill: /],
    ['with rows behind its end', `${EXAMPLE}\nmore`, 'line 5 of the bill: stands behind <END>'],
    [
      'without a column',
      EXAMPLE.replace('transactionCurrency', 'x'),
      /^line 1 of the bill: lacks the columns transactionCurrency$/,
    ],
    [
      'without names of columns',
      '<END>',
      'line 1 of the bill: ends the file before the names of its columns',
    ],
    [
      'with half a unit',
      EXAMPLE.replace('18000', '180.5'),
      'line 2 of the bill: transactionAmountValue must be a whole number of minor units',
    ],
    [
      'without a currency',
      EXAMPLE.replace('18000,KRW', '18000,'),
      'line 2 of the bill: transactionCurrency must be a currency',
    ],
    [
      'without a time',
      EXAMPLE.replace('2018-12-25T10:00:00+08:30', '25/12/2018'),
      'line 2 of the bill: paymentTime must be a time with an offset',
    ],
    [
      'without a kind',
      EXAMPLE.replace(',PAYMENT,', ',,'),
      'line 2 of the bill: transactionType must be a word',
    ],
    [
      'without a number',
      EXAMPLE.replace('20190326L648423000404', ''),
      'line 2 of the bill: transactionRequestId must be 1 to 64 letters, digits, _ and -',
    ],
    [
      'with an open quote',
      EXAMPLE.replace('KAKAOPAY', '"KAKAOPAY'),
      'line 2 of the bill: has a quote that does not end',
    ],
    ['in another encoding', Buffer.concat([Buffer.from(EXAMPLE), Buffer.from([0xff])]), /is not UTF-8$/],
  ])('%s', async (_name, text, problem) => {
    await expect(read(text)).rejects.toThrow(problem);
  });
});

it('reads any row it would write', async () => {
  const number = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          id: number,
          request: number,
          amount: fc.integer({ min: 1, max: 999_999_999 }),
          text: fc.string({ unit: 'grapheme' }),
        }),
      ),
      fc.integer({ min: 1, max: 300 }),
      async (payments, length) => {
        const lines = payments.map(({ id, request, amount, text }) => {
          const words = text.replace(/[\r\n]/g, ' ').replaceAll('"', '""');
          return `C,,,${id},,${request},,"${words}",CONNECT_WALLET,P,PAYMENT,2026-01-02T10:00:00+08:00,IN_STORE_PAYMENT,${amount},HKD`;
        });
        const rows = await read([TRANSACTIONS, ...lines, '<END>', ''].join('\n'), length);
        expect(rows.map((row) => [row.channelNumber, row.requestNumber, row.amountMinor])).toEqual(
          payments.map(({ id, request, amount }) => [id, request, amount]),
        );
      },
    ),
    { numRuns: 200 },
  );
});
