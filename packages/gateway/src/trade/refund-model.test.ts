import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import { transition } from '../payment/transition.ts';
import { PROCESSING_PROGRESS, stepTo } from '../store/contract/contract-data.ts';
import { RefundResumer } from './resume-refund.ts';
import type { RefundTaker } from './refund-payment.ts';
import { paidOrder, refundParts, refundRequest, refundTaker } from './test-refund-trade.ts';
import { REFUND_MANNERS, RefundBook, type RefundManner } from './test-refund-wallet.ts';
import { type TestTrade, useTrade } from './test-trade.ts';

const AMOUNT_MINOR = 100;
const RUNS = 120;

interface ModelRefund {
  readonly amountMinor: number;
  state: 'open' | 'returned' | 'refused';
  /** What the wallet knows of it while it is open. */
  atWallet: 'nothing' | 'processing' | 'returned';
}

/** What a merchant and a wallet can know, without a gateway between them. */
interface Model {
  readonly refunds: Map<string, ModelRefund>;
}

interface Real {
  readonly trade: TestTrade;
  readonly payment: Payment;
  readonly book: RefundBook;
  readonly refunds: RefundTaker;
  readonly resumer: RefundResumer;
}

type Command = fc.AsyncCommand<Model, Real>;

const CODES = { open: '1145', returned: '0000', refused: '1265' } as const;

function sumOf({ refunds }: Model, ...states: readonly ModelRefund['state'][]): number {
  return [...refunds.values()]
    .filter(({ state }) => states.includes(state))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** The first thing a wallet does with a refund, as the model sees it. */
function begin(refund: ModelRefund, manner: RefundManner): void {
  if (manner === 'returned' || manner === 'refused') refund.state = manner;
  else if (manner === 'answer_lost') refund.atWallet = 'returned';
  else refund.atWallet = manner === 'processing' ? 'processing' : 'nothing';
}

async function check(model: Model, { trade, payment, book }: Real): Promise<void> {
  const stored = await trade.store.findPayment(payment.id);
  const refundedMinor = sumOf(model, 'returned');
  expect(stored).toMatchObject({ refundedMinor, refundPendingMinor: sumOf(model, 'open') });
  const state =
    refundedMinor === 0 ? 'paid' : refundedMinor === AMOUNT_MINOR ? 'refunded' : 'partly_refunded';
  expect(stored?.state).toBe(state);
  expect(book.returnedOf(payment.channelOrderId)).toBeGreaterThanOrEqual(refundedMinor);
  expect(book.returnedOf(payment.channelOrderId)).toBeLessThanOrEqual(AMOUNT_MINOR);
  expect(book.contradictions).toEqual([]);
}

class Refund implements Command {
  readonly #orderNumber: string;
  readonly #amountMinor: number;
  readonly #manner: RefundManner;

  constructor(orderNumber: string, amountMinor: number, manner: RefundManner) {
    this.#orderNumber = orderNumber;
    this.#amountMinor = amountMinor;
    this.#manner = manner;
  }

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const { trade, payment, book, refunds } = real;
    book.manner = this.#manner;
    const orderNumber = `${payment.orderNumber}-${this.#orderNumber}`;
    const expected = this.#expect(model);
    const request = refundRequest(payment, { orderNumber, amountMinor: this.#amountMinor });
    const outcome = await refunds.take(trade.direct, request);
    expect(outcome.ok ? outcome.refund.respcd : outcome.refusal.respcd).toBe(expected);
    await check(model, real);
  }

  #expect(model: Model): string {
    const known = model.refunds.get(this.#orderNumber);
    if (known !== undefined) return known.amountMinor === this.#amountMinor ? CODES[known.state] : '2011';
    const refunded = sumOf(model, 'returned');
    if (refunded === AMOUNT_MINOR) return '1262';
    if (sumOf(model, 'open') > 0) return '1155';
    if (this.#amountMinor > AMOUNT_MINOR - refunded) return '1272';
    const refund: ModelRefund = { amountMinor: this.#amountMinor, state: 'open', atWallet: 'nothing' };
    begin(refund, this.#manner);
    model.refunds.set(this.#orderNumber, refund);
    return CODES[refund.state];
  }

  toString = (): string => `refund ${this.#orderNumber} of ${this.#amountMinor}, ${this.#manner}`;
}

/** A turn of the resolver, or what a restart brings: every open refund is asked about, and sent again if unknown. */
class Turn implements Command {
  readonly #manner: RefundManner;

  constructor(manner: RefundManner) {
    this.#manner = manner;
  }

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const { trade, payment, book, resumer } = real;
    book.manner = this.#manner;
    for (const refund of model.refunds.values()) {
      if (refund.state !== 'open') continue;
      if (refund.atWallet === 'returned') refund.state = 'returned';
      else if (refund.atWallet === 'nothing') begin(refund, this.#manner);
    }
    const stored = await trade.store.refundsOf(payment.id);
    for (const refund of stored.filter(({ state }) => isRefundOpen(state))) await resumer.drive(refund);
    await check(model, real);
  }

  toString = (): string => `turn, ${this.#manner}`;
}

/** The wallet makes up its mind; nobody is told. */
class Decide implements Command {
  readonly #state: 'returned' | 'refused';

  constructor(state: 'returned' | 'refused') {
    this.#state = state;
  }

  check = ({ refunds }: Readonly<Model>): boolean =>
    [...refunds.values()].some(({ state, atWallet }) => state === 'open' && atWallet === 'processing');

  async run(model: Model, real: Real): Promise<void> {
    const { trade, payment, book, resumer } = real;
    book.decide(this.#state);
    for (const refund of model.refunds.values()) {
      if (refund.state === 'open' && refund.atWallet === 'processing') refund.state = this.#state;
    }
    const stored = await trade.store.refundsOf(payment.id);
    for (const refund of stored.filter(({ state }) => isRefundOpen(state))) await resumer.drive(refund);
    await check(model, real);
  }

  toString = (): string => `decide ${this.#state}`;
}

/** A reversal that was decided on an older sight of the payment. */
class LateReversal implements Command {
  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const { trade, payment } = real;
    const stored = (await trade.store.findPayment(payment.id)) ?? payment;
    expect(transition(stored.state, 'reversal_begun')).toBe('refuse');
    const reversing = stepTo({ ...PROCESSING_PROGRESS, state: 'reversing' });
    const stale = { ...payment, version: payment.version - 1 };
    expect(await trade.store.changePayment(stale, reversing)).toBeUndefined();
    await check(model, real);
  }

  toString = (): string => 'late reversal';
}

const anOrder = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const anAmount = fc.constantFrom(1, 30, 50, 70, 99, 100, 101);
const aManner = fc.constantFrom(...REFUND_MANNERS);
const COMMANDS = [
  fc.tuple(anOrder, anAmount, aManner).map(([order, amount, manner]) => new Refund(order, amount, manner)),
  aManner.map((manner) => new Turn(manner)),
  fc.constantFrom('returned' as const, 'refused' as const).map((state) => new Decide(state)),
  fc.constant(new LateReversal()),
];

const trade = useTrade();

it('does in every order of events what merchant and wallet agree on', async () => {
  const book = new RefundBook();
  book.serve(trade().wallet);
  const refunds = refundTaker(trade());
  const resumer = new RefundResumer(refundParts(trade()));
  const begin = async (): Promise<{ model: Model; real: Real }> => {
    const id = trade().store.nextTransactionNumber();
    const payment = await paidOrder(trade(), id, { amountMinor: AMOUNT_MINOR });
    return {
      model: { refunds: new Map() },
      real: { trade: trade(), payment, book, refunds, resumer },
    };
  };
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 20 }), async (commands) => {
      await fc.asyncModelRun(begin, commands);
    }),
    { numRuns: RUNS },
  );
});
