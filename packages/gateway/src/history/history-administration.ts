import { runningNumberOf } from '@opencpm/protocol';
import { AdministrationError } from '../merchant/administration.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { HistoryEntry } from '../payment/history-entry.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { AuditStore } from '../store/audit-store.ts';
import type { Store } from '../store/store.ts';
import { type AuditPlace, type AuditStep, auditStep } from './audit-step.ts';
import type { LifeSubject, TransactionLife } from './payment-life.ts';

/** Acts handed out at once. */
const ACTS_MAX = 500;

/** Which payment or refund is meant: by the gateway's number, or by the merchant's. */
export type LifeQuestion =
  | { readonly syssn: string }
  | { readonly orderNumber: string /** Every merchant when left out. */; readonly appCode?: string };

/** What an administrator can read of the history. */
export interface HistoryAdministration {
  /** Checks one stretch of history and rows; see {@link auditStep}. */
  audit(place: AuditPlace): Promise<AuditStep>;
  /** Acts of administration in order, a few hundred behind a place in the history; none at the end. */
  acts(afterSequence: number): Promise<readonly HistoryEntry[]>;
  /** The lives of the payments and refunds that are meant; an order number may be several merchants'. */
  lives(question: LifeQuestion): Promise<readonly TransactionLife[]>;
}

/** The history in the gateway's own store. Rejects with {@link AdministrationError}. */
export class StoreHistoryAdministration implements HistoryAdministration {
  readonly #store: Store;
  readonly #reports: AuditStore;

  constructor(store: Store, reports: AuditStore) {
    this.#store = store;
    this.#reports = reports;
  }

  audit(place: AuditPlace): Promise<AuditStep> {
    return auditStep(this.#reports, place);
  }

  acts(afterSequence: number): Promise<readonly HistoryEntry[]> {
    return this.#reports.readActs(afterSequence, ACTS_MAX);
  }

  async lives(question: LifeQuestion): Promise<readonly TransactionLife[]> {
    const merchants = await this.#store.listMerchants();
    const found =
      'syssn' in question
        ? await this.#bySyssn(question.syssn)
        : await this.#byOrder(question.orderNumber, ofAppCode(merchants, question.appCode));
    if (found.length === 0) {
      const what = 'syssn' in question ? `number ${question.syssn}` : `order number ${question.orderNumber}`;
      throw new AdministrationError('unknown', `there is no payment or refund with the ${what}`);
    }
    return Promise.all(found.map((transaction) => this.#lifeOf(transaction, merchants)));
  }

  async #bySyssn(syssn: string): Promise<readonly Transaction[]> {
    const id = runningNumberOf(syssn);
    if (id === undefined) {
      throw new AdministrationError('invalid', 'syssn: must be a number of this gateway, 26 digits');
    }
    const found = (await this.#store.findPayment(id)) ?? (await this.#store.findRefund(id));
    return found?.syssn === syssn ? [found] : [];
  }

  async #byOrder(orderNumber: string, merchants: readonly Merchant[]): Promise<readonly Transaction[]> {
    const lists = merchants.map(({ merchantNumber }) =>
      this.#store.listTransactions({
        merchantNumber,
        storeId: undefined,
        syssns: undefined,
        orderNumbers: [orderNumber],
        payTypes: undefined,
        respcd: undefined,
        window: undefined,
        limit: 100,
        offset: 0,
      }),
    );
    return (await Promise.all(lists)).flat();
  }

  async #lifeOf(transaction: Transaction, merchants: readonly Merchant[]): Promise<TransactionLife> {
    const { id, kind, merchantNumber, syssn } = transaction;
    const merchant = merchants.find((one) => one.merchantNumber === merchantNumber);
    const isPayment = kind === 'payment';
    const refunds = isPayment ? await this.#store.refundsOf(id) : [];
    return {
      merchant: { appCode: merchant?.appCode ?? '', name: merchant?.name ?? '' },
      transaction: withoutCode(transaction),
      entries: await this.#store.readHistory(id),
      reversal: isPayment ? await this.#store.findReversal(id) : undefined,
      lateCharge: isPayment ? await this.#store.findLateCharge(id) : undefined,
      notification: await this.#store.findNotification(syssn),
      refunds: await Promise.all(refunds.map((refund) => this.#lifeOf(refund, merchants))),
    };
  }
}

function ofAppCode(merchants: readonly Merchant[], appCode: string | undefined): readonly Merchant[] {
  if (appCode === undefined) return merchants;
  const merchant = merchants.find((one) => one.appCode === appCode);
  if (merchant !== undefined) return [merchant];
  throw new AdministrationError(
    'unknown',
    `app code: there is no merchant ${appCode}; see opencpm merchant list`,
  );
}

function withoutCode(transaction: Transaction): LifeSubject {
  if (transaction.kind === 'refund') return transaction;
  const { authCodeHash: _secret, ...rest } = transaction;
  return rest;
}
