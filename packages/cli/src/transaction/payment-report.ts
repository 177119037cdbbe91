import { formatAmount } from '@opencpm/protocol';
import { accessWords } from '../access/access-words.ts';
import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { formatFields } from '../terminal/table.ts';
import type { PaymentOrder, PaymentOutcome } from './payment-outcome.ts';
import { resultAdvice } from './result-text.ts';
import { describeState, isFinal } from './transaction-state.ts';

/** Prints the outcome of a payment and, when it is not final, how to ask for it. */
export function reportPayment(context: CommandContext, order: PaymentOrder, outcome: PaymentOutcome): void {
  const ask = `opencpm query --order ${shellWord(order.orderNumber)}${accessWords(context)}`;
  if (context.json) {
    printJson(context.stdout, {
      state: outcome.state,
      final: isFinal(outcome.state),
      out_trade_no: order.orderNumber,
      syssn: outcome.syssn,
      pay_type: order.payType,
      txamt: order.amountMinor,
      txcurrcd: order.currency,
      respcd: outcome.respcd,
      explanation: outcome.explanation,
      ...(isFinal(outcome.state) ? {} : { ask }),
    });
    return;
  }
  const { words, tone } = describeState(outcome.state);
  const amount = formatAmount(order.amountMinor, order.currency);
  context.stdout.write(
    `${paint(context.stdout, tone, words)}  ${amount}\n${formatFields([
      ['order', order.orderNumber],
      ['syssn', outcome.syssn],
      ['pay type', order.payType],
      ['result', outcome.explanation],
    ])}`,
  );
  context.stdout.write(nextSteps(outcome, ask, accessWords(context)));
}

function nextSteps(outcome: PaymentOutcome, ask: string, access: string): string {
  const { state, syssn, respcd } = outcome;
  if (state === 'waiting_for_payer') {
    const approve = `opencpm approve ${syssn === '' ? 'latest' : shellWord(syssn)}${access}`;
    return `\nThe customer has to confirm on the phone. Do not charge again.\n${commands([
      ['ask again', ask],
      ['confirm as the sandbox customer', approve],
    ])}`;
  }
  if (state === 'processing') {
    return `\nThe wallet has not decided. Do not charge again.\n${commands([['ask again', ask]])}`;
  }
  const advice = resultAdvice(respcd);
  if (state === 'unknown' && advice !== undefined) {
    return `\n${printable(advice)}\n${commands([['ask', ask]])}`;
  }
  if (state === 'unknown') {
    return `\nNobody knows yet whether the customer was charged. Ask before doing anything else.\n${commands([
      ['ask', ask],
      ['look for the cause', `opencpm doctor${access}`],
    ])}`;
  }
  return state === 'refused' && advice !== undefined ? `\n${printable(advice)}\n` : '';
}

function commands(lines: readonly (readonly [purpose: string, line: string])[]): string {
  return lines.map(([purpose, line]) => `  ${line}    # ${purpose}\n`).join('');
}
