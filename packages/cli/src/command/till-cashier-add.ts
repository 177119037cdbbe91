import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { cashierName, pinLine, readOrMakePin, TERMINAL, withStoppedTill } from '../till/stopped-till.ts';
import { TILL_DATA_OPTION } from '../till/till-options.ts';

/** `opencpm till cashier add`. */
export const tillCashierAddCommand: Command = {
  name: 'till cashier add',
  summary: 'Add a cashier to a till that is stopped',
  usage: 'NAME [options]',
  positionalsMax: 1,
  options: {
    manager: { type: 'flag', meaning: 'A manager: may refund, release baskets and look after the cashiers.' },
    'may-refund': { type: 'flag', meaning: 'May approve refunds.' },
    ...TILL_DATA_OPTION,
  },
  examples: [
    {
      line: 'opencpm till cashier add Wing --may-refund',
      purpose: 'A cashier with a made-up PIN, shown once.',
    },
  ],
  details: ['Reads the PIN, 6 to 12 digits, from the standard input when something is piped into it.'],
  async run(context) {
    const name = cashierName(context);
    const pin = await readOrMakePin(context);
    const role = context.options.flag('manager') ? 'manager' : 'cashier';
    const mayRefund = context.options.flag('may-refund') || role === 'manager';
    const cashier = await withStoppedTill(context, (cashiers) =>
      cashiers.add({ name, pin: pin.pin, role, mayRefund }, TERMINAL),
    );
    const shown = pin.made ? { pin: pin.pin } : {};
    context.stdout.write(
      context.json
        ? `${JSON.stringify({ id: cashier.id, name: cashier.name, role, may_refund: mayRefund, ...shown })}\n`
        : `Added ${role} ${cashier.name}. ${pinLine(pin)}.\n`,
    );
    return EXIT.done;
  },
};
