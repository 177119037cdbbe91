import { CONTRACT_PAY_TYPES } from '@opencpm/gateway';
import { describePayType } from '@opencpm/protocol';
import { administer } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';

/** `opencpm route list`. */
export const routeListCommand: Command = {
  name: 'route list',
  summary: 'List the merchants that are charged through connectors of their own',
  usage: '[options]',
  positionalsMax: 0,
  options: { ...DATA_OPTION },
  details: [
    'A pay type without a line goes the way the configuration of wallets says. 800008 goes the way of the pay type that fits the scanned code.',
  ],
  examples: [{ line: 'opencpm route list', purpose: 'Every exception.' }],
  async run(context) {
    const merchants = await administer(context, (administration) => administration.list());
    const routes = merchants.flatMap(({ appCode, name, routes: own }) =>
      CONTRACT_PAY_TYPES.flatMap((payType) => {
        const connector = own[payType];
        return connector === undefined ? [] : [{ app_code: appCode, name, pay_type: payType, connector }];
      }),
    );
    if (context.json) printJson(context.stdout, { routes });
    else if (routes.length === 0) context.stdout.write('Every merchant goes the way of the configuration.\n');
    else {
      context.stdout.write(
        formatTable(
          ['MERCHANT', 'APP CODE', 'PAY TYPE', 'CONNECTOR'].map((heading) => ({ heading })),
          routes.map((route) => [
            route.name,
            route.app_code,
            `${route.pay_type} ${describePayType(route.pay_type).name}`,
            route.connector,
          ]),
        ),
      );
    }
    return EXIT.done;
  },
};
