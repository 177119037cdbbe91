import { isAmountMinor } from '@opencpm/protocol';
import { answerEnquiry } from './answer.ts';
import type { Spoken } from './answer-manner.ts';
import type { Book } from './book/book.ts';
import type { NoticeSubject, WireNotice } from './book/wire-notices.ts';
import type { WriteGroup } from './book/write-group.ts';
import { spoil, type WalletCall } from './call-fault.ts';
import type { CallFaults } from './call-faults.ts';
import { chargeOrder } from './charge.ts';
import { type ExpectedCharge, FaultsByNumber } from './faults-by-number.ts';
import { enquireRefund, makeRefund } from './make-refund.ts';
import type { WireServer } from './misbehaviour.ts';
import type { WalletOrder } from './order.ts';
import type { WalletRefund } from './refund.ts';
import { reverseOrder } from './reverse.ts';
import type {
  ChargeOrder,
  NotSent,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from './wallet-answer.ts';

/** A payment with its refunds, the oldest first. */
export interface BookEntry extends WalletOrder {
  readonly refunds: readonly WalletRefund[];
}

/** A notification with the time until it is due in place of the instant; below zero when that is past. */
interface WaitingNotice extends Omit<WireNotice, 'dueAtMs'> {
  readonly waitMs: number;
}

/**
 * The merchant side of the wallets as a wire server uses it: every call gives what the wallet has to say together with
 * how that goes out, so that the server can do to a real connection what a behaviour asks for. Everything said is in
 * the book before.
 */
export interface WalletDoor {
  /** What goes wrong with single calls; servers take what their own protocol can do wrong. */
  readonly faults: CallFaults;
  /**
   * Reads a payment for a test number of faults, and orders what it stands for: once for a number, and only with a code that
   * no phone has issued. A server does so before it takes what goes wrong with the charge; {@link charge} does it too.
   */
  expect(charge: ExpectedCharge): Promise<void>;
  charge(order: ChargeOrder): Promise<Spoken<WalletAnswer>>;
  query(reference: OrderReference): Promise<Spoken<WalletAnswer>>;
  reverse(reference: OrderReference): Promise<Spoken<ReversalAnswer>>;
  refund(order: RefundOrder): Promise<Spoken<RefundAnswer>>;
  queryRefund(order: RefundOrder): Promise<Spoken<RefundAnswer>>;
  /** A payment as the wallet knows it; undefined for one that has not arrived. No behaviour touches this. */
  find(channelOrderId: string): Promise<BookEntry | undefined>;
  /** A refund as the wallet knows it. */
  findRefund(channelRefundId: string): Promise<WalletRefund | undefined>;
  /** Payments that were made from one instant until before another, the oldest first; for a day's bill. */
  ofTime(fromMs: number, untilMs: number): Promise<readonly BookEntry[]>;
  /**
   * The wallet itself gives up on a payment that is still open: nothing will be taken for it any more.
   *
   * @returns whether it was open.
   */
  giveUp(channelOrderId: string): Promise<boolean>;
  /** What a protocol remembers of a number beside the payment, such as the request it came with. */
  readNote(protocol: string, number: string): Promise<string | undefined>;
  writeNote(protocol: string, number: string, note: string): Promise<void>;
  /** The notifications a server has still to send, the longest due first. */
  openNotices(server: WireServer): Promise<readonly WaitingNotice[]>;
  /** A notification by what it is about; undefined when nobody has watched that. */
  findNotice(server: WireServer, subject: NoticeSubject): Promise<WireNotice | undefined>;
  keepNotice(server: WireServer, notice: WaitingNotice): Promise<void>;
}

const AMOUNT_NOT_SENT: NotSent = {
  kind: 'not_sent',
  reason: 'amountMinor: give a whole number of minor units from 1.',
};

const GIVEN_UP = { respcd: '1142', reason: 'The payer did not confirm in time.' } as const;

/** The door of an open book. Rejects when the book cannot be written. */
export function walletDoor(book: Book, group: WriteGroup, faults: CallFaults): WalletDoor {
  const call = <Answer>(
    name: WalletCall,
    { family, channelOrderId }: OrderReference | RefundOrder,
    work: (nowMs: number) => Spoken<Answer>,
  ) => spoil(faults.take(name, family, channelOrderId), () => group.run(work));
  const entryOf = (order: WalletOrder): BookEntry => ({
    ...order,
    refunds: book.refunds.ofOrder(order.channelOrderId),
  });
  const byNumber = new FaultsByNumber(book, faults);
  const expect: WalletDoor['expect'] = async (charge) => {
    if (byNumber.isNew(charge)) await group.run(() => byNumber.order(charge));
  };
  return {
    faults,
    expect,

    charge(order) {
      if (!isAmountMinor(order.amountMinor)) {
        return Promise.resolve({ answer: AMOUNT_NOT_SENT, manner: 'at_once' });
      }
      const charge = () => call('charge', order, (nowMs) => chargeOrder(book, order, nowMs));
      // Without such a number nothing comes before the charge, so that those of one turn share one transaction.
      return byNumber.isNew(order) ? expect(order).then(charge) : charge();
    },

    query: (reference) =>
      call('query', reference, () => ({ answer: answerEnquiry(book, reference), manner: 'at_once' })),

    reverse: (reference) => call('reverse', reference, (nowMs) => reverseOrder(book, reference, nowMs)),

    refund: (order) =>
      isAmountMinor(order.amountMinor)
        ? call('refund', order, (nowMs) => makeRefund(book, order, nowMs))
        : Promise.resolve({ answer: AMOUNT_NOT_SENT, manner: 'at_once' }),

    queryRefund: (order) =>
      call('queryRefund', order, () => ({ answer: enquireRefund(book, order), manner: 'at_once' })),

    find: (channelOrderId) =>
      group.run(() => {
        const order = book.orders.find(channelOrderId);
        return order === undefined || order.state === 'in_transit' ? undefined : entryOf(order);
      }),

    findRefund: (channelRefundId) => group.run(() => book.refunds.find(channelRefundId)),

    ofTime: (fromMs, untilMs) => group.run(() => book.orders.ofTime(fromMs, untilMs).map(entryOf)),

    giveUp: (channelOrderId) =>
      group.run((nowMs) => {
        const order = book.orders.find(channelOrderId);
        if (order?.state !== 'waiting' && order?.state !== 'processing') return false;
        book.orders.end(order, order.state === 'waiting' ? 'close' : 'decline', nowMs, GIVEN_UP);
        return true;
      }),

    readNote: (protocol, number) => group.run(() => book.wireNotes.find(protocol, number)),

    writeNote: (protocol, number, note) => group.run(() => book.wireNotes.put(protocol, number, note)),

    openNotices: (server) =>
      group.run((nowMs) =>
        book.wireNotices
          .open(server)
          .map(({ dueAtMs, ...notice }) => ({ ...notice, waitMs: dueAtMs - nowMs })),
      ),

    findNotice: (server, subject) => group.run(() => book.wireNotices.find(server, subject)),

    keepNotice: (server, { waitMs, ...notice }) =>
      group.run((nowMs) => book.wireNotices.put(server, { ...notice, dueAtMs: nowMs + waitMs })),
  };
}
