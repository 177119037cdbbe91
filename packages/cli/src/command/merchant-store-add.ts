import type { MerchantStore } from '@opencpm/gateway';
import { administer, findMerchant, requiredArgument } from '../administration/administer.ts';
import { refusedByAdministration } from '../administration/administration-failure.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { freshStoreId } from '../administration/fresh-store-id.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant store add`. */
export const merchantStoreAddCommand: Command = {
  name: 'merchant store add',
  summary: 'Add a store to a merchant',
  usage: 'APP_CODE --name NAME [options]',
  positionalsMax: 1,
  options: {
    name: { type: 'text', value: 'NAME', meaning: 'Name of the store.' },
    mchid: {
      type: 'text',
      value: 'MCHID',
      meaning: 'Its number: up to 32 letters and digits, unique in the gateway. Default: made up.',
    },
    ...DATA_OPTION,
  },
  examples: [
    {
      line: 'opencpm merchant store add 0123456789ABCDEF0123456789ABCDEF --name "Pier 3"',
      purpose: 'A store with a made-up mchid.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const name = context.options.text('name');
    if (name === undefined) throw wrongUsage('--name is missing.', 'Give the store a name: --name "Pier 3"');
    const storeId = context.options.text('mchid') ?? freshStoreId(context.randomBytes);
    const store: MerchantStore = { storeId, name, status: 'active' };
    const merchant = await administer(context, async (administration) => {
      const { stores } = await findMerchant(administration, appCode);
      // A change would replace a store of the same number, name and all.
      if (stores.some((one) => one.storeId === storeId)) {
        throw refusedByAdministration('conflict', `The merchant has a store ${storeId} already.`);
      }
      return administration.change(appCode, { stores: [store] });
    });
    reportMerchant(context, merchant);
    return EXIT.done;
  },
};
