import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { cashierArgument, TERMINAL, withStoppedTill } from '../till/stopped-till.ts';
import { TILL_DATA_OPTION } from '../till/till-options.ts';

/** `opencpm till cashier disable`. */
export const tillCashierDisableCommand: Command = {
  name: 'till cashier disable',
  summary: 'Let a cashier of a stopped till log in no more',
  usage: 'NAME [options]',
  positionalsMax: 1,
  options: TILL_DATA_OPTION,
  examples: [{ line: 'opencpm till cashier disable Wing', purpose: 'What Wing sold stays under that name.' }],
  async run(context) {
    const name = await withStoppedTill(context, async (cashiers) => {
      const cashier = cashierArgument(context, cashiers);
      await cashiers.change(cashier.id, { active: false }, TERMINAL);
      return cashier.name;
    });
    context.stdout.write(
      context.json ? `${JSON.stringify({ name, active: false })}\n` : `Disabled ${name}.\n`,
    );
    return EXIT.done;
  },
};
