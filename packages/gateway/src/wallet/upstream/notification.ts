import { verifyNotification } from '@opencpm/client';
import type { ConnectorPorts } from '../connector-ports.ts';
import type {
  NotificationReading,
  NotificationReceiver,
  NotificationReply,
} from '../notification-receiver.ts';
import type { UpstreamSettings } from './settings.ts';

const PLAIN = { 'Content-Type': 'text/plain' };
const SUCCESS: NotificationReply = { status: 200, headers: PLAIN, body: 'SUCCESS' };
const LATER: NotificationReply = { status: 503, headers: PLAIN, body: 'LATER' };
const REFUSED: NotificationReply = { status: 401, headers: PLAIN, body: 'REFUSED' };

/** Reads the notifications of the other gateway. What they say counts for nothing but the number. */
export function upstreamReceiver(
  { clientKey }: UpstreamSettings,
  { clock }: ConnectorPorts,
): NotificationReceiver {
  return {
    async read({ body, headers }): Promise<NotificationReading> {
      const result = verifyNotification({ body, headers }, { clientKeys: [clientKey], nowMs: clock.nowMs() });
      if (!result.genuine) return { kind: 'refused', why: result.problem, reply: REFUSED };
      const { kind, orderNumber } = result.transaction;
      return { kind, number: orderNumber, acknowledged: SUCCESS, later: LATER };
    },
  };
}
