import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant disable`. */
export const merchantDisableCommand: Command = {
  name: 'merchant disable',
  summary: 'Disable a merchant: its calls are refused',
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  examples: [
    {
      line: 'opencpm merchant disable 0123456789ABCDEF0123456789ABCDEF',
      purpose: 'Refuse its calls from now on.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const change = { status: 'disabled' } as const;
    reportMerchant(
      context,
      await administer(context, (administration) => administration.change(appCode, change)),
    );
    return EXIT.done;
  },
};
