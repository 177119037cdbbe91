import { formatSyssn, type PaymentRequest } from '@opencpm/protocol';
import type { Timers } from '../clock/clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Payment, PaymentIntent } from '../payment/payment.ts';
import type { Refusal } from '../payment/refusal.ts';
import { findAlteration, type PaymentIdentity } from '../payment/repeat.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { AcceptResult } from '../store/store.ts';
import type { ChargeOrder, Connector } from '../wallet/connector.ts';
import type { Connectors } from '../wallet/connectors.ts';
import type { ContractPayType } from '../wallet/contract-pay-type.ts';
import { DEFAULT_PROFILE } from '../wallet/resolver-profile.ts';
import type { CrashPoint } from './crash-point.ts';
import { ifWritable } from './if-writable.ts';
import { type AgreedSale, planSale } from './plan-sale.ts';
import { recordAnswer, type RecordAnswerParts } from './record-answer.ts';
import { callWallet } from './wallet-call.ts';

/** How long a merchant waits for the wallet before it hears 1145 (architecture, section 9). */
export const ANSWER_BUDGET_MS = DEFAULT_PROFILE.answerBudgetMs;
/** How long a connector may go on after that; a late answer is still recorded. */
export const CHARGE_LIMIT_MS = 30_000;

const CANNOT_WRITE: Refusal = {
  respcd: '1100',
  message: 'the gateway cannot write now; nothing was charged, send the same order again later',
};

/** What taking a payment needs. */
export interface TakePaymentParts extends RecordAnswerParts {
  readonly connectors: Connectors;
  readonly steadyClock: SteadyClock;
  readonly timers: Timers;
  readonly hashAuthCode: (code: string) => string;
  /** Number of this gateway inside `syssn`, 0 to 9999. */
  readonly node: number;
  readonly reach: (point: CrashPoint) => void;
}

/** A stored payment to answer with, or a refusal that left no trace. */
export type PaymentOutcome =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly refusal: Refusal };

/** Takes payments: intent, then send, then record (rule 1). */
export class PaymentTaker {
  readonly #parts: TakePaymentParts;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: TakePaymentParts) {
    this.#parts = parts;
  }

  /** Payments whose wallet has not answered yet. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Resolves when no wallet is being waited for any more. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /**
   * Takes a payment for an authenticated merchant and answers within the budget. While nothing can be written nothing
   * is sent: the refusal is 1100.
   */
  async take(merchant: Merchant, request: PaymentRequest): Promise<PaymentOutcome> {
    const plan = planSale(merchant, request, this.#parts.connectors);
    const authCodeHash = this.#parts.hashAuthCode(credentialOf(plan.code));
    if (!plan.ok) return this.#refuseUnlessRepeat(merchant, request, authCodeHash, plan.refusal);
    const intent = this.#intent(merchant, request, plan, authCodeHash);
    this.#parts.reach('before_intent');
    const accepted = await this.#accept(intent);
    if (accepted === undefined) {
      return this.#refuseUnlessRepeat(merchant, request, authCodeHash, CANNOT_WRITE);
    }
    switch (accepted.kind) {
      case 'accepted':
        this.#parts.reach('intent_durable');
        return {
          ok: true,
          payment: await this.#charge(
            accepted.payment,
            plan.connector,
            orderOf(intent, merchant, request, plan),
          ),
        };
      case 'order_exists':
        return repeatOf(accepted.transaction, intent);
      case 'code_used':
        return refuse('1202', 'auth_code: was used for another order before; ask for a fresh code');
    }
  }

  /** `undefined` when the store cannot write now; then nothing was written. */
  #accept(intent: PaymentIntent): Promise<AcceptResult | undefined> {
    const { store, log } = this.#parts;
    return ifWritable(log, () => store.acceptPayment(intent));
  }

  /**
   * A refusal that depends on settings or on the disk must not hide what an earlier, equal request brought about: the
   * till would read "refused" for a payment that was made, and charge again.
   */
  async #refuseUnlessRepeat(
    merchant: Merchant,
    request: PaymentRequest,
    authCodeHash: string,
    refusal: Refusal,
  ): Promise<PaymentOutcome> {
    const [stored] = await this.#parts.store.listTransactions({
      merchantNumber: merchant.merchantNumber,
      storeId: request.storeId ?? '',
      syssns: undefined,
      orderNumbers: [request.orderNumber],
      payTypes: undefined,
      respcd: undefined,
      window: undefined,
      limit: 1,
      offset: 0,
    });
    if (stored === undefined) return { ok: false, refusal };
    const currency = request.currency ?? stored.currency;
    const { payType, amountMinor } = request;
    return repeatOf(stored, { payType, amountMinor, currency, authCodeHash });
  }

  #intent(
    merchant: Merchant,
    request: PaymentRequest,
    plan: AgreedSale,
    authCodeHash: string,
  ): PaymentIntent {
    const id = this.#parts.store.nextTransactionNumber();
    const createdAtMs = this.#parts.clock.nowMs();
    const syssn = formatSyssn(createdAtMs, this.#parts.node, id);
    return {
      id,
      syssn,
      merchantNumber: merchant.merchantNumber,
      storeId: plan.storeId,
      orderNumber: request.orderNumber,
      payType: request.payType,
      family: plan.family,
      connector: plan.connector.name,
      channelOrderId: syssn,
      amountMinor: request.amountMinor,
      currency: plan.currency,
      authCodeHash,
      callerTime: request.callerTime,
      goodsName: request.goodsName,
      deviceId: request.deviceId,
      notifyUrl: request.notifyUrl ?? merchant.notifyUrl,
      createdAtMs,
      firstAskAtMs:
        this.#parts.steadyClock.nowMs() +
        this.#parts.profiles({ connector: plan.connector.name, family: plan.family }).firstAskAfterMs,
    };
  }

  #charge(payment: Payment, connector: Connector, order: ChargeOrder): Promise<Payment> {
    const { timers, log, profiles } = this.#parts;
    const charged = callWallet(timers, CHARGE_LIMIT_MS, (signal) => connector.charge(order, signal));
    this.#parts.reach('charge_sent');
    const recorded = charged.then(async (answer) => {
      this.#parts.reach('charge_answered');
      const stored = await recordAnswer(this.#parts, payment, answer, 'charge');
      this.#parts.reach('outcome_durable');
      return stored;
    });
    this.#underWay.add(recorded);
    return new Promise<Payment>((resolve) => {
      // Whatever goes wrong after the intent, the truthful answer is "being processed": the wallet may have charged.
      const cancel = timers.after(profiles(payment).answerBudgetMs, () => resolve(payment));
      recorded
        .catch((error: unknown) => {
          log.alert('outcome_not_recorded', { syssn: payment.syssn, why: String(error) });
          return payment;
        })
        .finally(() => this.#underWay.delete(recorded))
        .then(
          (stored) => {
            cancel();
            resolve(stored);
          },
          resolve.bind(undefined, payment),
        );
    });
  }
}

/** Some scanners drop the padding of EMV texts; with and without it they are one credential. */
function credentialOf(code: string): string {
  return code.replace(/=+$/, '');
}

function orderOf(
  intent: PaymentIntent,
  merchant: Merchant,
  request: PaymentRequest,
  { contract, code }: { readonly contract: ContractPayType; readonly code: string },
): ChargeOrder {
  return {
    channelOrderId: intent.channelOrderId,
    family: intent.family,
    payType: contract,
    authCode: code,
    amountMinor: intent.amountMinor,
    currency: intent.currency,
    description: request.goodsName,
    creditBarred: request.creditBarred,
    createdAtMs: intent.createdAtMs,
    merchantNumber: merchant.merchantNumber,
    merchantName: merchant.name,
    storeId: intent.storeId,
    deviceId: intent.deviceId,
  };
}

function repeatOf(stored: Transaction, request: PaymentIdentity): PaymentOutcome {
  const altered = findAlteration(stored, request);
  if (stored.kind === 'payment' && altered === undefined) return { ok: true, payment: stored };
  const why =
    altered === 'out_trade_no' ? 'it is the number of a refund' : `${altered} differs from the first request`;
  return refuse('2011', `out_trade_no is used: ${why}`);
}

function refuse(respcd: Refusal['respcd'], message: string): PaymentOutcome {
  return { ok: false, refusal: { respcd, message } };
}
