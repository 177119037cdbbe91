import { createHmac } from 'node:crypto';
import { AttemptExistsError, type Client, freshOrderNumber, InvalidRequestError } from '@opencpm/client';
import {
  type Classification,
  classify,
  isCurrencyCode,
  isPayType,
  maskAuthCode,
  matchPayType,
  type PayType,
  payTypeTakesCurrency,
} from '@opencpm/protocol';
import { ApiRefusal, invalidField, notFound } from '../api-refusal.ts';
import type { Session } from '../cashier/sessions.ts';
import type { Cashiers } from '../cashier/cashiers.ts';
import type { RegisterSnapshot, ReleaseRequest, SaleRequest, Wallet, Words } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import type { Sale } from '../store/sale.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { Attempts } from './attempts.ts';
import { summaryOf } from './describe.ts';
import type { GatewayWatch } from './gateway-watch.ts';
import type { Registers } from './registers.ts';
import { wordsOfCode } from './words.ts';

/** What the desk works with. */
export interface SaleDeskParts {
  readonly client: Client;
  readonly sales: SaleRows;
  readonly attempts: Attempts;
  readonly registers: Registers;
  readonly watch: GatewayWatch;
  readonly cashiers: Cashiers;
  readonly ports: Pick<TillPorts, 'clock' | 'randomBytes' | 'log'>;
  /** Currencies that may be charged. */
  readonly currencies: readonly string[];
  /** Pay types of the shop; `800008` alone stands for every wallet the gateway finds by the code. */
  readonly payTypes: readonly PayType[];
  /** Begins every order number. */
  readonly orderPrefix: string;
  /** Makes marks of codes that give nothing away. */
  readonly secret: Uint8Array;
}

const UNKNOWN_CODE_WORDS: Words = {
  en: 'This is no payment code of a wallet. Ask the customer for the payment code and scan again.',
  zhHant: '這不是錢包的付款碼。請顧客打開付款碼，再掃描一次。',
  zhHans: '这不是钱包的付款码。请顾客打开付款码，再扫描一次。',
};

const PAYME: PayType = '805808';
const PAYME_LIKE = /^\d{12,32}$/;

/** What a scan is charged as. */
interface ReadCode {
  readonly code: string;
  readonly wallet: Wallet;
  readonly payType: PayType;
}

/**
 * Takes scans. One payment at a time at a register; the same scan, however often it is sent, begins one payment at the
 * most; a basket whose payment is open or paid is not charged again.
 */
export class SaleDesk {
  readonly #parts: SaleDeskParts;
  /** Beginnings under way, by register: between the scan and the moment when it is written down. */
  readonly #beginning = new Map<string, Promise<void>>();

  constructor(parts: SaleDeskParts) {
    this.#parts = parts;
  }

  /**
   * Charges a scan. While the register waits for a payment, nothing is begun and its state is answered.
   *
   * @throws ApiRefusal; nothing was begun then.
   */
  async begin(request: SaleRequest, session: Session): Promise<RegisterSnapshot> {
    const { register } = session.row;
    for (
      let before = this.#beginning.get(register);
      before !== undefined;
      before = this.#beginning.get(register)
    ) {
      await before.catch(() => undefined);
    }
    const { sales, registers } = this.#parts;
    const isRepeat = sales.byScan(request.scanId) !== undefined;
    const shown = sales.onScreen(register);
    const isBusy = shown !== undefined && shown.attempt.verdict === undefined;
    if (!isRepeat && !isBusy) {
      // Found and marked as busy in one turn: of two requests at once one goes on.
      const beginning = this.#begin(request, session);
      this.#beginning.set(register, beginning);
      try {
        await beginning;
      } finally {
        this.#beginning.delete(register);
      }
    }
    return registers.snapshot(register);
  }

  check(id: string, session: Session): RegisterSnapshot {
    const { attempt } = this.#sale(id);
    if (attempt.verdict === undefined) this.#parts.attempts.check(attempt.orderNumber);
    return this.#parts.registers.snapshot(session.row.register);
  }

  cancel(id: string, session: Session): RegisterSnapshot {
    this.#parts.attempts.cancel(this.#sale(id).attempt.orderNumber);
    return this.#parts.registers.snapshot(session.row.register);
  }

  /** Makes the register ready for the next customer. An open payment cannot be put away before it is unresolved. */
  dismiss(id: string, session: Session): RegisterSnapshot {
    const { attempt, onScreen } = this.#sale(id);
    if (attempt.verdict === undefined && attempt.stage !== 'unresolved') {
      throw new ApiRefusal('conflict', 'this payment is under way: wait for it, or cancel it');
    }
    if (onScreen) {
      this.#parts.sales.takeOffScreen(attempt.orderNumber);
      this.#parts.registers.changed();
    }
    return this.#parts.registers.snapshot(session.row.register);
  }

  /** A manager lets the basket of an unresolved payment be charged again. */
  async release(
    id: string,
    { approval, reason }: ReleaseRequest,
    session: Session,
  ): Promise<RegisterSnapshot> {
    const { client, cashiers, registers, ports } = this.#parts;
    const manager = await cashiers.authorise(approval, 'manager', 'approval.pin');
    const { attempt } = this.#sale(id);
    if (attempt.verdict !== undefined || attempt.stage !== 'unresolved') {
      throw new ApiRefusal('conflict', 'only an unresolved payment is released: ask anew how it stands');
    }
    await client.releaseBasket(attempt.orderNumber, { by: manager.name, reason });
    cashiers.noteAct(manager.id, 'basket_released', attempt.orderNumber);
    ports.log.warn('basket_released', { order: attempt.orderNumber, by: manager.id });
    registers.changed();
    return registers.snapshot(session.row.register);
  }

  /** Recognises a code that was scanned before, without keeping it. */
  codeMark(code: string): string {
    return createHmac('sha256', this.#parts.secret).update(`code ${code}`).digest('hex');
  }

  async #begin(request: SaleRequest, session: Session): Promise<void> {
    const { attempts, registers, ports, orderPrefix } = this.#parts;
    const read = this.#read(request);
    this.#assertReachable();
    this.#assertOtherCustomer(request);
    const orderNumber = freshOrderNumber(orderPrefix, ports.clock.nowMs(), ports.randomBytes);
    const { amountMinor, currency, basketId } = request;
    const deviceId = `${orderPrefix}-${session.row.register}`;
    try {
      await attempts.begin(
        {
          authCode: read.code,
          amountMinor,
          currency,
          basketId,
          payType: read.payType,
          orderNumber,
          deviceId,
        },
        {
          scanId: request.scanId,
          register: session.row.register,
          cashierId: session.cashier.id,
          otherCustomer: request.otherCustomer === true,
          receiptToken: Buffer.from(ports.randomBytes(24)).toString('base64url'),
          wallet: read.wallet,
          maskedCode: maskAuthCode(read.code),
          codeMark: this.codeMark(read.code),
        },
      );
    } catch (error) {
      throw this.#refusalOf(error, request);
    }
    ports.log.info('sale_begun', {
      order: orderNumber,
      register: session.row.register,
      amount: amountMinor,
      currency,
    });
    registers.changed();
  }

  #read({ code: scan, currency }: SaleRequest): ReadCode {
    const { payTypes } = this.#parts;
    const classified = classify(scan);
    const matches = payTypes
      .filter((payType) => !isCurrencyCode(currency) || payTypeTakesCurrency(payType, currency))
      .map((payType) => ({ payType, match: matchPayType(payType, classified) }));
    const fitting = matches.find(({ payType, match }) => match.ok && mayTry(classified, payType, payTypes));
    if (fitting?.match.ok === true) {
      const code = 'code' in classified ? classified.code : scan.trim();
      const { payType, match } = fitting;
      const isKnown = classified.kind === 'recognised' || payType === PAYME;
      return { code, wallet: isKnown ? match.family : 'other', payType };
    }
    const [refused] = matches;
    const respcd = refused?.match.ok === false ? refused.match.respcd : '2006';
    const detail = refused?.match.ok === false ? refused.match.detail : 'no pay type of this till takes it';
    const words = respcd === '1104' ? UNKNOWN_CODE_WORDS : wordsOfCode(respcd, UNKNOWN_CODE_WORDS);
    throw new ApiRefusal('code_refused', detail, { field: 'code', words: { ...words, en: detail } });
  }

  #assertReachable(): void {
    const { line } = this.#parts.watch;
    if (line !== 'unreachable' && line !== 'refuses_credentials') return;
    this.#parts.watch.askSoon(0);
    throw new ApiRefusal(
      'gateway_unreachable',
      line === 'unreachable'
        ? 'the gateway cannot be reached; nothing was begun'
        : 'the gateway does not know this app code and key; start the till with the right ones',
    );
  }

  /** The same amount while a payment of it is open is how customers pay twice: the cashier has to say that it is not. */
  #assertOtherCustomer({ amountMinor, currency, basketId, otherCustomer }: SaleRequest): void {
    if (otherCustomer === true) return;
    const same = this.#parts.sales
      .open()
      .find(
        ({ attempt }) =>
          attempt.amountMinor === amountMinor &&
          attempt.currency === currency &&
          attempt.basketId !== basketId &&
          attempt.stage === 'unresolved' &&
          attempt.release === undefined,
      );
    if (same === undefined) return;
    throw new ApiRefusal(
      'same_amount_open',
      'an open payment has the same amount; is it the same customer?',
      {
        sale: summaryOf(same, this.#parts.registers.names),
      },
    );
  }

  #refusalOf(error: unknown, request: SaleRequest): unknown {
    const { sales, registers, ports } = this.#parts;
    if (error instanceof AttemptExistsError) {
      const found = sales.byOrderNumber(error.attempt.orderNumber);
      const sale = found === undefined ? undefined : summaryOf(found, registers.names);
      if (error.attempt.basketId !== request.basketId) {
        return new ApiRefusal('code_used', 'this code was scanned before; ask for a fresh one', { sale });
      }
      const isPaid = error.attempt.verdict?.kind === 'paid';
      if (error.attempt.verdict !== undefined && !isPaid) {
        return new ApiRefusal('code_used', 'this code was scanned before; ask for a fresh one', { sale });
      }
      return isPaid
        ? new ApiRefusal('basket_paid', 'this basket is paid', { sale })
        : new ApiRefusal('basket_open', 'a payment for this basket is open', { sale });
    }
    if (error instanceof InvalidRequestError) {
      const field = error.field === 'authCode' ? 'code' : error.field;
      return invalidField(field, error.message);
    }
    ports.log.alert('sale_not_begun', { why: error instanceof Error ? error.message : String(error) });
    return new ApiRefusal(
      'unavailable',
      'the till cannot write the sale down; nothing was begun. See its log',
    );
  }

  #sale(id: string): Sale {
    const sale = this.#parts.sales.byOrderNumber(id);
    if (sale === undefined) throw notFound('sale');
    return sale;
  }
}

/**
 * Whether a code that a pay type takes is tried under it. One of unknown shape only where there is no choice of wallets,
 * or when it is a row of digits: PayMe publishes no format.
 */
function mayTry(classified: Classification, payType: PayType, payTypes: readonly PayType[]): boolean {
  if (classified.kind !== 'unknown' || payTypes.length === 1) return true;
  return payType === PAYME && PAYME_LIKE.test(classified.code);
}

/** Reads a list of pay types as an option gives it. */
export function readPayTypes(texts: readonly string[]): readonly PayType[] | undefined {
  return texts.length > 0 && texts.every(isPayType) ? texts : undefined;
}
