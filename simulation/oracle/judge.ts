import type { Asked, Heard, RecordedEvent } from './recorder.ts';
import { OrderHistory } from './order-history.ts';
import { RefundHistory } from './refund-history.ts';

/** What only the books know: which order a wallet's number belongs to. */
export interface OrderBook {
  /** The order a channel number was made for, and the number callers are told. */
  orderOf(channelOrderId: string): { readonly order: string; readonly syssn: string } | undefined;
  /** The order number of the refund that a wallet's return belongs to; `undefined` for reversals and late charges. */
  refundOf(returnId: string): string | undefined;
  /** Whether the wallet charged after it had promised not to, so that a verdict could not know. */
  mayBeLate(channelOrderId: string): boolean;
  /** Whether so much time may have passed that a code was good for another payment. */
  readonly codesMayRecur: boolean;
}

/**
 * Judges a recorded history without looking at any state: whether all that callers heard, in the order in which they
 * called and heard it, can be explained by payments that each end once, and by the money that moved.
 *
 * Every payment is an object of its own that moves in one direction. A call whose answer nobody heard may have taken
 * effect at any time after it, or never. A call made after an answer was heard must not show anything older.
 *
 * @returns what cannot be explained, in words; empty for a legal history.
 */
export function judge(events: readonly RecordedEvent[], book: OrderBook): readonly string[] {
  const offences: string[] = [];
  const orders = new Map<string, OrderHistory>();
  const refunds = new Map<string, RefundHistory>();
  const calls = new Map<number, { readonly asked: Asked; readonly at: number }>();
  const codes = new Map<string, string>();
  const orderNamed = (name: string): OrderHistory => {
    const known = orders.get(name) ?? new OrderHistory(name, offences, book.codesMayRecur);
    orders.set(name, known);
    return known;
  };
  const refundNamed = (name: string): RefundHistory => {
    const known = refunds.get(name) ?? new RefundHistory(name, offences);
    refunds.set(name, known);
    return known;
  };
  for (const [at, event] of events.entries()) {
    switch (event.kind) {
      case 'called': {
        const { asked } = event;
        calls.set(event.call, { asked, at });
        if (asked.op === 'pay') orderNamed(asked.order).asked(asked);
        if (asked.op === 'refund') refundNamed(asked.order).asked(asked);
        break;
      }
      case 'heard': {
        const call = calls.get(event.call);
        if (call === undefined) offences.push(`an answer to call ${event.call}, which nobody made`);
        else if (call.asked.op === 'refund') refundNamed(call.asked.order).heard(event.heard, call.at, at);
        else orderNamed(call.asked.order).heard(call.asked, event.heard, call.at, at);
        break;
      }
      case 'charged': {
        const owner = book.orderOf(event.channelOrderId);
        if (owner === undefined) {
          offences.push(`a charge of ${event.channelOrderId}, which belongs to no order`);
          break;
        }
        const order = orderNamed(owner.order);
        order.charged(event, owner.syssn, book.mayBeLate(event.channelOrderId));
        const [code, ...others] = order.codes;
        // Of an order with two codes nobody outside knows which of them was charged.
        if (code === undefined || others.length > 0 || book.codesMayRecur) break;
        const other = codes.get(code) ?? owner.order;
        if (other !== owner.order) offences.push(`code of ${owner.order} charged for ${other} as well`);
        codes.set(code, owner.order);
        break;
      }
      case 'returned': {
        const owner = book.orderOf(event.channelOrderId);
        if (owner === undefined)
          offences.push(`a return of ${event.channelOrderId}, which belongs to no order`);
        else orderNamed(owner.order).returned(event);
        const refund = book.refundOf(event.returnId);
        if (refund !== undefined) refundNamed(refund).returned(event.amountMinor);
        break;
      }
    }
  }
  for (const order of orders.values()) order.end();
  return offences;
}

/** A heard answer that names no transaction and refuses the call. */
export function isRefusal(heard: Heard): boolean {
  return (
    heard.state === undefined && heard.respcd !== '0000' && heard.respcd !== '1145' && heard.respcd !== '1143'
  );
}
