import { businessDayStart, formatSyssn, type RefundRequest } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import { authorizeStore } from '../merchant/store-authority.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refund, RefundIntent } from '../payment/refund.ts';
import type { RefundPolicy } from '../payment/refund-policy.ts';
import { findRefundAlteration } from '../payment/refund-repeat.ts';
import { findPolicyRefusal, findStateRefusal } from '../payment/refund-rules.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { ReserveResult, TransactionFilter } from '../store/store.ts';
import type { Connector } from '../wallet/connector.ts';
import { withinBudget } from './answer-budget.ts';
import type { AskRefundParts } from './ask-refund.ts';
import type { CrashPoint } from './crash-point.ts';
import { ifWritable } from './if-writable.ts';
import { refundOrderOf } from './refund-order.ts';
import { recordRefundAnswer } from './refund-outcome.ts';
import { ANSWER_BUDGET_MS } from './take-payment.ts';
import { callWallet } from './wallet-call.ts';

/** How long a connector may go on with a refund; a late answer is still recorded. */
const REFUND_LIMIT_MS = 30_000;
/**
 * When the resolver looks at a refund whose first call has not been recorded: after that call has certainly ended, so
 * that a refund is never sent twice at once. A recorded answer, and a restart, bring this forward.
 */
const FIRST_ASK_AFTER_MS = REFUND_LIMIT_MS + 2_000;

const CANNOT_WRITE: Refusal = {
  respcd: '1100',
  message: 'the gateway cannot write now; nothing was returned, send the same refund again later',
};
const NO_CONNECTOR: Refusal = {
  respcd: '1100',
  message: 'the gateway cannot reach the wallet of this payment now; nothing was returned',
};
const UNKNOWN_PAYMENT: Refusal = {
  respcd: '1268',
  message: 'syssn: there is no payment of this number under this app code and mchid',
};
const TAKINGS_TOO_LOW: Refusal = {
  respcd: '1269',
  message:
    "txamt: today's takings in this currency do not cover it; try again later under a new out_trade_no",
};
const CHANGED_MEANWHILE: Refusal = {
  respcd: '1155',
  message: 'syssn: the payment is being changed; enquire it and send the refund again',
};

/** What taking a refund needs. */
export interface RefundTakerParts extends AskRefundParts {
  readonly policy: RefundPolicy;
  /** Number of this gateway inside `syssn`, 0 to 9999. */
  readonly node: number;
  readonly reach: (point: CrashPoint) => void;
}

/** A stored refund to answer with, or a refusal that left no trace. */
export type RefundOutcome =
  | { readonly ok: true; readonly refund: Refund }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** The payment that was named, once it is known to belong to the caller. */
      readonly payment: Payment | undefined;
    };

type Plan =
  | { readonly ok: true; readonly payment: Payment; readonly connector: Connector }
  | { readonly ok: false; readonly refusal: Refusal; readonly payment: Payment | undefined };

/** Takes refunds: reserve, then send, then record (rule 1). */
export class RefundTaker {
  readonly #parts: RefundTakerParts;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: RefundTakerParts) {
    this.#parts = parts;
  }

  /** Resolves when no wallet is being waited for any more. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /**
   * Takes a refund for an authenticated merchant and answers within the budget. The amount is reserved on the disk
   * before the wallet is called, and stays reserved until the wallet gives a verdict.
   */
  async take(merchant: Merchant, request: RefundRequest): Promise<RefundOutcome> {
    const plan = await this.#plan(merchant, request);
    if (!plan.ok) return this.#refuseUnlessRepeat(merchant, request, plan.refusal, plan.payment);
    const { payment, connector } = plan;
    const intent = this.#intent(merchant, request, payment);
    this.#parts.reach('before_refund_intent');
    const reserved = await this.#reserve(intent);
    if (reserved === undefined) return this.#refuseUnlessRepeat(merchant, request, CANNOT_WRITE, payment);
    switch (reserved.kind) {
      case 'reserved':
        this.#parts.reach('refund_durable');
        return { ok: true, refund: await this.#send(reserved.refund, payment, connector) };
      case 'order_exists':
        return repeatOf(reserved.transaction, request, payment);
      case 'not_refundable': {
        const refusal = findStateRefusal(reserved.payment, request.amountMinor) ?? CHANGED_MEANWHILE;
        return { ok: false, refusal, payment };
      }
      case 'takings_too_low':
        return { ok: false, refusal: TAKINGS_TOO_LOW, payment };
    }
  }

  /** Checks a refund against everything that is known before anything is written; the first rule broken decides. */
  async #plan(merchant: Merchant, request: RefundRequest): Promise<Plan> {
    const authority = authorizeStore(merchant, request.storeId);
    if (!authority.ok) return { ok: false, refusal: authority.refusal, payment: undefined };
    const [found] = await this.#find(merchant, authority.storeId, { syssns: [request.originalSyssn] });
    if (found?.kind !== 'payment') return { ok: false, refusal: UNKNOWN_PAYMENT, payment: undefined };
    const refusal =
      findStateRefusal(found, request.amountMinor) ??
      findPolicyRefusal(found, request.amountMinor, this.#parts.policy, this.#parts.clock.nowMs());
    if (refusal !== undefined) return { ok: false, refusal, payment: found };
    const connector = this.#parts.connectors.get(found.connector);
    if (connector !== undefined) return { ok: true, payment: found, connector };
    this.#parts.log.alert('connector_missing', { syssn: found.syssn, connector: found.connector });
    return { ok: false, refusal: NO_CONNECTOR, payment: found };
  }

  /** `undefined` when the store cannot write now; then nothing was written. */
  #reserve(intent: RefundIntent): Promise<ReserveResult | undefined> {
    const { store, log, policy } = this.#parts;
    const takingsFromMs = policy.takingsMustCover ? businessDayStart(intent.createdAtMs) : undefined;
    return ifWritable(log, () => store.reserveRefund(intent, takingsFromMs));
  }

  /**
   * A refusal must not hide what an earlier, equal request brought about: its own refund is what makes a payment
   * refunded, or one with a refund under way.
   */
  async #refuseUnlessRepeat(
    merchant: Merchant,
    request: RefundRequest,
    refusal: Refusal,
    payment: Payment | undefined,
  ): Promise<RefundOutcome> {
    const [stored] = await this.#find(merchant, request.storeId ?? '', {
      orderNumbers: [request.orderNumber],
    });
    return stored === undefined ? { ok: false, refusal, payment } : repeatOf(stored, request, payment);
  }

  #find(
    merchant: Merchant,
    storeId: string,
    number: Pick<Partial<TransactionFilter>, 'syssns' | 'orderNumbers'>,
  ): Promise<readonly Transaction[]> {
    return this.#parts.store.listTransactions({
      merchantNumber: merchant.merchantNumber,
      storeId,
      syssns: undefined,
      orderNumbers: undefined,
      payTypes: undefined,
      respcd: undefined,
      window: undefined,
      limit: 1,
      offset: 0,
      ...number,
    });
  }

  #intent(merchant: Merchant, request: RefundRequest, payment: Payment): RefundIntent {
    const id = this.#parts.store.nextTransactionNumber();
    const createdAtMs = this.#parts.clock.nowMs();
    const syssn = formatSyssn(createdAtMs, this.#parts.node, id);
    return {
      id,
      syssn,
      originalId: payment.id,
      originalSyssn: payment.syssn,
      originalChannelOrderId: payment.channelOrderId,
      merchantNumber: payment.merchantNumber,
      storeId: payment.storeId,
      orderNumber: request.orderNumber,
      payType: payment.payType,
      family: payment.family,
      connector: payment.connector,
      channelRefundId: syssn,
      amountMinor: request.amountMinor,
      currency: payment.currency,
      callerTime: request.callerTime,
      deviceId: request.deviceId,
      notifyUrl: payment.notifyUrl || merchant.notifyUrl,
      createdAtMs,
      firstAskAtMs: this.#parts.steadyClock.nowMs() + FIRST_ASK_AFTER_MS,
    };
  }

  #send(refund: Refund, payment: Payment, connector: Connector): Promise<Refund> {
    const { timers, log } = this.#parts;
    const order = refundOrderOf(this.#parts, refund, payment);
    const answered = callWallet(timers, REFUND_LIMIT_MS, (signal) => connector.refund(order, signal));
    this.#parts.reach('refund_sent');
    const recorded = answered.then(async (answer) => {
      this.#parts.reach('refund_answered');
      const stored = await recordRefundAnswer(this.#parts, refund, answer, 'refund');
      this.#parts.reach('refund_outcome_durable');
      return stored;
    });
    this.#underWay.add(recorded);
    const done = (): boolean => this.#underWay.delete(recorded);
    recorded.then(done, done);
    return withinBudget(timers, ANSWER_BUDGET_MS, recorded, {
      known: refund,
      onError: (error) => log.alert('outcome_not_recorded', { syssn: refund.syssn, why: String(error) }),
    });
  }
}

function repeatOf(stored: Transaction, request: RefundRequest, payment: Payment | undefined): RefundOutcome {
  const altered = findRefundAlteration(stored, request);
  if (stored.kind === 'refund' && altered === undefined) return { ok: true, refund: stored };
  const why =
    altered === 'out_trade_no'
      ? 'it is the number of a payment'
      : `${altered} differs from the first request`;
  return { ok: false, refusal: { respcd: '2011', message: `out_trade_no is used: ${why}` }, payment };
}
