import type { BusinessClock } from '../clock/business-clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';
import { AdministrationError } from '../merchant/administration.ts';
import type { Store } from '../store/store.ts';
import type { Notification, NotificationState } from './notification.ts';

/** Longest list of notifications. */
export const NOTIFICATIONS_LISTED_MAX = 1_000;

/** Which notifications an administrator wants to see. */
export interface NotificationQuestion {
  /** Every state when left out. */
  readonly state?: NotificationState;
  /** Every merchant when left out. */
  readonly appCode?: string;
  /** 1 to {@link NOTIFICATIONS_LISTED_MAX}; 20 when left out. */
  readonly limit?: number;
}

/** What an administrator can do with notifications. */
export interface NotificationAdministration {
  /** The newest first. */
  list(question: NotificationQuestion): Promise<readonly Notification[]>;
  /** @param key the notification's own id, or the number of the payment or refund. */
  show(key: string): Promise<Notification>;
  /** Begins the tries anew, at once, whatever came of the earlier ones. */
  replay(key: string): Promise<Notification>;
}

/** Administration of notifications on the gateway's own store. Rejects with {@link AdministrationError}. */
export class StoreNotificationAdministration implements NotificationAdministration {
  readonly #store: Store;
  readonly #steadyClock: SteadyClock;
  readonly #clock: BusinessClock;

  constructor(store: Store, steadyClock: SteadyClock, clock: BusinessClock) {
    this.#store = store;
    this.#steadyClock = steadyClock;
    this.#clock = clock;
  }

  async list({ state, appCode, limit = 20 }: NotificationQuestion): Promise<readonly Notification[]> {
    if (state !== undefined && !STATES.has(state)) {
      throw new AdministrationError('invalid', 'state: must be waiting, acknowledged or given_up');
    }
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > NOTIFICATIONS_LISTED_MAX) {
      throw new AdministrationError(
        'invalid',
        `limit: must be a whole number from 1 to ${NOTIFICATIONS_LISTED_MAX}`,
      );
    }
    const merchant = appCode === undefined ? undefined : await this.#store.findMerchant(appCode);
    if (appCode !== undefined && merchant === undefined) {
      throw new AdministrationError('unknown', `app code: there is no merchant ${appCode}`);
    }
    return this.#store.listNotifications({ state, merchantNumber: merchant?.merchantNumber, limit });
  }

  async show(key: string): Promise<Notification> {
    return (await this.#store.findNotification(key)) ?? refuseUnknown(key);
  }

  async replay(key: string): Promise<Notification> {
    const replayed = await this.#store.replayNotification(
      key,
      this.#steadyClock.nowMs(),
      this.#clock.nowMs(),
    );
    return replayed ?? refuseUnknown(key);
  }
}

const STATES: ReadonlySet<string> = new Set<NotificationState>(['waiting', 'acknowledged', 'given_up']);

function refuseUnknown(key: string): never {
  throw new AdministrationError(
    'unknown',
    `notification: there is none with the id or for the number ${key}; see opencpm notify list`,
  );
}
