import type { Payment, PaymentIntent } from '../payment/payment.ts';
import { intentOf } from '../store/contract/contract-data.ts';
import type { Store } from '../store/store.ts';
import { AskPace } from '../trade/ask-pace.ts';
import { WalletAsker } from '../trade/ask-wallet.ts';
import { ReversalDriver } from '../trade/drive-reversal.ts';
import { PaymentReverser, type ReversePaymentParts } from '../trade/reverse-payment.ts';
import { settle, type TestTrade, useTrade } from '../trade/test-trade.ts';
import { assembleResolver } from './assemble.ts';
import type { RefundDriver, Resolver } from './resolver.ts';

/** A process that resolves payments, on a clock that moves when told. */
export interface TestResolving extends TestTrade {
  readonly pace: AskPace;
  readonly reversals: ReversalDriver;
  readonly reverser: PaymentReverser;
  readonly resolver: Resolver;
  readonly reversing: ReversePaymentParts;
  /** Stores an open payment; its first ask is due after 5 s. */
  readonly accept: (id: number, changes?: Partial<PaymentIntent>) => Promise<Payment>;
  readonly stored: (id?: number) => Promise<Payment>;
  /** Lets time pass in steps, with everything that happens in between. */
  readonly pass: (durationMs: number, stepMs?: number) => Promise<void>;
  /** Names of the history's entries of a payment. */
  readonly events: (id?: number) => Promise<readonly string[]>;
}

/** Parts of the process that a test replaces. */
export interface ResolvingChanges {
  readonly store?: Store;
  readonly refunds?: RefundDriver;
  readonly connectors?: ReversePaymentParts['connectors'];
}

/** Gives every test of the surrounding block a process of its own; read it inside the test. */
export function useResolving(): (changes?: ResolvingChanges) => TestResolving {
  const trade = useTrade();
  return (changes = {}) => openResolving(trade(), changes);
}

function openResolving(trade: TestTrade, changes: ResolvingChanges): TestResolving {
  const { wallet, time, parts } = trade;
  const pace = new AskPace(parts.steadyClock);
  const connectors = new Map([[wallet.name, wallet]]);
  const driving = { ...parts, connectors, pace, ...changes };
  const reversals = new ReversalDriver(driving);
  const wallets = new WalletAsker(driving);
  const reversing = { ...driving, wallets, reversals };
  const refunds = changes.refunds ?? { drive: () => Promise.resolve() };
  return {
    ...trade,
    pace,
    reversals,
    reversing,
    reverser: new PaymentReverser(reversing),
    resolver: assembleResolver({ ...driving, reversals, refunds }),
    accept: async (id, intent = {}) => {
      const firstAskAtMs = parts.steadyClock.nowMs() + 5_000;
      const order = intentOf(id, { connector: wallet.name, firstAskAtMs, ...intent });
      const accepted = await trade.store.acceptPayment(order);
      if (accepted.kind !== 'accepted') throw new Error(`payment ${id} was not accepted: ${accepted.kind}`);
      return accepted.payment;
    },
    stored: async (id = 1) => {
      const payment = await trade.store.findPayment(id);
      if (payment === undefined) throw new Error(`payment ${id} is not stored`);
      return payment;
    },
    pass: async (durationMs, stepMs = 500) => {
      for (let passed = 0; passed < durationMs; passed += stepMs) {
        time.advance(Math.min(stepMs, durationMs - passed));
        await settle();
      }
    },
    events: async (id = 1) => (await trade.store.readHistory(id)).map(({ event }) => event),
  };
}
