import { type Client, freshOrderNumber, InvalidRequestError, type RefundResult } from '@opencpm/client';
import { ApiRefusal, invalidField, notFound } from '../api-refusal.ts';
import type { Cashiers } from '../cashier/cashiers.ts';
import type { Session } from '../cashier/sessions.ts';
import type { RefundRequest, SaleDetail } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import { detailOf } from '../register/describe.ts';
import type { Registers } from '../register/registers.ts';
import type { Refund, RefundRows } from '../store/refund-rows.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { ShiftRows } from '../store/shift-rows.ts';
import { isConstraint, type TillDatabase } from '../store/till-database.ts';

/** A cashier waits this long; a refund that takes longer goes on in the background. */
const ANSWER_WITHIN_MS = 8_000;
/** Waits before a refund without an outcome is sent again, under its own number; the last one repeats. */
const AGAIN_MS: readonly number[] = [5_000, 10_000, 30_000, 60_000, 300_000];

/** What the desk works with. */
export interface RefundDeskParts {
  readonly database: TillDatabase;
  readonly client: Client;
  readonly sales: SaleRows;
  readonly refunds: RefundRows;
  readonly shifts: ShiftRows;
  readonly cashiers: Cashiers;
  readonly registers: Registers;
  readonly ports: Pick<TillPorts, 'clock' | 'timers' | 'randomBytes' | 'log'>;
  readonly orderPrefix: string;
}

/**
 * Returns money. What is to go back is reserved on disk, under a number of its own, before anything is sent; the same
 * number is sent until the outcome is known, over restarts, so that nothing goes back twice.
 */
export class RefundDesk {
  readonly #parts: RefundDeskParts;
  readonly #running = new Map<string, Promise<void>>();
  /** Refunds of this process that were never sent. */
  readonly #unsent = new Set<string>();
  readonly #stop = new AbortController();

  constructor(parts: RefundDeskParts) {
    this.#parts = parts;
  }

  /**
   * Returns a part or all of a sale, after a PIN. The same request again returns nothing twice.
   *
   * @throws ApiRefusal; nothing was begun then.
   */
  async refund(saleId: string, request: RefundRequest, session: Session): Promise<SaleDetail> {
    const { cashiers, ports } = this.#parts;
    const approver = await cashiers.authorise(request.approval, 'refund', 'approval.pin');
    const known = this.#parts.refunds.byId(request.refundId);
    if (known === undefined) {
      const orderNumber = this.#reserve(saleId, request, approver.id, session.row.register);
      cashiers.noteAct(approver.id, 'refund', orderNumber);
      ports.log.info('refund_begun', {
        order: orderNumber,
        sale: saleId,
        by: approver.id,
        amount: request.amountMinor,
      });
    } else if (this.#saleOf(saleId).number !== known.sale || known.amountMinor !== request.amountMinor) {
      throw new ApiRefusal('conflict', 'refundId: it belongs to another refund; make a new one', {
        field: 'refundId',
      });
    }
    await this.#within(this.#settle(request.refundId), ANSWER_WITHIN_MS);
    return this.detail(saleId);
  }

  detail(saleId: string): SaleDetail {
    const sale = this.#saleOf(saleId);
    return detailOf(sale, this.#parts.refunds.ofSale(sale.number), this.#parts.registers.names);
  }

  /** Goes on with everything whose outcome is not known; at the start and when the gateway is back. */
  resumeAll(): void {
    for (const { id } of this.#parts.refunds.pending()) void this.#settle(id);
  }

  /** Stops waiting; what is open is sent again, under its number, at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  #reserve(
    saleId: string,
    { refundId, amountMinor }: RefundRequest,
    approvedById: string,
    register: string,
  ): string {
    const { database, sales, refunds, ports, orderPrefix } = this.#parts;
    const sale = this.#saleOf(saleId);
    if (sale.attempt.verdict?.kind !== 'paid') {
      throw new ApiRefusal('conflict', 'only a paid sale is refunded: ask anew how it stands');
    }
    if (sale.refundingMinor > 0) {
      throw new ApiRefusal('conflict', 'another refund of this sale is under way: ask anew how it stands');
    }
    const leftMinor = sale.attempt.amountMinor - sale.refundedMinor - sale.refundingMinor;
    if (amountMinor > leftMinor) throw invalidField('amountMinor', `at most ${leftMinor} may be returned`);
    const startedAtMs = ports.clock.nowMs();
    const orderNumber = freshOrderNumber(orderPrefix, startedAtMs, ports.randomBytes);
    try {
      database.write(() => {
        sales.reserveRefund(sale.number, amountMinor);
        refunds.add({
          id: refundId,
          sale: sale.number,
          orderNumber,
          amountMinor,
          register,
          approvedById,
          startedAtMs,
        });
      });
    } catch (error) {
      // Somebody else was faster: with the same request, or with what was left.
      if (!isConstraint(error)) throw error;
      throw new ApiRefusal(
        'conflict',
        'another refund of this sale was begun meanwhile: ask anew how it stands',
      );
    }
    this.#unsent.add(refundId);
    return orderNumber;
  }

  /** Brings a refund to its end, once at a time. Never rejects. */
  #settle(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const fresh = this.#run(id).finally(() => {
      this.#running.delete(id);
      this.#parts.registers.changed();
    });
    this.#running.set(id, fresh);
    return fresh;
  }

  async #run(id: string): Promise<void> {
    for (let round = 0; !this.#stop.signal.aborted; round += 1) {
      try {
        if (await this.#round(id)) return;
      } catch (error) {
        // A disk that takes nothing now may take it later; nobody else would finish the refund.
        this.#parts.ports.log.alert('refund_failed', { refund: id, why: String(error) });
      }
      this.#parts.registers.changed();
      await this.#pause(AGAIN_MS[Math.min(round, AGAIN_MS.length - 1)] ?? 0);
    }
  }

  /** @returns whether the refund has ended. */
  async #round(id: string): Promise<boolean> {
    const refund = this.#parts.refunds.byId(id);
    if (refund === undefined || refund.state !== 'pending') return true;
    const isFirst = this.#unsent.delete(id);
    const result = (isFirst ? undefined : await this.#ask(refund)) ?? (await this.#send(refund));
    return this.#record(refund, result, isFirst);
  }

  /** What became of a refund that may have been sent before; `undefined` when the gateway does not know it. */
  async #ask({ orderNumber, syssn }: Refund): Promise<RefundResult | undefined> {
    try {
      const rows = await this.#parts.client.query({ orderNumbers: [orderNumber] });
      const row = rows.find(({ kind, orderNumber: number }) => kind === 'refund' && number === orderNumber);
      if (row === undefined) return undefined;
      const reason = `${row.respcd} ${row.text}`;
      if (row.state === 'succeeded') return { outcome: 'refunded', syssn: row.syssn, returnedAt: row.paidAt };
      if (row.state === 'failed') return { outcome: 'refused', respcd: row.respcd, reason };
      return { outcome: 'unresolved', syssn: row.syssn, reason };
    } catch (error) {
      return { outcome: 'unresolved', syssn, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #send({ sale, orderNumber, amountMinor }: Refund): Promise<RefundResult> {
    const syssn = this.#parts.sales.byNumber(sale)?.attempt.syssn ?? '';
    try {
      return await this.#parts.client.refund(
        { syssn, orderNumber, amountMinor },
        { stop: this.#stop.signal },
      );
    } catch (error) {
      if (!(error instanceof InvalidRequestError)) throw error;
      return { outcome: 'not_begun', reason: error.message };
    }
  }

  /**
   * @param isFirst whether nothing was sent under this number before.
   * @returns whether the outcome is final.
   */
  #record(refund: Refund, result: RefundResult, isFirst: boolean): boolean {
    const { database, refunds, sales, shifts, ports } = this.#parts;
    const { id, sale, amountMinor, register, orderNumber } = refund;
    // An earlier round, or an earlier process, may have begun something under this number.
    const isDoubtful = result.outcome === 'not_begun' && !isFirst;
    if (result.outcome === 'unresolved' || isDoubtful) {
      const syssn = result.outcome === 'unresolved' ? result.syssn : refund.syssn;
      refunds.note(id, syssn, result.reason === '' ? 'not known yet' : result.reason);
      ports.log.warn('refund_open', { order: orderNumber, why: result.reason });
      return false;
    }
    const isRefunded = result.outcome === 'refunded';
    database.write(() => {
      const ended = refunds.end(id, {
        state: isRefunded ? 'refunded' : 'refused',
        syssn: isRefunded ? result.syssn : refund.syssn,
        respcd: isRefunded ? '0000' : result.outcome === 'refused' ? result.respcd : '',
        reason: isRefunded ? '' : result.reason,
        endedAtMs: ports.clock.nowMs(),
        shift: shifts.openOf(register)?.number,
      });
      if (ended) sales.settleRefund(sale, amountMinor, isRefunded);
    });
    ports.log.info('refund_ended', { order: orderNumber, outcome: result.outcome });
    return true;
  }

  #saleOf(id: string): NonNullable<ReturnType<SaleRows['byOrderNumber']>> {
    const sale = this.#parts.sales.byOrderNumber(id);
    if (sale === undefined) throw notFound('sale');
    return sale;
  }

  #pause(delayMs: number): Promise<void> {
    return this.#within(new Promise(() => undefined), delayMs);
  }

  /** Settles with the work, when the time is up, or when the till closes. */
  #within(work: Promise<void>, delayMs: number): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        callOff();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const callOff = this.#parts.ports.timers.after(delayMs, end);
      signal.addEventListener('abort', end);
      void work.then(end);
    });
  }
}
