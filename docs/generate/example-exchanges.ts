import { type ExampleExchange, type ExampleGateway, openExampleGateway } from './example-gateway.ts';
import { type NoteExamples, runNoteExamples } from './note-and-bill-section.ts';
import { type RefundExamples, runRefundExamples } from './refund-section.ts';
import { type ReversalExamples, runReversalExamples } from './reversal-section.ts';

/** A payment that is paid at once: a made-up Alipay code without a test number. */
const SALE = {
  auth_code: '284957201846375920',
  goods_name: 'Flat white',
  out_trade_no: 'A-1001',
  pay_type: '800108',
  txamt: '1050',
  txcurrcd: 'HKD',
  txdtm: '2026-03-05 18:00:00',
  udid: 'till-1',
};

/** Amount by which a test code waits for the payer until somebody confirms. */
const WAITING_AMOUNT = '410004';

/** What a gateway answered: the exchanges that the reference shows. */
export interface ExampleExchanges {
  readonly paid: ExampleExchange;
  readonly waiting: ExampleExchange;
  readonly refused: ExampleExchange;
  readonly enquiry: ExampleExchange;
  readonly nothingFound: ExampleExchange;
  readonly reversals: ReversalExamples;
  readonly refunds: RefundExamples;
  readonly notes: NoteExamples;
  readonly bill: ExampleExchange;
  readonly health: ExampleExchange;
  readonly errors: Readonly<Record<'404' | '405' | '413' | '429', ExampleExchange>>;
  /** Bodies of the notifications of the sale and of its refund, read. */
  readonly notifications: { readonly payment: unknown; readonly refund: unknown };
}

/** Plays every example on a gateway of its own; the same bytes every time. */
export async function runExamples(): Promise<ExampleExchanges> {
  const gateway = await openExampleGateway();
  try {
    return await play(gateway);
  } finally {
    await gateway.close();
  }
}

async function play(gateway: ExampleGateway): Promise<ExampleExchanges> {
  const calls = {
    paid: await gateway.send('/trade/v1/payment', SALE),
    waiting: await gateway.send('/trade/v1/payment', {
      ...SALE,
      auth_code: '280661935472081593',
      out_trade_no: 'A-1002',
      txamt: WAITING_AMOUNT,
    }),
    refused: await gateway.send('/trade/v1/payment', { ...SALE, out_trade_no: 'A-1003', txamt: '10.50' }),
    enquiry: await gateway.send('/trade/v1/query', { out_trade_no: SALE.out_trade_no }),
    nothingFound: await gateway.send('/trade/v1/query', { out_trade_no: 'A-9999' }),
    reversals: await runReversalExamples(
      gateway,
      { out_trade_no: 'A-1002', txamt: WAITING_AMOUNT },
      { out_trade_no: SALE.out_trade_no, txamt: SALE.txamt },
    ),
    refunds: await runRefundExamples(gateway, SALE.out_trade_no),
    notes: await runNoteExamples(gateway, SALE.out_trade_no),
  };
  const notifications = await soldAndReturned(gateway);
  return {
    ...calls,
    notifications,
    bill: await gateway.send('/download/v1/trade_bill', { trade_date: '2026-03-05' }, 'GET'),
    health: await gateway.send('/healthz', {}, 'GET'),
    errors: {
      '404': await gateway.send('/trade/v2/payment', SALE),
      '405': await gateway.send('/trade/v1/payment', SALE, 'GET'),
      '413': await gateway.send('/trade/v1/payment', { ...SALE, goods_name: 'x'.repeat(65_536) }),
      '429': await askUntilTooMany(gateway),
    },
  };
}

/** What a merchant is told of a sale and of its return. */
async function soldAndReturned(gateway: ExampleGateway): Promise<ExampleExchanges['notifications']> {
  const notify_url = 'https://shop.example/notify';
  const sale = { ...SALE, auth_code: '286133947205816492', out_trade_no: 'A-1010', notify_url };
  const { answer } = await gateway.send('/trade/v1/payment', sale);
  const syssn = String(answer['syssn']);
  const { answer: refund } = await gateway.send('/trade/v1/refund', {
    out_trade_no: 'A-1010-R1',
    syssn,
    txamt: '400',
    txdtm: '2026-03-05 18:05:00',
  });
  return {
    payment: await gateway.notification(syssn),
    refund: await gateway.notification(String(refund['syssn'])),
  };
}

/** The clock of the examples stands still, so the requests of one second are soon used up. */
async function askUntilTooMany(gateway: ExampleGateway): Promise<ExampleExchange> {
  for (let asked = 0; asked < 200; asked += 1) {
    const exchange = await gateway.send('/trade/v1/query', { out_trade_no: 'A-9999' });
    if (exchange.status === 429) return exchange;
  }
  throw new Error('the example gateway never answered 429');
}
