import { DATA_OPTION } from '../administration/data-directory.ts';
import {
  administerNotifications,
  notificationKey,
  reportNotification,
} from '../administration/notifications.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm notify replay`. */
export const notifyReplayCommand: Command = {
  name: 'notify replay',
  summary: 'Send a notification again, whatever came of it',
  usage: 'SYSSN [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  details: [
    'SYSSN is the number of the payment or refund; the id of the notification will do as well.',
    'The same id and the same bytes go out again, at once or as soon as the gateway runs, and all tries begin anew. A receiver that knows the id already must answer SUCCESS and do nothing else.',
  ],
  examples: [
    {
      line: 'opencpm notify replay 20260305000100020000000001',
      purpose: 'After the endpoint of the merchant was mended.',
    },
  ],
  async run(context) {
    const key = notificationKey(context);
    reportNotification(
      context,
      await administerNotifications(context, (notifications) => notifications.replay(key)),
    );
    return EXIT.done;
  },
};
