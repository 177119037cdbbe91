import type { Notification, NotificationAdministration, NotificationQuestion } from '@opencpm/gateway';
import { askAdministration } from './socket-administration.ts';

const MEND = 'Try again. Replaying twice does no harm: it is the same notification.';

/** Notifications through the running gateway. Rejects with `CommandFailure`. */
export class SocketNotifications implements NotificationAdministration {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  list(question: NotificationQuestion): Promise<readonly Notification[]> {
    return askAdministration(this.#socketPath, '/admin/notifications', { ...question }, MEND);
  }

  show(key: string): Promise<Notification> {
    return askAdministration(this.#socketPath, notificationPath(key), undefined, MEND);
  }

  replay(key: string): Promise<Notification> {
    return askAdministration(this.#socketPath, `${notificationPath(key)}/replay`, {}, MEND);
  }
}

function notificationPath(key: string): string {
  return `/admin/notifications/${encodeURIComponent(key)}`;
}
