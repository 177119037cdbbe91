import { runningNumberOf } from '@opencpm/protocol';
import type { Log } from '../log/log.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import type { Store } from '../store/store.ts';
import type {
  NotificationReading,
  NotificationReceiver,
  NotificationReply,
  WalletNotification,
} from '../wallet/notification-receiver.ts';
import type { RefundAsker } from './ask-refund.ts';
import type { WalletAsker } from './ask-wallet.ts';

/** What taking the calls of wallets needs. */
export interface TakeNotificationParts {
  readonly store: Store;
  readonly log: Log;
  /** By the name of the connector. */
  readonly receivers: ReadonlyMap<string, NotificationReceiver>;
  readonly wallets: WalletAsker;
  readonly refunds: RefundAsker;
}

type Verified = Exclude<NotificationReading, { readonly kind: 'refused' }>;

/**
 * Takes the calls of wallets. A call moves nothing: it is verified, then the wallet is asked about the payment it names,
 * and what the wallet says is recorded. Only that is acknowledged.
 */
export class NotificationTaker {
  readonly #parts: TakeNotificationParts;

  constructor(parts: TakeNotificationParts) {
    this.#parts = parts;
  }

  /** @returns what the wallet is answered; `undefined` when no connector of that name is called. */
  async take(connector: string, notification: WalletNotification): Promise<NotificationReply | undefined> {
    const { receivers, log } = this.#parts;
    const receiver = receivers.get(connector);
    if (receiver === undefined) return undefined;
    const reading = await receiver.read(notification);
    if (reading.kind === 'refused') {
      log.warn('wallet_notification_refused', { connector, why: reading.why });
      return reading.reply;
    }
    return (await this.#isRecorded(connector, reading)) ? reading.acknowledged : reading.later;
  }

  /** A number of nobody here is acknowledged: it would only come again. */
  async #isRecorded(connector: string, { kind, number }: Verified): Promise<boolean> {
    const { store, wallets, refunds, log } = this.#parts;
    const id = runningNumberOf(number);
    if (kind === 'payment') {
      const payment = id === undefined ? undefined : await store.findPayment(id);
      if (payment === undefined || payment.channelOrderId !== number || payment.connector !== connector) {
        log.warn('wallet_notification_unknown', { connector });
        return true;
      }
      const recorded = await wallets.confirm(payment);
      log.info('wallet_notification', { connector, kind, syssn: payment.syssn, recorded });
      return recorded;
    }
    const refund = id === undefined ? undefined : await store.findRefund(id);
    if (refund === undefined || refund.channelRefundId !== number || refund.connector !== connector)
      return true;
    const recorded = !isRefundOpen((await refunds.refresh(refund)).state);
    log.info('wallet_notification', { connector, kind, syssn: refund.syssn, recorded });
    return recorded;
  }
}
