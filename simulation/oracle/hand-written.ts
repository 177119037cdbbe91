import type { PaymentState } from '../../packages/gateway/src/payment/state.ts';
import type { RefundState } from '../../packages/gateway/src/payment/refund-state.ts';
import type { OrderBook } from './judge.ts';
import type { Asked, RecordedEvent } from './recorder.ts';

/** A history written by hand. Orders are named by letters; the wallet knows order `a` as `a`, refund `r` as `r`. */
export class HandWritten {
  readonly events: RecordedEvent[] = [];
  readonly #late = new Set<string>();
  readonly #refunds = new Set<string>();
  #calls = 0;
  #codesMayRecur = false;

  /** A payment is asked for; the number of the call. */
  pay(order: string, amountMinor = 100, code = `code of ${order}`): number {
    return this.#call({ op: 'pay', order, amountMinor, currency: 'HKD', code });
  }

  query(order: string): number {
    return this.#call({ op: 'query', order });
  }

  reverse(order: string): number {
    return this.#call({ op: 'reverse', order });
  }

  refund(refund: string, original: string, amountMinor: number): number {
    this.#refunds.add(refund);
    return this.#call({ op: 'refund', order: refund, original, amountMinor });
  }

  /** The caller hears how the transaction of a call stands. */
  hears(
    call: number,
    state: PaymentState | RefundState,
    changes: { respcd?: string; amountMinor?: number } = {},
  ): this {
    const order = this.#asked(call).order;
    const respcd = changes.respcd ?? codeOf(this.#asked(call).op, state);
    const heard = { respcd, syssn: order, state, amountMinor: changes.amountMinor };
    this.events.push({ kind: 'heard', call, heard });
    return this;
  }

  /** The caller hears that the call was refused. */
  refused(call: number, respcd: string): this {
    this.events.push({ kind: 'heard', call, heard: { respcd } });
    return this;
  }

  /** An enquiry answers, and knows no such order. */
  findsNothing(call: number): this {
    return this.refused(call, '0000');
  }

  charged(order: string, amountMinor = 100): this {
    this.events.push({ kind: 'charged', channelOrderId: order, amountMinor, currency: 'HKD' });
    return this;
  }

  /** The wallet charges although it had said that it never would. */
  chargedLate(order: string): this {
    this.#late.add(order);
    return this.charged(order);
  }

  returned(order: string, amountMinor: number, returnId: string): this {
    this.events.push({ kind: 'returned', channelOrderId: order, amountMinor, returnId });
    return this;
  }

  /** The clock is set so far ahead that used codes are forgotten. */
  forgetsCodes(): this {
    this.#codesMayRecur = true;
    return this;
  }

  get book(): OrderBook {
    return {
      orderOf: (channelOrderId) => ({ order: channelOrderId, syssn: channelOrderId }),
      refundOf: (returnId) => (this.#refunds.has(returnId) ? returnId : undefined),
      codesMayRecur: this.#codesMayRecur,
      mayBeLate: (channelOrderId) => this.#late.has(channelOrderId),
    };
  }

  #call(asked: Asked): number {
    this.#calls += 1;
    this.events.push({ kind: 'called', call: this.#calls, asked });
    return this.#calls;
  }

  #asked(call: number): Asked {
    const event = this.events.find((each) => each.kind === 'called' && each.call === call);
    if (event?.kind !== 'called') throw new Error(`nobody made call ${call}`);
    return event.asked;
  }
}

function codeOf(op: Asked['op'], state: PaymentState | RefundState): string {
  switch (state) {
    case 'paid':
    case 'partly_refunded':
    case 'refunded':
    case 'succeeded':
      return '0000';
    case 'declined':
      return op === 'reverse' ? '0000' : '1201';
    case 'reversed':
      return op === 'reverse' ? '0000' : '1142';
    case 'refused':
      return '1265';
    case 'waiting_for_payer':
      return '1143';
    case 'accepted':
    case 'processing':
    case 'reversing':
    case 'reserved':
      return '1145';
  }
}
