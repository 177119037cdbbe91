import type {
  ChargeOrder,
  Connector,
  ContractPayType,
  RefundAnswer,
  RefundOrder,
  WalletAnswer,
} from '@opencpm/gateway';
import type { CurrencyCode, WalletFamily } from '@opencpm/protocol';
import type { CommandClock } from '../context.ts';

/** A payment that is made to try a connector. */
export interface TrialOrder {
  readonly channelOrderId: string;
  readonly channelRefundId: string;
  readonly payType: ContractPayType;
  readonly family: WalletFamily;
  readonly authCode: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
}

/** One call of the trial and what came of it, in words. */
export interface TrialStep {
  readonly call: 'charge' | 'query' | 'reverse' | 'refund' | 'queryRefund';
  readonly answer: string;
}

/**
 * What a trial ended with.
 *
 * - `not sent`: the charge did not reach the wallet, provably.
 * - `open`: money may have moved and was not seen to come back.
 */
export type TrialEnd = 'returned' | 'not charged' | 'not sent' | 'open';

const CALL_LIMIT_MS = 30_000;
const ASK_EVERY_MS = 3_000;
/** Asks before the payment is undone. */
const ASKS_MAX = 20;

/** Pays, asks, refunds and asks again, over a connector that charges real money. */
export async function tryConnector(
  connector: Connector,
  order: TrialOrder,
  clock: CommandClock,
  tell: (step: TrialStep) => void,
): Promise<TrialEnd> {
  return new Trial(connector, order, clock, tell).run();
}

class Trial {
  readonly #connector: Connector;
  readonly #order: ChargeOrder;
  readonly #refund: RefundOrder;
  readonly #clock: CommandClock;
  readonly #tell: (step: TrialStep) => void;

  constructor(
    connector: Connector,
    { channelRefundId, ...order }: TrialOrder,
    clock: CommandClock,
    tell: (step: TrialStep) => void,
  ) {
    const createdAtMs = clock.nowMs();
    const { channelOrderId, family, amountMinor, currency } = order;
    this.#connector = connector;
    this.#clock = clock;
    this.#tell = tell;
    this.#order = {
      ...order,
      description: 'Connector test',
      creditBarred: false,
      createdAtMs,
      merchantNumber: 1,
      merchantName: 'Connector test',
      storeId: '',
      deviceId: '',
    };
    this.#refund = {
      channelRefundId,
      channelOrderId,
      family,
      walletNumber: '',
      amountMinor,
      paymentAmountMinor: amountMinor,
      currency,
      createdAtMs,
      paymentCreatedAtMs: createdAtMs,
    };
  }

  async run(): Promise<TrialEnd> {
    let answer = await this.#step('charge', (signal) => this.#connector.charge(this.#order, signal));
    if (answer.kind === 'not_sent') return 'not sent';
    for (let asks = 0; isOpen(answer) && asks < ASKS_MAX; asks += 1) {
      await this.#wait();
      answer = await this.#step('query', (signal) => this.#connector.query(this.#order, signal));
    }
    if (answer.kind === 'paid') return this.#giveBack(answer.walletNumber);
    if (answer.kind === 'declined' && !answer.mayStillCharge) return 'not charged';
    return this.#undo();
  }

  async #undo(): Promise<TrialEnd> {
    const undone = await this.#step('reverse', (signal) => this.#connector.reverse(this.#order, signal));
    const after = await this.#step('query', (signal) => this.#connector.query(this.#order, signal));
    if (after.kind === 'paid') return this.#giveBack(after.walletNumber);
    const gone = after.kind === 'reversed' || after.kind === 'not_found' || after.kind === 'declined';
    return undone.kind === 'reversed' && gone ? 'not charged' : 'open';
  }

  async #giveBack(walletNumber: string): Promise<TrialEnd> {
    const refund = { ...this.#refund, walletNumber };
    let answer = await this.#step('refund', (signal) => this.#connector.refund(refund, signal));
    for (let asks = 0; !isReturnFinal(answer) && asks < ASKS_MAX; asks += 1) {
      await this.#wait();
      answer = await this.#step('queryRefund', (signal) => this.#connector.queryRefund(refund, signal));
    }
    return answer.kind === 'returned' ? 'returned' : 'open';
  }

  async #step<Answer extends WalletAnswer | RefundAnswer | { readonly kind: string }>(
    call: TrialStep['call'],
    ask: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const limit = new AbortController();
    const callOff = this.#clock.after(CALL_LIMIT_MS, () => limit.abort());
    const answer = await ask(limit.signal);
    callOff();
    this.#tell({ call, answer: wordsOf(answer) });
    return answer;
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ASK_EVERY_MS, resolve);
    });
  }
}

function isOpen(answer: WalletAnswer): boolean {
  if (answer.kind === 'declined') return answer.mayStillCharge;
  return answer.kind !== 'paid' && answer.kind !== 'reversed' && answer.kind !== 'not_sent';
}

function isReturnFinal(answer: RefundAnswer): boolean {
  return answer.kind === 'returned' || (answer.kind === 'refused' && !answer.mayStillReturn);
}

/** An answer in words, without anything about the payer. */
function wordsOf(answer: {
  readonly kind: string;
  readonly reason?: string;
  readonly respcd?: string;
}): string {
  const { kind, reason, respcd } = answer;
  return [kind.replaceAll('_', ' '), respcd, reason].filter((word) => word !== undefined).join(', ');
}
