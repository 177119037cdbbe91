import { administer } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchants } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** `opencpm merchant list`. */
export const merchantListCommand: Command = {
  name: 'merchant list',
  summary: 'List the merchants',
  usage: '[options]',
  positionalsMax: 0,
  options: DATA_OPTION,
  examples: [
    { line: 'opencpm merchant list --data /var/lib/opencpm', purpose: 'The merchants of a gateway.' },
  ],
  async run(context) {
    reportMerchants(context, await administer(context, (administration) => administration.list()));
    return EXIT.done;
  },
};
