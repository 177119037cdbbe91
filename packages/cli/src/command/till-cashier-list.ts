import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatTable } from '../terminal/table.ts';
import { withStoppedTill } from '../till/stopped-till.ts';
import { TILL_DATA_OPTION } from '../till/till-options.ts';

/** `opencpm till cashier list`. */
export const tillCashierListCommand: Command = {
  name: 'till cashier list',
  summary: 'List the cashiers of a till that is stopped',
  usage: '[options]',
  positionalsMax: 0,
  options: TILL_DATA_OPTION,
  examples: [{ line: 'opencpm till cashier list', purpose: 'Everybody, the disabled ones too.' }],
  async run(context) {
    const cashiers = await withStoppedTill(context, async (all) => all.facts());
    if (context.json) {
      const rows = cashiers.map(({ id, name, role, mayRefund, active, locked }) => ({
        ...{ id, name, role, may_refund: mayRefund, active, locked },
      }));
      context.stdout.write(`${JSON.stringify({ cashiers: rows })}\n`);
      return EXIT.done;
    }
    const rows = cashiers.map(({ name, role, mayRefund, active, locked }) => {
      const state = active ? (locked ? 'locked' : 'active') : 'disabled';
      return [name, role, mayRefund ? 'yes' : 'no', state];
    });
    const columns = ['NAME', 'ROLE', 'MAY REFUND', 'STATE'].map((heading) => ({ heading }));
    context.stdout.write(rows.length === 0 ? 'There are no cashiers yet.\n' : formatTable(columns, rows));
    return EXIT.done;
  },
};
