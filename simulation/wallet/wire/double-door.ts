import {
  type BookEntry,
  CallFaults,
  CODE_LIFE_MS,
  type Spoken,
  type WalletAnswer,
  type WalletDoor,
  type WalletRefund,
  WALLETS,
} from '../../../packages/sandbox/src/index.ts';
import type { Random } from '../../engine/random.ts';
import type { World } from '../../world.ts';
import type { IntentWatch } from '../intent-watch.ts';
import type { WalletDouble } from '../wallet-double.ts';
import type { WalletOrder } from '../wallet-order.ts';
import { bookEntry, bookRefund, walletNumberOf } from './book-entry.ts';

/** How old a code may be at the wallet that takes it longest: shown until its end, and then on its way. */
const CODE_TAKEN_MS = CODE_LIFE_MS + Math.max(...WALLETS.map(({ lateCode }) => lateCode.graceMs));

/** What a door leads to. */
export interface DoubleDoorParts {
  readonly world: World;
  readonly random: Random;
  readonly wallets: readonly WalletDouble[];
  readonly intents: IntentWatch;
}

/**
 * The wallet doubles of a world behind the door that the wire servers work with. What a server says is so what the
 * double has in its book, and what it does there the oracle reads.
 *
 * A code that comes later than any wallet takes it is refused, and nothing is charged after the time that the request
 * named: wallets that bar no number end a payment by these.
 */
export class DoubleDoor implements WalletDoor {
  /** Nobody orders any: what goes wrong in a world comes of its weather. */
  readonly faults = new CallFaults();
  readonly #parts: DoubleDoorParts;
  readonly #notes = new Map<string, string>();
  readonly #sequences = new Map<string, number>();
  /** Number of the payment by that of its refund. */
  readonly #paymentOf = new Map<string, string>();
  /** When the wallet denied orders that are paid; it does so for that moment alone. */
  readonly #deniedAtMs = new Map<string, number>();

  constructor(parts: DoubleDoorParts) {
    this.#parts = parts;
  }

  async expect(): Promise<void> {}

  async charge(request: Parameters<WalletDoor['charge']>[0]): Promise<Spoken<WalletAnswer>> {
    const { world, intents } = this.#parts;
    const { channelOrderId, payUntilMs } = request;
    intents.charge(channelOrderId);
    const isNew = this.#orderOf(channelOrderId) === undefined;
    if (isNew) {
      const overdue = payUntilMs !== undefined && world.trueTimeMs >= payUntilMs;
      if (overdue || this.#isCodeOld(request.authCode, channelOrderId)) {
        world.reach('charge came too late at a wallet');
        return said({
          kind: 'declined',
          respcd: overdue ? '1142' : '2005',
          mayStillCharge: false,
          reason: 'came too late',
        });
      }
    }
    const double = this.#doubleOf(request.family);
    const answer = double.charge({
      ...request,
      payType: double.profile.payType,
      createdAtMs: 0,
      merchantNumber: 0,
      storeId: '',
      deviceId: '',
    });
    if (isNew && this.#wasDenied(double, channelOrderId, request.authCode)) {
      world.reach('charge of an order the wallet was believed not to know');
      const order = double.orders.get(channelOrderId);
      if (order !== undefined) order.brokeItsWord = true;
    }
    if (payUntilMs !== undefined) {
      world.scheduler.after(payUntilMs - world.trueTimeMs, () => void double.close(channelOrderId));
    }
    return said(this.#spoken(channelOrderId, answer));
  }

  async query({ channelOrderId }: Parameters<WalletDoor['query']>[0]): Promise<Spoken<WalletAnswer>> {
    const double = this.#doubleWith(channelOrderId);
    return said(
      double === undefined
        ? { kind: 'not_found', reason: 'no such order' }
        : this.#spoken(channelOrderId, double.query(referenceTo(channelOrderId))),
    );
  }

  async reverse(reference: Parameters<WalletDoor['reverse']>[0]): ReturnType<WalletDoor['reverse']> {
    this.#parts.intents.reversal(reference.channelOrderId);
    const double = this.#doubleWith(reference.channelOrderId) ?? this.#doubleOf(reference.family);
    return said(double.reverse({ ...reference, payType: '800008', createdAtMs: 0 }));
  }

  async refund(request: Parameters<WalletDoor['refund']>[0]): ReturnType<WalletDoor['refund']> {
    const { channelRefundId, channelOrderId } = request;
    this.#parts.intents.refund(request);
    const double = this.#doubleWith(channelOrderId) ?? this.#doubleOf(request.family);
    const answer = double.refund({ ...request, createdAtMs: 0, paymentCreatedAtMs: 0 });
    this.#paymentOf.set(channelRefundId, channelOrderId);
    return said(answer);
  }

  async queryRefund(
    request: Parameters<WalletDoor['queryRefund']>[0],
  ): ReturnType<WalletDoor['queryRefund']> {
    const double = this.#doubleWith(request.channelOrderId) ?? this.#doubleOf(request.family);
    return said(double.queryRefund({ ...request, createdAtMs: 0, paymentCreatedAtMs: 0 }));
  }

  async find(channelOrderId: string): Promise<BookEntry | undefined> {
    const order = this.#orderOf(channelOrderId);
    return order === undefined ? undefined : this.#entryOf(order);
  }

  async findRefund(channelRefundId: string): Promise<WalletRefund | undefined> {
    const order = this.#orderOf(this.#paymentOf.get(channelRefundId) ?? '');
    const refund = order?.refunds.get(channelRefundId);
    if (order === undefined || refund === undefined) return undefined;
    return bookRefund(order, refund, { refundSequence: (number) => this.#sequenceOf(number) });
  }

  async ofTime(fromMs: number, untilMs: number): Promise<readonly BookEntry[]> {
    const orders = this.#parts.wallets.flatMap((wallet) => [...wallet.orders.values()]);
    return orders
      .map((order) => this.#entryOf(order))
      .filter(({ createdAtMs }) => createdAtMs >= fromMs && createdAtMs < untilMs);
  }

  async giveUp(channelOrderId: string): Promise<boolean> {
    return this.#doubleWith(channelOrderId)?.close(channelOrderId) === true;
  }

  async readNote(protocol: string, number: string): Promise<string | undefined> {
    return this.#notes.get(`${protocol} ${number}`);
  }

  async writeNote(protocol: string, number: string, note: string): Promise<void> {
    this.#notes.set(`${protocol} ${number}`, note);
  }

  /** Wallets call nobody here, so that there is nothing to keep. */
  async openNotices(): Promise<readonly never[]> {
    return [];
  }

  async findNotice(): Promise<undefined> {
    return undefined;
  }

  async keepNotice(): Promise<void> {}

  #doubleOf(family: string): WalletDouble {
    const found = this.#parts.wallets.find(({ profile }) => profile.family === family);
    if (found === undefined) throw new Error(`this world has no wallet ${family}`);
    return found;
  }

  #doubleWith(channelOrderId: string): WalletDouble | undefined {
    return this.#parts.wallets.find(({ orders }) => orders.has(channelOrderId));
  }

  /** An order that has arrived. A number that was barred before its charge arrived stands for none. */
  #orderOf(channelOrderId: string): WalletOrder | undefined {
    const order = this.#doubleWith(channelOrderId)?.orders.get(channelOrderId);
    return order?.state === 'barred' ? undefined : order;
  }

  #isCodeOld(code: string, channelOrderId: string): boolean {
    return this.#ageMs(code, channelOrderId) > CODE_TAKEN_MS;
  }

  /** Whether it was right to believe by now that the order would never be. */
  #wasDenied({ profile }: WalletDouble, channelOrderId: string, code: string): boolean {
    const { unknownIsFinalAfterMs = Number.POSITIVE_INFINITY } = profile;
    return this.#ageMs(code, channelOrderId) > unknownIsFinalAfterMs;
  }

  #ageMs(code: string, channelOrderId: string): number {
    const { world } = this.#parts;
    return world.nowMs - (world.recorder.codes.get(code)?.get(channelOrderId) ?? world.nowMs);
  }

  #entryOf(order: WalletOrder): BookEntry {
    const { channelOrderId } = order;
    return bookEntry(order, {
      sequence: this.#sequenceOf(channelOrderId),
      beganAtMs: this.#parts.world.beganAtMs,
      denied: this.#deniedAtMs.get(channelOrderId) === this.#parts.world.nowMs,
      refundSequence: (number) => this.#sequenceOf(number),
    });
  }

  #sequenceOf(number: string): number {
    const sequence = this.#sequences.get(number) ?? this.#sequences.size + 1;
    this.#sequences.set(number, sequence);
    return sequence;
  }

  /** A word about an order with the wallet's number; the money in it may be told wrongly, as a broken wallet would. */
  #spoken(channelOrderId: string, answer: WalletAnswer): WalletAnswer {
    const { world, random } = this.#parts;
    const order = this.#doubleWith(channelOrderId)?.orders.get(channelOrderId);
    if (order?.state === 'paid' && answer.kind === 'declined')
      this.#deniedAtMs.set(channelOrderId, world.nowMs);
    else this.#deniedAtMs.delete(channelOrderId);
    if (answer.kind !== 'paid' || order === undefined) return answer;
    const place = { sequence: this.#sequenceOf(channelOrderId), beganAtMs: world.beganAtMs };
    const told = { ...answer, walletNumber: walletNumberOf(order, place) };
    if (world.calm || !random.chance(world.weather.wallet.wrongAmount)) return told;
    world.reach('wrong amount in an answer');
    return random.chance(0.5)
      ? { ...told, amountMinor: Math.max(1, told.amountMinor + random.pick([-1, 1, 100])) }
      : { ...told, currency: 'CNY' };
  }
}

function referenceTo(channelOrderId: string): Parameters<WalletDouble['query']>[0] {
  return {
    channelOrderId,
    family: 'alipay',
    payType: '800008',
    amountMinor: 1,
    currency: 'HKD',
    createdAtMs: 0,
  };
}

function said<Answer>(answer: Answer): Spoken<Answer> {
  return { answer, manner: 'at_once' };
}
