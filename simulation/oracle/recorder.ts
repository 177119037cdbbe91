import type { PaymentState } from '../../packages/gateway/src/payment/state.ts';
import type { RefundState } from '../../packages/gateway/src/payment/refund-state.ts';

/** What a caller of the gateway asks for. `order` names merchant and order number. */
export type Asked =
  | {
      readonly op: 'pay';
      readonly order: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly code: string;
    }
  | { readonly op: 'query'; readonly order: string }
  | { readonly op: 'reverse'; readonly order: string }
  | {
      readonly op: 'refund';
      readonly order: string;
      readonly original: string;
      readonly amountMinor: number;
    };

/**
 * What a caller heard. `state` is what the answer says about the transaction the call names; absent when the call was
 * refused or names nothing that exists.
 */
export interface Heard {
  readonly respcd: string;
  readonly syssn?: string | undefined;
  readonly state?: PaymentState | RefundState | undefined;
  /** Of a payment: what went back so far, as far as the answer shows it. */
  readonly amountMinor?: number | undefined;
}

/** One thing that happened, in the order in which it happened. */
export type RecordedEvent =
  | { readonly kind: 'called'; readonly call: number; readonly asked: Asked }
  | { readonly kind: 'heard'; readonly call: number; readonly heard: Heard }
  | {
      readonly kind: 'charged';
      readonly channelOrderId: string;
      readonly amountMinor: number;
      readonly currency: string;
    }
  | {
      readonly kind: 'returned';
      readonly channelOrderId: string;
      readonly amountMinor: number;
      /** `reversal`, or the number of the refund. */
      readonly returnId: string;
    };

/** Writes down every call, every answer that was heard, and every movement of money, with one counter for all. */
export class Recorder {
  readonly events: RecordedEvent[] = [];
  /** Channel numbers under which each code was sent to a wallet, and when first. */
  readonly codes = new Map<string, Map<string, number>>();
  #calls = 0;

  called(asked: Asked): number {
    this.#calls += 1;
    this.events.push({ kind: 'called', call: this.#calls, asked });
    return this.#calls;
  }

  heard(call: number, heard: Heard): void {
    this.events.push({ kind: 'heard', call, heard });
  }

  charged(channelOrderId: string, amountMinor: number, currency: string): void {
    this.events.push({ kind: 'charged', channelOrderId, amountMinor, currency });
  }

  returned(channelOrderId: string, amountMinor: number, returnId: string): void {
    this.events.push({ kind: 'returned', channelOrderId, amountMinor, returnId });
  }

  codeSent(code: string, channelOrderId: string, atMs: number): void {
    const uses = this.codes.get(code) ?? new Map<string, number>();
    this.codes.set(code, uses);
    if (!uses.has(channelOrderId)) uses.set(channelOrderId, atMs);
  }
}
