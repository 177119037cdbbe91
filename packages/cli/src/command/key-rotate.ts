import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { readDuration } from '../administration/duration.ts';
import { warnKeyShownOnce } from '../administration/new-credentials.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';

const DEFAULT_OVERLAP = '24h';

/** `opencpm key rotate`. */
export const keyRotateCommand: Command = {
  name: 'key rotate',
  summary: 'Make a new client key for a merchant',
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: {
    overlap: {
      type: 'text',
      value: 'TIME',
      meaning: `How long the newest older key goes on working, at most 7d; earlier ones end at once. Default: ${DEFAULT_OVERLAP}.`,
    },
    'sha256-only': { type: 'flag', meaning: 'The new key takes no MD5 signatures.' },
    ...DATA_OPTION,
  },
  details: [
    'During the overlap both keys verify, so that the merchant changes over without a failed request. A key that leaked is ended at once with --overlap 0.',
  ],
  examples: [
    {
      line: 'opencpm key rotate 0123456789ABCDEF0123456789ABCDEF',
      purpose: 'A new key; the old one works for another day.',
    },
    {
      line: 'opencpm key rotate 0123456789ABCDEF0123456789ABCDEF --overlap 0',
      purpose: 'The old key ends now.',
    },
    {
      line: 'opencpm key rotate 0123456789ABCDEF0123456789ABCDEF --sha256-only',
      purpose: 'Away from MD5 together with the old key.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const overlapMs = readDuration('overlap', context.options.text('overlap') ?? DEFAULT_OVERLAP);
    const { clientKey, olderExpireAtMs } = await administer(context, (administration) =>
      administration.rotateKey(appCode, overlapMs, context.options.flag('sha256-only') ? 'SHA256' : 'MD5'),
    );
    const expiry = new Date(olderExpireAtMs).toISOString();
    if (context.json) {
      printJson(context.stdout, { app_code: appCode, client_key: clientKey, older_keys_expire_at: expiry });
      return EXIT.done;
    }
    context.stdout.write(
      formatFields([
        ['app code', appCode],
        ['client key', clientKey],
        ['older keys end', expiry],
      ]),
    );
    warnKeyShownOnce(context);
    return EXIT.done;
  },
};
