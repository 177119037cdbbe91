import { type ByteHashes, formatWireTime } from '@opencpm/protocol';
import type { Attempt } from './attempt.ts';
import type { ClientParts } from './client-parts.ts';
import { AttemptExistsError } from './errors.ts';
import { type Parameters, type SignedCall, signCall } from './exchange.ts';
import { freshOrderNumber } from './order-number.ts';
import { type CheckedOrder, checkOrder, type PayOrder } from './pay-order.ts';
import type { PaySignals } from './pay-progress.ts';
import { type PayResult, resultOf } from './pay-result.ts';
import { PayRun } from './pay-run.ts';

/** Charges wallet barcodes, each exactly once. */
export class Client {
  readonly #parts: ClientParts;
  readonly #orderPrefix: string;

  /** @param orderPrefix letters and digits of the till, at the beginning of every order number made here. */
  constructor(parts: ClientParts, orderPrefix = '') {
    this.#parts = parts;
    this.#orderPrefix = orderPrefix;
  }

  /**
   * Charges a code and comes back with what became of the money. The attempt is in the journal before the first byte
   * leaves; an attempt that ends as `unresolved` stays open there, and {@link recover} goes on with it.
   *
   * @throws InvalidOrderError when the order cannot be sent as it is; nothing was sent.
   * @throws AttemptExistsError when the basket has an open attempt, or the order number was used; nothing was sent.
   */
  async pay(order: PayOrder, signals: PaySignals = {}): Promise<PayResult> {
    const { journal, surroundings } = this.#parts;
    const checked = checkOrder(order);
    const attempt = this.#attemptOf(checked);
    const payment = signCall(
      this.#parts.credentials,
      '/trade/v1/payment',
      paymentParameters(attempt, checked),
      surroundings,
    );
    const obstacle = await journal.begin(attempt);
    if (obstacle !== undefined) throw new AttemptExistsError(obstacle);
    return this.#drive(attempt, payment, signals);
  }

  /**
   * Goes on with everything a dead process or a lost network left open: asks first, reverses what is too old to
   * wait for. Nothing is charged here. Call it at every start, before the first sale.
   *
   * @returns one result for each attempt that was open; those another process works on are left to it.
   */
  async recover(signals: PaySignals = {}): Promise<readonly PayResult[]> {
    const open = await this.#parts.journal.listOpen();
    return Promise.all(open.map((attempt) => this.#drive(attempt, undefined, signals)));
  }

  async #drive(attempt: Attempt, payment: SignedCall | undefined, signals: PaySignals): Promise<PayResult> {
    const { journal } = this.#parts;
    const { orderNumber } = attempt;
    const result = await journal.exclusively(orderNumber, async () => {
      // Whoever had it in hand before may have ended it.
      const current = (await journal.find(orderNumber)) ?? attempt;
      return current.verdict === undefined
        ? new PayRun(this.#parts, current, payment, signals).run()
        : resultOf(current, current.verdict);
    });
    return result ?? { outcome: 'unresolved', attempt, reason: 'somebody else is working on this attempt' };
  }

  #attemptOf(order: CheckedOrder): Attempt {
    const { credentials, surroundings } = this.#parts;
    const { clock, randomBytes } = surroundings;
    const startedAtMs = clock.nowMs();
    const orderNumber = order.orderNumber ?? freshOrderNumber(this.#orderPrefix, startedAtMs, randomBytes);
    return {
      orderNumber,
      basketId: order.basketId,
      amountMinor: order.amountMinor,
      currency: order.currency,
      payType: order.payType,
      storeId: credentials.storeId,
      authCodeHash: hashCode(credentials.clientKey, order.authCode, surroundings.hashes),
      callerTime: formatWireTime(startedAtMs),
      startedAtMs,
      stage: 'sending',
      syssn: '',
      verdict: undefined,
    };
  }
}

/** Keyed, because the digits of a code can be counted through. */
function hashCode(clientKey: string, authCode: string, { hmacSha256 }: ByteHashes): string {
  const utf8 = new TextEncoder();
  const hash = hmacSha256(utf8.encode(clientKey), utf8.encode(authCode));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function paymentParameters(attempt: Attempt, order: CheckedOrder): Parameters {
  const optional: Parameters = [
    ['goods_name', order.goodsName ?? ''],
    ['mchid', attempt.storeId ?? ''],
    ['notify_url', order.notifyUrl ?? ''],
    ['udid', order.deviceId ?? ''],
  ];
  return [
    ['auth_code', order.authCode],
    ['out_trade_no', attempt.orderNumber],
    ['pay_type', attempt.payType],
    ['txamt', String(attempt.amountMinor)],
    ['txcurrcd', attempt.currency],
    ['txdtm', attempt.callerTime],
    ...optional.filter(([, value]) => value !== ''),
  ];
}
