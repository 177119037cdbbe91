import { WALLETS_OPTION } from '../connector/configured-wallets.ts';
import type { Command } from '../command.ts';
import { startCommand } from './start.ts';

const { 'sandbox-wallets': _sandboxOnly, ...options } = startCommand.options;

/** `opencpm serve`. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the gateway with the real wallets of a configuration',
  usage: '[options]',
  positionalsMax: 0,
  options: { ...options, ...WALLETS_OPTION },
  details: [
    'No sandbox, no phone and no ready-made merchants: what is charged is real. Make merchants with opencpm merchant add; look at the configuration with opencpm doctor and opencpm connector list before.',
    'Runs until Ctrl-C or SIGTERM, then lets open calls end for up to ten seconds.',
  ],
  examples: [
    { line: 'opencpm serve --data /var/lib/opencpm', purpose: 'With wallets.json in that directory.' },
    { line: 'opencpm serve --wallets /etc/opencpm/wallets.json', purpose: 'With a configuration elsewhere.' },
  ],
  async run(context) {
    const { runServe } = await import('../start/run-serve.ts');
    return runServe(context);
  },
};
