import { administer, findMerchant, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant show`. */
export const merchantShowCommand: Command = {
  name: 'merchant show',
  summary: 'Show a merchant with its stores',
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  examples: [
    { line: 'opencpm merchant show 0123456789ABCDEF0123456789ABCDEF', purpose: 'Everything but its keys.' },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    reportMerchant(
      context,
      await administer(context, (administration) => findMerchant(administration, appCode)),
    );
    return EXIT.done;
  },
};
