import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { openWalletsHere, WALLETS_OPTION } from '../connector/configured-wallets.ts';
import { EXIT } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';

/** `opencpm connector list`. */
export const connectorListCommand: Command = {
  name: 'connector list',
  summary: 'List the configured connectors to wallets, and what they charge',
  usage: '[options]',
  positionalsMax: 0,
  options: { ...WALLETS_OPTION, ...DATA_OPTION },
  details: [
    'Reads the configuration with all its keys, and sends nothing. Without a configuration it shows the wallets of the sandbox that runs on the data directory.',
  ],
  examples: [{ line: 'opencpm connector list --wallets wallets.json', purpose: 'Is the file right?' }],
  async run(context) {
    const wallets = await openWalletsHere(context, () => undefined);
    const rows = [...wallets.opened].map(([name, { kind, configured }]) => ({
      name,
      connector: kind.name,
      host: configured.host.origin,
      pay_types: Object.entries(wallets.connectors.routes).flatMap(([payType, to]) =>
        to === name ? [payType] : [],
      ),
      notifications: wallets.receivers.has(name) ? `/wallets/${name}/notify` : '',
    }));
    wallets.close();
    if (context.json) printJson(context.stdout, { connectors: rows });
    else {
      context.stdout.write(
        formatTable(
          ['NAME', 'CONNECTOR', 'HOST', 'CHARGES', 'IS CALLED AT'].map((heading) => ({ heading })),
          rows.map((row) => [row.name, row.connector, row.host, row.pay_types.join(' '), row.notifications]),
        ),
      );
    }
    return EXIT.done;
  },
};
