import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields } from '../terminal/table.ts';
import { describeReturn, isReturnFinal, type ReturnOutcome } from './money-return.ts';
import { resultAdvice } from './result-text.ts';
import { amountForPeople } from './transaction.ts';

/** What is reported beside the outcome. */
export interface ReturnSubject {
  readonly amountMinor: number;
  /** Order number of the refund or of the payment that is reversed; empty when only the `syssn` is known. */
  readonly orderNumber: string;
  /** Number of the payment as it was asked for, empty when its order number was given. */
  readonly originalSyssn: string;
  /** Commands that find out what became of it, the best first. */
  readonly ask: readonly (readonly [purpose: string, line: string])[];
}

/** Prints how a refund or a reversal went and, when that is not final, how to ask. */
export function reportReturn(context: CommandContext, subject: ReturnSubject, outcome: ReturnOutcome): void {
  const { state, syssn, currency, respcd, explanation } = outcome;
  const originalSyssn = outcome.originalSyssn === '' ? subject.originalSyssn : outcome.originalSyssn;
  const final = isReturnFinal(state);
  if (context.json) {
    printJson(context.stdout, {
      state,
      final,
      syssn,
      orig_syssn: originalSyssn,
      out_trade_no: subject.orderNumber,
      txamt: subject.amountMinor,
      txcurrcd: currency,
      respcd,
      explanation,
      ...(final ? {} : { ask: subject.ask[0]?.[1] ?? '' }),
    });
    return;
  }
  const { words, tone } = describeReturn(state);
  const amount = printable(amountForPeople(String(subject.amountMinor), currency));
  context.stdout.write(
    `${paint(context.stdout, tone, words)}  ${amount}\n${formatFields([
      ['order', subject.orderNumber],
      ['syssn', syssn],
      ['payment', originalSyssn],
      ['result', explanation],
    ])}`,
  );
  if (final) {
    const advice = state === 'refused' || state === 'paid' ? resultAdvice(respcd) : undefined;
    if (advice !== undefined) context.stdout.write(`\n${printable(advice)}\n`);
    return;
  }
  // The number belongs to something else: the same again would be answered with 2011 for ever.
  if (respcd === '2011') {
    const [ask] = subject.ask;
    const line = ask === undefined ? '' : `  ${ask[1]}    # ${ask[0]}\n`;
    context.stdout.write(`\n${printable(resultAdvice(respcd) ?? '')}\n${line}`);
    return;
  }
  const why = state === 'processing' ? 'It is not decided yet.' : 'Nobody knows yet whether it was done.';
  const lines = subject.ask.map(([purpose, line]) => `  ${line}    # ${purpose}\n`).join('');
  context.stdout.write(`\n${why} Do not give the money back in another way.\n${lines}`);
}
