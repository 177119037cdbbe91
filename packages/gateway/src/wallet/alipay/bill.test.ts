import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlipayBillReader, type AlipayBillRow } from './bill.ts';

const TRANSACTIONS =
  'customerId,referenceMerchantId,referenceStoreId,transactionId,originalTransactionId,transactionRequestId,referenceTransactionId,orderDescription,paymentMethodType,pspName,transactionType,paymentTime,productCode,transactionAmountValue,transactionCurrency';

/** The published example of a payment and its refund, with refund numbers of their own. */
const EXAMPLE = [
  TRANSACTIONS,
  '1022188000000000001,,,2018122519074101000000000112612,,20190326L648423000404,,,KAKAOPAY,KaKaoPay,PAYMENT,2018-12-25T10:00:00+08:30,AGREEMENT_PAYMENT,18000,KRW,',
  '1022188000000000001,,,2018122519074102000000000041675,2018122519074101000000000112612,20190326L648423000405,,,KAKAOPAY,KaKaoPay,REFUND,2018-12-25T10:00:00+08:30,AGREEMENT_PAYMENT,-9000,KRW',
  '<END>',
].join('\n');

function read(text: string | Uint8Array, pieceLength = 1_000_000): readonly AlipayBillRow[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const reader = new AlipayBillReader();
  const rows: AlipayBillRow[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    rows.push(...reader.push(bytes.subarray(at, at + pieceLength)));
  }
  return [...rows, ...reader.end()];
}

const PAYMENT: AlipayBillRow = {
  kind: 'payment',
  status: 'paid',
  channelId: '2018122519074101000000000112612',
  merchantRequestId: '20190326L648423000404',
  originalChannelId: '',
  amountMinor: 18_000,
  currency: 'KRW',
  occurredAtMs: Date.UTC(2018, 11, 25, 1, 30),
};
const REFUND: AlipayBillRow = {
  ...PAYMENT,
  kind: 'refund',
  status: 'returned',
  channelId: '2018122519074102000000000041675',
  merchantRequestId: '20190326L648423000405',
  originalChannelId: PAYMENT.channelId,
  amountMinor: 9_000,
};

describe('a day of transactions', () => {
  it('is read with its refunds, whatever their sign', () => {
    expect(read(EXAMPLE)).toEqual([PAYMENT, REFUND]);
    expect(read(EXAMPLE.replace('-9000', '9000'))).toEqual([PAYMENT, REFUND]);
  });

  it('may hold nothing', () => {
    expect(read(`${TRANSACTIONS}\n<END>\n`)).toEqual([]);
  });

  it('may come in any pieces, with a byte order mark, carriage returns and empty lines', () => {
    const decorated = Buffer.from(`\uFEFF${EXAMPLE.replaceAll('\n', '\r\n')}\r\n\r\n`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: decorated.length }), (length) => {
        expect(read(decorated, length)).toEqual([PAYMENT, REFUND]);
      }),
      { numRuns: 60 },
    );
  });

  it('may have columns in another order, more of them, and quotes', () => {
    const text = [
      'newColumn,transactionCurrency,transactionAmountValue,paymentTime,transactionType,transactionRequestId,orderDescription,transactionId',
      'x,HKD,3800,2026-01-02T10:00:02+0800,payment,TV-PAY-0001,"奶茶, ""large""",202601021940108001001880000000000001',
      '<END>',
    ].join('\n');
    expect(read(text, 7)).toMatchObject([
      { amountMinor: 3_800, currency: 'HKD', occurredAtMs: Date.UTC(2026, 0, 2, 2, 0, 2) },
    ]);
  });

  it('names a cancellation under the number of its payment', () => {
    const [row] = read(EXAMPLE.replace(',PAYMENT,', ',CANCEL,').replace(',18000,', ',-18000,'));
    expect(row).toEqual({ ...PAYMENT, status: 'cancelled' });
  });

  it('counts rows of other kinds', () => {
    const reader = new AlipayBillReader();
    reader.push(Buffer.from(EXAMPLE.replace(',REFUND,', ',DISPUTE,')));
    reader.end();
    expect([...reader.skipped]).toEqual([['DISPUTE', 1]]);
  });
});

it('a settlement names fees and the time of the settlement', () => {
  const text = [
    'settlementBatchId,customerId,transactionId,originalTransactionId,transactionRequestId,transactionType,paymentTime,settlementTime,transactionAmountValue,transactionCurrency,settlementAmountValue,settlementCurrency,feeAmountValue,feeCurrency',
    'B1,C1,P1,,R1,PAYMENT,2018-12-25T10:00:00+08:30,2018-12-26T00:00:00+08:00,18000,KRW,1450,USD,50,USD',
    'B1,C1,P2,P1,R2,REFUND,2018-12-25T10:00:00+08:30,2018-12-26T00:00:00+08:00,-9000,KRW,-725,USD,-25,USD',
    '<END>',
  ].join('\n');
  const settledAtMs = Date.UTC(2018, 11, 25, 16);
  expect(read(text)).toMatchObject([
    { channelId: 'P1', feeMinor: 50, feeCurrency: 'USD', settledAtMs },
    { channelId: 'P2', feeMinor: -25, feeCurrency: 'USD', settledAtMs },
  ]);
});

describe('a file is refused', () => {
  it.each([
    ['without its end', EXAMPLE.replace('\n<END>', ''), 'the file is not whole: its last line is not <END>'],
    ['cut in a row', EXAMPLE.slice(0, 400), /^line 2: /],
    ['with rows behind its end', `${EXAMPLE}\nmore`, 'line 5: stands behind <END>'],
    [
      'without a column',
      EXAMPLE.replace('transactionCurrency', 'x'),
      /^line 1: lacks the columns transactionCurrency$/,
    ],
    ['without names of columns', '<END>', 'line 1: ends the file before the names of its columns'],
    [
      'with half a unit',
      EXAMPLE.replace('18000', '180.5'),
      'line 2: transactionAmountValue is no whole number of minor units',
    ],
    [
      'without a currency',
      EXAMPLE.replace('18000,KRW', '18000,'),
      'line 2: transactionCurrency is no currency',
    ],
    [
      'without a time',
      EXAMPLE.replace('2018-12-25T10:00:00+08:30', '25/12/2018'),
      'line 2: paymentTime is no time with an offset',
    ],
    ['without a kind', EXAMPLE.replace(',PAYMENT,', ',,'), 'line 2: has no transactionType'],
    [
      'without a number',
      EXAMPLE.replace('20190326L648423000404', ''),
      'line 2: transactionRequestId is missing or has strange characters',
    ],
    ['with an open quote', EXAMPLE.replace('KAKAOPAY', '"KAKAOPAY'), 'line 2: has a quote that does not end'],
    ['in another encoding', Buffer.concat([Buffer.from(EXAMPLE), Buffer.from([0xff])]), /is not UTF-8$/],
  ])('%s', (_name, text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
});

it('reads any row it would write', () => {
  const number = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          id: number,
          request: number,
          amount: fc.integer({ min: 1, max: 999_999_999 }),
          text: fc.string({ unit: 'grapheme' }),
        }),
      ),
      fc.integer({ min: 1, max: 300 }),
      (payments, length) => {
        const lines = payments.map(({ id, request, amount, text }) => {
          const words = text.replace(/[\r\n]/g, ' ').replaceAll('"', '""');
          return `C,,,${id},,${request},,"${words}",CONNECT_WALLET,P,PAYMENT,2026-01-02T10:00:00+08:00,IN_STORE_PAYMENT,${amount},HKD`;
        });
        const rows = read([TRANSACTIONS, ...lines, '<END>', ''].join('\n'), length);
        expect(rows.map((row) => [row.channelId, row.merchantRequestId, row.amountMinor])).toEqual(
          payments.map(({ id, request, amount }) => [id, request, amount]),
        );
      },
    ),
    { numRuns: 200 },
  );
});
