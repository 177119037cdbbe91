import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { MERCHANT_OPTIONS, readMerchantSettings } from '../administration/merchant-options.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant change`. */
export const merchantChangeCommand: Command = {
  name: 'merchant change',
  summary: 'Change what a merchant may do',
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: {
    name: { type: 'text', value: 'NAME', meaning: 'New name of the merchant.' },
    ...MERCHANT_OPTIONS,
    ...DATA_OPTION,
  },
  details: ['What is not named stays as it is; a list that is named replaces the old one.'],
  examples: [
    {
      line: 'opencpm merchant change 0123456789ABCDEF0123456789ABCDEF --per-minute 6000',
      purpose: 'Room for many tills.',
    },
    {
      line: 'opencpm merchant change 0123456789ABCDEF0123456789ABCDEF --signatures sha256',
      purpose: 'No more MD5.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const name = context.options.text('name');
    const change = { ...readMerchantSettings(context), ...(name === undefined ? {} : { name }) };
    if (Object.keys(change).length === 0) {
      throw wrongUsage(
        'There is nothing to change.',
        'Name what is to change; see: opencpm help merchant change',
      );
    }
    reportMerchant(
      context,
      await administer(context, (administration) => administration.change(appCode, change)),
    );
    return EXIT.done;
  },
};
