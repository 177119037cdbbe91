import type { Command } from '../command.ts';

/** `opencpm start`. */
export const startCommand: Command = {
  name: 'start',
  summary: 'Start the gateway with sandbox wallets in one process',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    port: {
      type: 'text',
      value: 'PORT',
      meaning: 'Port to listen on, 0 for any free one. PORT or 8080 without it.',
    },
    host: {
      type: 'text',
      value: 'ADDRESS',
      meaning: 'Address to listen on. OPENCPM_HOST or 127.0.0.1 without it.',
    },
    data: {
      type: 'text',
      value: 'DIRECTORY',
      meaning: 'Data directory, made when it does not exist. OPENCPM_DATA or ./data without it.',
    },
    'sandbox-wallets': {
      type: 'text',
      value: 'WAY',
      meaning:
        'How the simulated wallets are reached: http, in their own protocols with real signatures, or direct. OPENCPM_SANDBOX_WALLETS or http without it.',
    },
    'accept-restored-backup': {
      type: 'flag',
      meaning:
        'Start with a database that is older than what was recorded here. Running numbers go on above the ones given out before. Without it such a database stops the start.',
    },
  },
  examples: [
    { line: 'opencpm start', purpose: 'Everything on http://127.0.0.1:8080.' },
    { line: 'opencpm start --port 0 --data /tmp/shop', purpose: 'A second one beside it.' },
  ],
  details: [
    'Runs until Ctrl-C or SIGTERM, then lets open calls end for up to ten seconds. What was answered survives any end.',
  ],
  async run(context) {
    // Loaded only now: the server is most of the program, and the other commands are asked for more often.
    const { runStart } = await import('../start/run-start.ts');
    return runStart(context);
  },
};
