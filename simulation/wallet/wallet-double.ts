import type {
  ChargeOrder,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../../packages/gateway/src/wallet/connector.ts';
import type { Random } from '../engine/random.ts';
import type { World } from '../world.ts';
import type { WalletProfile } from './profile.ts';
import type { WalletOrder, WalletRefund } from './wallet-order.ts';

/** A family of wallets with a book of its own, which nobody but the wallet writes. */
export class WalletDouble {
  readonly profile: WalletProfile;
  readonly orders = new Map<string, WalletOrder>();
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World, profile: WalletProfile, random: Random) {
    this.#world = world;
    this.profile = profile;
    this.#random = random;
  }

  charge(request: ChargeOrder): WalletAnswer {
    const known = this.orders.get(request.channelOrderId);
    if (known !== undefined) {
      if (known.state === 'barred' && !known.brokeItsWord && this.#breaksItsWord()) {
        this.#world.reach('charge of a barred number');
        this.#pay(known);
      }
      return this.#answerOf(known);
    }
    const { payer } = this.#world.weather;
    const random = this.#random;
    const isWrong = !this.#world.calm && random.chance(payer.wrongCharge) && this.profile.showsCorrections;
    const order = this.#open(request, 'waiting', isWrong);
    if (random.chance(this.#world.calm ? 0.2 : payer.pending)) this.#keepWaiting(order);
    else if (random.chance(payer.declined)) this.#decline(order);
    else this.#pay(order);
    return this.#answerOf(order);
  }

  query({ channelOrderId }: OrderReference): WalletAnswer {
    const order = this.orders.get(channelOrderId);
    if (order === undefined) return { kind: 'not_found', reason: 'no such order' };
    // A refusal that is not final becomes final or is overtaken by the payment once somebody asks.
    return this.#answerOf(order);
  }

  reverse(reference: OrderReference): ReversalAnswer {
    const order = this.orders.get(reference.channelOrderId);
    const world = this.#world;
    if (order === undefined) {
      world.reach('reversal of an order never created');
      this.#open(reference, 'barred', false);
      return { kind: 'reversed' };
    }
    if (order.state === 'reversed' || order.state === 'closed' || order.state === 'barred') {
      return { kind: 'reversed' };
    }
    if (world.nowMs - order.createdAtMs < order.profile.noReversalBeforeMs) {
      return { kind: 'refused', respcd: '1101', mayRetry: true, reason: 'too early' };
    }
    if (this.#acknowledgesEmptily()) return { kind: 'reversed' };
    if (order.state === 'paid') {
      world.reach('reversal of a paid order at the wallet');
      if (order.refusesReversal || order.refunds.size > 0) {
        world.reach('reversal refused for good');
        return { kind: 'refused', respcd: '1101', mayRetry: false, reason: 'paid already' };
      }
      this.#undo(order, 'reversal');
      return { kind: 'reversed' };
    }
    order.state = 'closed';
    return { kind: 'reversed' };
  }

  refund(request: RefundOrder): RefundAnswer {
    const order = this.orders.get(request.channelOrderId);
    if (order === undefined || order.charges === 0) {
      return { kind: 'refused', respcd: '1261', mayStillReturn: false, reason: 'not paid' };
    }
    const known = order.refunds.get(request.channelRefundId);
    if (known !== undefined) return this.#answerOfRefund(order, known);
    const underWay = [...order.refunds.values()]
      .filter(({ state }) => state === 'processing')
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (order.returnedMinor + underWay + request.amountMinor > order.amountMinor) {
      // A late charge may have gone back by another way already; a refund has been reserved by the gateway.
      if (!request.channelRefundId.startsWith('LC')) {
        this.#world.violate('I7', `${request.channelRefundId} asks for more than is left of the payment`);
      }
      return { kind: 'refused', respcd: '1272', mayStillReturn: false, reason: 'more than was paid' };
    }
    const { amountMinor, channelRefundId } = request;
    const refund: WalletRefund = {
      channelRefundId,
      amountMinor,
      createdAtMs: this.#world.trueTimeMs,
      state: 'processing',
      returnedAtMs: 0,
    };
    order.refunds.set(channelRefundId, refund);
    const { payer } = this.#world.weather;
    // Money that was taken by mistake is returned without argument.
    const refusable = !this.#world.calm && !order.brokeItsWord;
    const end = (): void => {
      if (refusable && this.#random.chance(payer.refundRefused)) refund.state = 'refused';
      else this.#return(order, refund);
    };
    if (this.#random.chance(this.#world.calm ? 0 : payer.refundSlow)) {
      this.#world.scheduler.after(this.#random.wait(500, 120_000), end);
    } else end();
    return this.#answerOfRefund(order, refund);
  }

  queryRefund(request: RefundOrder): RefundAnswer {
    const order = this.orders.get(request.channelOrderId);
    const refund = order?.refunds.get(request.channelRefundId);
    if (order === undefined || refund === undefined) return { kind: 'not_found', reason: 'no such refund' };
    return this.#answerOfRefund(order, refund);
  }

  /** Gives up on an order that is still open; whether it was. */
  close(channelOrderId: string): boolean {
    const order = this.orders.get(channelOrderId);
    if (order === undefined || !isOpen(order)) return false;
    this.#world.reach('wallet closed an order by itself');
    order.state = 'closed';
    return true;
  }

  /** Somebody at the wallet finds what was charged wrongly and returns it, once faults have ended. */
  #mendLater(order: WalletOrder): void {
    const { scheduler, weather, nowMs } = this.#world;
    scheduler.after(Math.max(0, weather.calmFromMs - nowMs) + 60_000, () => {
      if (order.state !== 'paid') return;
      this.#undo(order, 'correction');
    });
  }

  #acknowledgesEmptily(): boolean {
    const empty = !this.#world.calm && this.#random.chance(this.#world.weather.payer.emptyAcknowledgement);
    if (empty) this.#world.reach('reversal acknowledged and not done');
    return empty;
  }

  #open(
    { channelOrderId, amountMinor, currency }: OrderReference,
    state: WalletOrder['state'],
    isWrong: boolean,
  ): WalletOrder {
    const wrongCurrency = isWrong && this.#random.chance(0.3) && this.profile.namesCurrency;
    const order: WalletOrder = {
      channelOrderId,
      profile: this.profile,
      amountMinor: isWrong && !wrongCurrency ? amountMinor + 7 : amountMinor,
      currency: wrongCurrency ? 'CNY' : currency,
      isWrong,
      createdAtMs: this.#world.nowMs,
      state,
      charges: 0,
      returnedMinor: 0,
      paidAtMs: 0,
      reversedAtMs: undefined,
      refunds: new Map(),
      refusesReversal: this.#random.chance(this.#world.weather.payer.reversalRefused),
      brokeItsWord: false,
      saidPaid: false,
      saidNever: false,
    };
    this.orders.set(channelOrderId, order);
    return order;
  }

  /** The payer has to confirm, or the wallet is slow: what comes of it is decided later. */
  #keepWaiting(order: WalletOrder): void {
    const random = this.#random;
    const { scheduler } = this.#world;
    const shown = random.unit();
    if (shown < 0.3) order.state = 'processing';
    else if (this.profile.refusalNotFinal && shown < 0.5) order.state = 'refused_not_final';
    const { closesAfterMs } = this.profile;
    if (closesAfterMs !== undefined) {
      scheduler.after(closesAfterMs, () => void this.close(order.channelOrderId));
    }
    // Some payers never decide.
    if (random.chance(0.25)) return;
    // Many confirm just when everybody else gives up.
    const decidesAfterMs = random.chance(0.4) ? random.between(35_000, 75_000) : random.wait(300, 240_000);
    scheduler.after(decidesAfterMs, () => {
      if (isOpen(order)) {
        if (random.chance(0.25)) this.#decline(order);
        else this.#pay(order);
      } else if (order.charges === 0 && this.#breaksItsWord()) {
        this.#world.reach('charge after the order was closed');
        this.#pay(order);
      }
    });
  }

  #decline(order: WalletOrder): void {
    order.state = 'declined';
    if (!this.#breaksItsWord()) return;
    this.#world.scheduler.after(this.#random.wait(200, 25_000), () => {
      if (order.state !== 'declined') return;
      this.#world.reach('charge after a refusal');
      this.#pay(order);
    });
  }

  #breaksItsWord(): boolean {
    return !this.#world.calm && this.#random.chance(this.#world.weather.payer.lateSuccess);
  }

  #pay(order: WalletOrder): void {
    if (order.saidNever) order.brokeItsWord = true;
    order.charges += 1;
    order.state = 'paid';
    if (order.isWrong) {
      this.#world.reach('wallet charged another amount');
      this.#mendLater(order);
    }
    order.paidAtMs = this.#world.trueTimeMs;
    this.#world.note(`wallet charges ${order.channelOrderId}`);
    this.#world.recorder.charged(order.channelOrderId, order.amountMinor, order.currency);
  }

  #return(order: WalletOrder, refund: WalletRefund): void {
    refund.state = 'returned';
    refund.returnedAtMs = this.#world.trueTimeMs;
    this.#giveBack(order, refund.amountMinor, refund.channelRefundId);
  }

  #undo(order: WalletOrder, how: 'reversal' | 'correction'): void {
    this.#giveBack(order, order.amountMinor - order.returnedMinor, how);
    order.state = 'reversed';
    order.reversedAtMs = this.#world.trueTimeMs;
  }

  #giveBack(order: WalletOrder, amountMinor: number, returnId: string): void {
    order.returnedMinor += amountMinor;
    this.#world.note(`wallet returns ${amountMinor} of ${order.channelOrderId} for ${returnId}`);
    this.#world.recorder.returned(order.channelOrderId, amountMinor, returnId);
  }

  #answerOf(order: WalletOrder): WalletAnswer {
    switch (order.state) {
      case 'waiting':
        return { kind: 'waiting_for_payer' };
      case 'processing':
        return { kind: 'unknown', reason: 'still processing', processing: true };
      case 'refused_not_final':
        return { kind: 'declined', respcd: '1201', mayStillCharge: true, reason: 'refused for now' };
      case 'paid':
        if (order.saidPaid && this.#breaksItsWord()) {
          this.#world.reach('refused after it was paid');
          order.brokeItsWord = true;
          return { kind: 'declined', respcd: '1201', mayStillCharge: false, reason: 'refused' };
        }
        order.saidPaid = true;
        return {
          kind: 'paid',
          amountMinor: order.amountMinor,
          currency: order.currency,
          walletNumber: `W${order.channelOrderId}`,
          payerAccount: 'payer',
          paidAtMs: order.paidAtMs,
        };
      case 'declined':
        order.saidNever = true;
        return { kind: 'declined', respcd: '1201', mayStillCharge: false, reason: 'refused' };
      case 'closed':
      case 'reversed':
      case 'barred':
        order.saidNever = true;
        return { kind: 'reversed', reason: 'closed' };
    }
  }

  #answerOfRefund(order: WalletOrder, refund: WalletRefund): RefundAnswer {
    switch (refund.state) {
      case 'processing':
        return { kind: 'processing' };
      case 'refused':
        return { kind: 'refused', respcd: '1269', mayStillReturn: false, reason: 'refused' };
      case 'returned':
        return {
          kind: 'returned',
          amountMinor: refund.amountMinor,
          currency: order.currency,
          walletNumber: `R${refund.channelRefundId}`,
          payerAccount: 'payer',
          returnedAtMs: refund.returnedAtMs,
        };
    }
  }
}

function isOpen(order: WalletOrder): boolean {
  return order.state === 'waiting' || order.state === 'processing' || order.state === 'refused_not_final';
}
