import { runningNumberOf } from '@opencpm/protocol';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { World } from '../world.ts';

/** The numbers a refund is known by. */
interface RefundNumbers {
  readonly channelRefundId: string;
  readonly channelOrderId: string;
}

/** I2: looks at the disk at the moment something reaches a wallet; whatever does has a durable intent that names it. */
export class IntentWatch {
  readonly #world: World;
  /** The disk itself, to see what is durable. */
  readonly #disk: { readonly store: Store };

  constructor(world: World, disk: { readonly store: Store }) {
    this.#world = world;
    this.#disk = disk;
  }

  /** A charge has the intent of its payment. */
  charge(channelOrderId: string): void {
    const id = runningNumberOf(channelOrderId) ?? -1;
    const found = this.#world.hold(this.#disk.store.findPayment(id));
    void found.then((payment) => {
      if (payment?.channelOrderId !== channelOrderId) {
        this.#world.violate(
          'I2',
          `the wallet was called for ${channelOrderId} before its intent was durable`,
        );
      }
    });
  }

  /** A reversal is begun by a step of the payment or belongs to a late charge. */
  reversal(channelOrderId: string): void {
    const id = runningNumberOf(channelOrderId) ?? -1;
    const { store } = this.#disk;
    const found = this.#world.hold(Promise.all([store.findReversal(id), store.findLateCharge(id)]));
    void found.then(([reversal, lateCharge]) => {
      if (reversal !== undefined || lateCharge !== undefined) return;
      this.#world.violate('I2', `the wallet was told to reverse ${channelOrderId} before that was durable`);
    });
  }

  /** A refund has an intent of its own; the return of a late charge has that of the late charge. */
  refund({ channelRefundId, channelOrderId }: RefundNumbers): void {
    const { store } = this.#disk;
    const found = this.#world.hold(
      Promise.all([
        store.findRefund(runningNumberOf(channelRefundId) ?? -1),
        store.findLateCharge(runningNumberOf(channelOrderId) ?? -1),
      ]),
    );
    void found.then(([refund, lateCharge]) => {
      if (refund?.channelRefundId === channelRefundId) return;
      // A process that was slow may still come with the first number, in front of the mark of a later one.
      if (lateCharge?.channelRefundId.startsWith(channelRefundId) === true) return;
      this.#world.violate('I2', `the wallet was asked for refund ${channelRefundId} before it was durable`);
    });
  }
}
