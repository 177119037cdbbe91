import { ApiRefusal, openStoppedTill } from '@opencpm/till';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { explainTill, tillPorts } from './run-till.ts';
import { tillDataDirectory } from './till-options.ts';

/** Who changes cashiers from a terminal, in the till's book of acts. */
export const TERMINAL = 'terminal';

type Cashiers = ReturnType<typeof openStoppedTill>['cashiers'];

/**
 * Works with the cashiers of a till that is not running.
 *
 * @throws CommandFailure
 */
export async function withStoppedTill<T>(
  context: CommandContext,
  work: (cashiers: Cashiers) => Promise<T>,
): Promise<T> {
  const silent = { info: () => undefined, warn: () => undefined, alert: () => undefined };
  let till: ReturnType<typeof openStoppedTill>;
  try {
    till = openStoppedTill(
      tillDataDirectory(context),
      tillPorts(context, silent, () => undefined),
    );
  } catch (error) {
    throw explainTill(error);
  }
  try {
    return await work(till.cashiers);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new CommandFailure(
      EXIT.refused,
      `Nothing was changed: ${error.message}.`,
      'Mend it and try again.',
    );
  } finally {
    till.close();
  }
}

/** The PIN on the standard input, or a fresh one that is shown once. */
export async function readOrMakePin(context: CommandContext): Promise<{ pin: string; made: boolean }> {
  const text = (await context.readStdin())?.trim();
  if (text !== undefined && text !== '') return { pin: text, made: false };
  for (;;) {
    const pin = Array.from(context.randomBytes(8), (byte) => byte % 10).join('');
    // Eight digits of one kind or in a row are refused; the next ones will not be.
    if (new Set(pin).size > 3) return { pin, made: true };
  }
}

/** The cashier named by the first argument. */
export function cashierArgument(
  context: CommandContext,
  cashiers: Cashiers,
): { readonly id: string; readonly name: string } {
  const name = cashierName(context);
  const found = cashiers.findByName(name);
  if (found !== undefined) return found;
  throw new CommandFailure(EXIT.refused, `There is no cashier ${name}.`, 'See: opencpm till cashier list');
}

/** The first argument, which names a cashier. */
export function cashierName(context: CommandContext): string {
  const [name] = context.positionals;
  if (name === undefined)
    throw wrongUsage('NAME is missing.', 'Name the cashier, in quotes when there are blanks.');
  return name;
}

/** What is printed about a PIN: one that was made up here is shown, once. */
export function pinLine({ pin, made }: { pin: string; made: boolean }): string {
  return made ? `PIN ${pin}, shown this once` : 'PIN as given';
}
