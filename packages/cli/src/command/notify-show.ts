import { DATA_OPTION } from '../administration/data-directory.ts';
import {
  administerNotifications,
  notificationKey,
  reportNotification,
} from '../administration/notifications.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm notify show`. */
export const notifyShowCommand: Command = {
  name: 'notify show',
  summary: 'Show a notification with the body it carries',
  usage: 'SYSSN [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  details: ['SYSSN is the number of the payment or refund; the id of the notification will do as well.'],
  examples: [{ line: 'opencpm notify show 20260305000100020000000001', purpose: 'What a merchant is told.' }],
  async run(context) {
    const key = notificationKey(context);
    reportNotification(
      context,
      await administerNotifications(context, (notifications) => notifications.show(key)),
    );
    return EXIT.done;
  },
};
