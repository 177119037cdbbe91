import type { NotificationQuestion, NotificationState } from '@opencpm/gateway';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { administerNotifications, reportNotifications } from '../administration/notifications.ts';
import { wrongUsage } from '../command-failure.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

const STATES: Readonly<Record<string, NotificationState>> = {
  waiting: 'waiting',
  acknowledged: 'acknowledged',
  'given-up': 'given_up',
};

/** `opencpm notify list`. */
export const notifyListCommand: Command = {
  name: 'notify list',
  summary: 'List notifications and what came of them',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    state: { type: 'text', value: 'STATE', meaning: 'Only waiting, acknowledged or given-up ones.' },
    'app-code': { type: 'text', value: 'CODE', meaning: 'Only those of this merchant.' },
    limit: { type: 'text', value: 'N', meaning: 'Rows at most, up to 1000. Default: 20.' },
    ...DATA_OPTION,
  },
  details: ['The newest first. NEXT TRY is empty once a notification was acknowledged or given up.'],
  examples: [
    { line: 'opencpm notify list', purpose: 'The newest twenty.' },
    { line: 'opencpm notify list --state given-up', purpose: 'What nobody acknowledged; look at these.' },
  ],
  async run(context) {
    const question = questionOf(context);
    const found = await administerNotifications(
      context,
      (notifications) => notifications.list(question),
      'opencpm merchant list',
    );
    reportNotifications(context, found);
    return EXIT.done;
  },
};

function questionOf({ options }: CommandContext): NotificationQuestion {
  const [word, appCode, limit] = ['state', 'app-code', 'limit'].map((name) => options.text(name));
  const state = word !== undefined && Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (word !== undefined && state === undefined) {
    throw wrongUsage(`--state is not known: ${word}`, `Choose one of ${Object.keys(STATES).join(', ')}.`);
  }
  if (limit !== undefined && !/^[1-9][0-9]{0,3}$/.test(limit)) {
    throw wrongUsage(`--limit is no number of rows: ${limit}`, 'Write it in digits: --limit 100');
  }
  return {
    ...(state === undefined ? {} : { state }),
    ...(appCode === undefined ? {} : { appCode }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}
