import type { Command } from '../command.ts';
import { UNDO_OPTIONS, UNDO_USAGE, undoPayment } from '../transaction/undo-payment.ts';

/** `opencpm reverse`: undoes a payment whose outcome is not known. */
export const reverseCommand: Command = {
  name: 'reverse',
  summary: 'Undo a payment whose outcome is not known',
  usage: UNDO_USAGE,
  positionalsMax: 2,
  movesMoney: true,
  options: UNDO_OPTIONS,
  details: [
    'Ends with 0 only when the wallet has confirmed that nothing is charged. A payment that is paid is not touched: the command says so and ends with 1; give the money back with "opencpm refund".',
    'A repeat has the same effect as the first call and answers its state.',
  ],
  examples: [
    { line: 'opencpm reverse 20260305000100020000000001 1050', purpose: 'By the number of the payment.' },
    { line: 'opencpm reverse --order A-1001 1050', purpose: 'By its order number, when no answer came.' },
  ],
  run: (context) => undoPayment(context, 'reverse'),
};
