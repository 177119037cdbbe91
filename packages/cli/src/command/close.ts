import type { Command } from '../command.ts';
import { UNDO_OPTIONS, UNDO_USAGE, undoPayment } from '../transaction/undo-payment.ts';

/** `opencpm close`: closes an order; the same as a reversal under the name some wallets use. */
export const closeCommand: Command = {
  name: 'close',
  summary: 'Close an order that is not paid; the same as reverse',
  usage: UNDO_USAGE,
  positionalsMax: 2,
  movesMoney: true,
  options: UNDO_OPTIONS,
  details: [
    'Calls /trade/v1/close, which does what /trade/v1/reversal does. Everything said of "opencpm reverse" holds.',
  ],
  examples: [{ line: 'opencpm close --order A-1001 1050', purpose: 'The customer left before confirming.' }],
  run: (context) => undoPayment(context, 'close'),
};
