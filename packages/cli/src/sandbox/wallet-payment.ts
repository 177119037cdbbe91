import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type JsonRecord, textOf } from '../json-record.ts';
import { paint, type Tone } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields } from '../terminal/table.ts';
import { amountForPeople } from '../transaction/transaction.ts';

const TONES: Readonly<Record<string, Tone>> = { paid: 'good', declined: 'bad', closed: 'bad' };

/** An amount of the sandbox for people; empty when there is none. */
export function walletAmount(payment: JsonRecord, amount: string, currency: string): string {
  const digits = textOf(payment, amount);
  return digits === '' ? '' : amountForPeople(digits, textOf(payment, currency));
}

/** What the customer was debited; empty while no money was taken, though the wallet knows what it would have been. */
export function debitedAmount(payment: JsonRecord): string {
  const taken = textOf(payment, 'times_charged') !== '0';
  return taken ? walletAmount(payment, 'debit_minor', 'debit_currency') : '';
}

/**
 * Prints a payment as the wallet has booked it.
 *
 * @returns the exit code: refused when the wallet has not been charged although it was asked to.
 */
export function reportWalletPayment(
  context: CommandContext,
  payment: JsonRecord,
  wanted: 'paid' | 'declined',
): ExitCode {
  const state = textOf(payment, 'state');
  if (context.json) {
    printJson(context.stdout, payment);
  } else {
    const words = paint(context.stdout, TONES[state] ?? 'waiting', printable(state.toUpperCase()));
    context.stdout.write(
      `${words}  ${printable(walletAmount(payment, 'amount_minor', 'currency'))}\n${formatFields([
        ['number', textOf(payment, 'channel_order_id')],
        ['wallet', textOf(payment, 'wallet')],
        ['account', textOf(payment, 'account')],
        ['debited', debitedAmount(payment)],
        ['result', textOf(payment, 'respcd')],
        ['reason', textOf(payment, 'reason')],
      ])}`,
    );
  }
  return state === wanted ? EXIT.done : EXIT.refused;
}
