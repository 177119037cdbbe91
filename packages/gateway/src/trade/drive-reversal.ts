import type { Timers } from '../clock/clock.ts';
import type { Payment } from '../payment/payment.ts';
import { progressOf } from '../payment/progress-of.ts';
import type { Reversal } from '../payment/reversal.ts';
import { type ReversalStanding, weighAnswer, saysNotPaid } from '../payment/wallet-verdict.ts';
import {
  alertAgeBetween,
  askAgeMs,
  repeatAgeMs,
  repeatWaitMs,
  scheduledAsks,
} from '../wallet/ask-schedule.ts';
import type { Connector, OrderReference, WalletAnswer } from '../wallet/connector.ts';
import type { ResolverProfile } from '../wallet/resolver-profile.ts';
import type { AskPace } from './ask-pace.ts';
import { QUERY_LIMIT_MS } from './ask-wallet.ts';
import type { ReachCrashPoint } from './crash-point.ts';
import { leastAgeMs } from './least-age.ts';
import { deciding, orderReference } from './order-reference.ts';
import { changeOwned, isOwned } from './owned-change.ts';
import { recordAnswer, type RecordAnswerParts, reread, stepOfMove } from './record-answer.ts';
import { callWallet } from './wallet-call.ts';

/** How long a wallet may take to undo a payment; with both enquiries around it this stays within a lease. */
export const REVERSE_LIMIT_MS = 10_000;

/** Longest time for which the book of a wallet may lag behind what the wallet has acknowledged. */
const BOOK_LAG_MS = 3_600_000;

/** What driving a reversal needs. */
export interface DriveReversalParts extends RecordAnswerParts {
  /** Every connector a stored payment may name. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly timers: Timers;
  readonly pace: AskPace;
  readonly reach: ReachCrashPoint;
}

/**
 * Drives reversals, one turn at a time: the wallet is asked, told to undo the payment, and asked again. It ends when
 * the wallet confirms, never because it has lasted long.
 */
export class ReversalDriver {
  readonly #parts: DriveReversalParts;

  constructor(parts: DriveReversalParts) {
    this.#parts = parts;
  }

  /**
   * One turn. Ends with the outcome, or with the time of the next turn, on the disk.
   *
   * @param owned a payment that is being reversed, as the caller leased it or wrote its reversal.
   * @param asked `just_asked` when the wallet has just said that the payment is not paid: then the reversal follows
   * without a gap, in which the payer could pay.
   * @returns the payment as it is stored now.
   */
  async drive(owned: Payment, asked: 'just_asked' | 'not_asked'): Promise<Payment> {
    const { connectors, store, log } = this.#parts;
    const reversal = await store.findReversal(owned.id);
    if (reversal === undefined) throw new Error(`payment ${owned.syssn} is being reversed by no reversal`);
    const connector = connectors.get(owned.connector);
    if (connector === undefined) {
      log.alert('connector_missing', { syssn: owned.syssn, connector: owned.connector });
      return this.#nextTurn(owned, 'connector missing');
    }
    const acknowledged = reversal.acknowledgedAtMs !== undefined;
    if (asked === 'not_asked') {
      const answer = await this.#query(connector, deciding(orderReference(owned, acknowledged)));
      const ended = await this.#weigh(owned, answer, acknowledged ? 'acknowledged' : 'unconfirmed');
      if (ended !== undefined) return ended;
      // An acknowledgement that the wallet's own book contradicts may have been empty: the same reversal is sent again.
      // One that nobody can confirm just now is asked about again.
      if (acknowledged && answer.kind !== 'paid' && !saysNotPaid(answer)) {
        return this.#nextTurn(owned, answer.kind);
      }
      const tooYoungMs = this.#tooYoungMs(owned);
      if (tooYoungMs !== undefined) return this.#postpone(owned, tooYoungMs);
      // Whoever was held up past the end of the lease may no longer move money.
      const current = await reread(store, owned);
      if (!isOwned(owned, current)) return current;
    }
    return this.#reverse(connector, owned, reversal);
  }

  async #query(connector: Connector, reference: OrderReference): Promise<WalletAnswer> {
    const { timers, reach } = this.#parts;
    const asking = callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    reach('query_sent');
    const answer = await asking;
    reach('query_answered');
    return answer;
  }

  async #reverse(connector: Connector, owned: Payment, reversal: Reversal): Promise<Payment> {
    const { timers, reach, profiles } = this.#parts;
    const acknowledged = reversal.acknowledgedAtMs !== undefined;
    const reference = {
      ...orderReference(owned, acknowledged),
      leastAgeMs: leastAgeMs(this.#parts, owned.createdAtMs, servedMs(profiles(owned), owned, reversal)),
    };
    const reversing = callWallet(timers, REVERSE_LIMIT_MS, (signal) => connector.reverse(reference, signal));
    reach('reversal_sent');
    const answer = await reversing;
    reach('reversal_answered');
    switch (answer.kind) {
      case 'reversed': {
        const acknowledged = await this.#acknowledge(owned, reversal);
        return acknowledged === undefined
          ? reread(this.#parts.store, owned)
          : this.#confirm(connector, acknowledged, 'acknowledged', true);
      }
      case 'refused':
        return answer.mayRetry
          ? this.#nextTurn(owned, 'reversal refused for now')
          : this.#confirm(
              connector,
              owned,
              this.#afterRefusal(owned, reversal),
              reversal.acknowledgedAtMs !== undefined,
            );
      case 'not_sent':
      case 'unknown':
        return this.#nextTurn(owned, `reversal ${answer.kind}`);
    }
  }

  /** The wallet's word becomes durable before anything is built on it; a later one leaves it as it is. */
  async #acknowledge(owned: Payment, reversal: Reversal): Promise<Payment | undefined> {
    if (reversal.acknowledgedAtMs !== undefined) return owned;
    const atMs = this.#parts.clock.nowMs();
    const stored = await changeOwned(this.#parts.store, owned, (current) => ({
      progress: progressOf(current),
      atMs,
      entry: { event: 'reversal_acknowledged', facts: { syssn: reversal.syssn } },
      reversal: { ...reversal, acknowledgedAtMs: atMs },
    }));
    if (stored !== undefined) this.#parts.reach('acknowledgement_durable');
    return stored;
  }

  /**
   * A wallet that refuses what it has acknowledged has most likely done it the first time, and its book lags behind. The
   * acknowledgement was empty only if the book goes on saying so for longer than any lags.
   */
  #afterRefusal(owned: Payment, reversal: Reversal): ReversalStanding {
    if (reversal.acknowledgedAtMs === undefined) return 'refused';
    const { reversalWaitsMs } = this.#parts.profiles(owned);
    return repeatAgeMs(reversalWaitsMs, owned.asks) < BOOK_LAG_MS ? 'acknowledged' : 'refused';
  }

  /** Asks what has become of the payment: only that is the outcome, not what was said to the reversal. */
  async #confirm(
    connector: Connector,
    owned: Payment,
    standing: ReversalStanding,
    acknowledged: boolean,
  ): Promise<Payment> {
    const { timers, reach } = this.#parts;
    const reference = deciding(orderReference(owned, acknowledged));
    const asking = callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    reach('confirmation_sent');
    const answer = await asking;
    reach('confirmation_answered');
    return (await this.#weigh(owned, answer, standing)) ?? this.#nextTurn(owned, answer.kind);
  }

  /** Stores the verdict an answer brings; `undefined` when it brings none. */
  async #weigh(
    owned: Payment,
    answer: WalletAnswer,
    standing: ReversalStanding,
  ): Promise<Payment | undefined> {
    const { store, log, reach } = this.#parts;
    const verdict = weighAnswer(owned, answer, standing);
    if (verdict.kind !== 'move') {
      if (verdict.kind === 'stay' && verdict.alarm !== undefined) {
        log.alert('payment_alarm', { syssn: owned.syssn, why: verdict.alarm });
      }
      return undefined;
    }
    const { progress } = verdict;
    const stored = await changeOwned(store, owned, (current) =>
      stepOfMove(this.#parts, current, progress, { answer, by: 'reversal' }),
    );
    if (stored === undefined) return recordAnswer(this.#parts, owned, answer, 'reversal');
    reach('verdict_durable');
    return stored;
  }

  /** From when on the wallet takes the reversal, when that is not certain yet. */
  #tooYoungMs(owned: Payment): number | undefined {
    const { pace, profiles } = this.#parts;
    const { reverseNotBeforeMs } = profiles(owned);
    // Tried before, or waited for in this process: it is old enough.
    if (owned.asks > 0 || pace.hasServed(reverseNotBeforeMs)) return undefined;
    return pace.startedAtMs + reverseNotBeforeMs;
  }

  async #postpone(owned: Payment, dueAtMs: number): Promise<Payment> {
    const { store, clock } = this.#parts;
    const stored = await changeOwned(store, owned, (current) => ({
      progress: { ...progressOf(current), dueAtMs },
      atMs: clock.nowMs(),
      entry: { event: 'wallet_asked', facts: { by: 'reversal', answer: 'too early to reverse', asks: 0 } },
    }));
    return stored ?? reread(store, owned);
  }

  /** Ends a turn without an outcome. */
  async #nextTurn(owned: Payment, answer: string): Promise<Payment> {
    const { store, clock, pace, log, profiles } = this.#parts;
    const profile = profiles(owned);
    // A turn that a restart brought forward does not count: by the count the age of the payment is told.
    const served = pace.hasServed(repeatWaitMs(profile.reversalWaitsMs, owned.asks));
    const asks = owned.asks + (served ? 1 : 0);
    const dueAtMs = pace.dueMs(owned.id, repeatWaitMs(profile.reversalWaitsMs, asks));
    const stored = await changeOwned(store, owned, (current) => ({
      progress: { ...progressOf(current), asks, dueAtMs },
      atMs: clock.nowMs(),
      entry: { event: 'wallet_asked', facts: { by: 'reversal', answer, asks } },
    }));
    if (stored === undefined) return reread(store, owned);
    const openMs = askAgeMs(profile, scheduledAsks(profile));
    const age = (turns: number): number => openMs + repeatAgeMs(profile.reversalWaitsMs, turns);
    const alertMs = alertAgeBetween(age(owned.asks), age(asks));
    if (alertMs !== undefined) {
      log.alert('payment_open_long', { syssn: owned.syssn, state: 'reversing', minutes: alertMs / 60_000 });
    }
    return stored;
  }
}

/** Waits that were served: those of the reversal, and before one of the resolver's own those of the asks that led to it. */
function servedMs(profile: ResolverProfile, { asks }: Payment, { origin }: Reversal): number {
  const openMs = origin === 'resolver' ? askAgeMs(profile, scheduledAsks(profile)) : 0;
  return openMs + repeatAgeMs(profile.reversalWaitsMs, asks);
}
