import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { cashierArgument, pinLine, readOrMakePin, TERMINAL, withStoppedTill } from '../till/stopped-till.ts';
import { TILL_DATA_OPTION } from '../till/till-options.ts';

/** `opencpm till cashier pin`. */
export const tillCashierPinCommand: Command = {
  name: 'till cashier pin',
  summary: 'Give a cashier of a stopped till a new PIN, and unlock them',
  usage: 'NAME [options]',
  positionalsMax: 1,
  options: TILL_DATA_OPTION,
  examples: [{ line: 'opencpm till cashier pin Wing', purpose: 'A made-up PIN, shown once.' }],
  details: ['Reads the PIN, 6 to 12 digits, from the standard input when something is piped into it.'],
  async run(context) {
    const pin = await readOrMakePin(context);
    const name = await withStoppedTill(context, async (cashiers) => {
      const cashier = cashierArgument(context, cashiers);
      await cashiers.change(cashier.id, { pin: pin.pin, active: true }, TERMINAL);
      return cashier.name;
    });
    const shown = pin.made ? { pin: pin.pin } : {};
    context.stdout.write(
      context.json ? `${JSON.stringify({ name, ...shown })}\n` : `${name} has a new PIN. ${pinLine(pin)}.\n`,
    );
    return EXIT.done;
  },
};
