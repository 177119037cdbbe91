import type { Command } from '../command.ts';
import { TILL_OPTIONS } from '../till/till-options.ts';

/** `opencpm till`. */
export const tillCommand: Command = {
  name: 'till',
  summary: "Serve a cashier's till for a gateway",
  usage: '[options]',
  positionalsMax: 0,
  options: TILL_OPTIONS,
  examples: [
    {
      line: 'opencpm till --gateway https://pay.example.com --app-code CODE --key-file till-key',
      purpose: 'A till on this machine, at http://127.0.0.1:8090/till.',
    },
  ],
  details: [
    'Holds the client key, the cashiers and every sale; the page in the browser gets none of the first two. At its first start it shows a code with which the page makes the first manager.',
    'Runs until Ctrl-C or SIGTERM. What was open goes on at the next start.',
  ],
  async run(context) {
    // Loaded only now: the server is most of the program, and the other commands are asked for more often.
    const { runTill } = await import('../till/run-till.ts');
    return runTill(context);
  },
};
