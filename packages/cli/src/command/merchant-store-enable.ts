import { administer, changeStoreStatus, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant store enable`. */
export const merchantStoreEnableCommand: Command = {
  name: 'merchant store enable',
  summary: 'Enable a disabled store',
  usage: 'APP_CODE MCHID [options]',
  positionalsMax: 2,
  options: DATA_OPTION,
  examples: [
    {
      line: 'opencpm merchant store enable 0123456789ABCDEF0123456789ABCDEF M001',
      purpose: 'One store; the others stay as they are.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const storeId = requiredArgument(context, 1, 'MCHID');
    const merchant = await administer(context, (administration) =>
      changeStoreStatus(administration, appCode, storeId, 'active'),
    );
    reportMerchant(context, merchant);
    return EXIT.done;
  },
};
