import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant enable`. */
export const merchantEnableCommand: Command = {
  name: 'merchant enable',
  summary: 'Enable a disabled merchant',
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  examples: [
    { line: 'opencpm merchant enable 0123456789ABCDEF0123456789ABCDEF', purpose: 'Take its calls again.' },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const change = { status: 'active' } as const;
    reportMerchant(
      context,
      await administer(context, (administration) => administration.change(appCode, change)),
    );
    return EXIT.done;
  },
};
