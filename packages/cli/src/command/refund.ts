import { formatWireTime } from '@opencpm/protocol';
import { ACCESS_OPTIONS, type GatewayAccess, resolveAccess } from '../access/gateway-access.ts';
import { accessWords } from '../access/access-words.ts';
import { notReachable } from '../access/sandbox-merchants.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { callGateway } from '../gateway-call.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { contradiction, type ExpectedField } from '../transaction/contradiction.ts';
import { enquireUntil, VERDICT_WAIT_MS } from '../transaction/enquire-until.ts';
import { freshOrderNumber } from '../transaction/fresh-order-number.ts';
import {
  describeReturn,
  isReturnFinal,
  outcomeOfReturn,
  returnState,
  type ReturnOutcome,
} from '../transaction/money-return.ts';
import { readAmountMinor } from '../transaction/read-amount.ts';
import { resultText } from '../transaction/result-text.ts';
import { reportReturn } from '../transaction/return-report.ts';
import { readSyssn } from '../transaction/syssn-argument.ts';
import type { Transaction } from '../transaction/transaction.ts';

const USAGE = 'opencpm refund SYSSN AMOUNT';

/** `opencpm refund`: returns all or part of a payment. */
export const refundCommand: Command = {
  name: 'refund',
  summary: 'Return all or part of a payment',
  usage: 'SYSSN AMOUNT [options]',
  positionalsMax: 2,
  movesMoney: true,
  options: {
    order: { type: 'text', value: 'NUMBER', meaning: 'Order number of the refund. Default: a fresh one.' },
    udid: { type: 'text', value: 'ID', meaning: 'The device.' },
    wait: {
      type: 'flag',
      meaning: `Enquire until the outcome is final, at most ${VERDICT_WAIT_MS / 1000} s.`,
    },
    'sign-type': SIGN_TYPE_OPTION,
    ...ACCESS_OPTIONS,
  },
  details: [
    'SYSSN is the number of the payment. The amount is in minor units; several refunds may return parts, together never more than was paid.',
    'A repeat with the same --order is the same refund: it returns nothing more and answers its state. Once accepted, a refund cannot be taken back.',
  ],
  examples: [
    { line: 'opencpm refund 20260305000100020000000001 500', purpose: 'HKD 5.00 of a payment goes back.' },
    {
      line: 'opencpm refund 20260305000100020000000001 1050 --order R-1001 --wait',
      purpose: 'The whole payment, with an own order number, waiting for the verdict.',
    },
  ],
  run: refund,
};

async function refund(context: CommandContext): Promise<ExitCode> {
  const [number, amount] = context.positionals;
  const originalSyssn = readSyssn(number, USAGE);
  if (amount === undefined) throw wrongUsage('The amount is missing.', `Write: ${USAGE}`);
  const amountMinor = readAmountMinor(amount);
  const signType = readSignType(context) ?? 'SHA256';
  const udid = context.options.text('udid') ?? '';
  const access = await resolveAccess(context);
  const nowMs = context.clock.nowMs();
  const orderNumber = context.options.text('order') ?? freshOrderNumber(nowMs, context.randomBytes);
  // Said before anything is sent: whoever loses this process still knows what to ask for.
  context.stderr.write(`Refunding ${amountMinor} of ${originalSyssn} as order ${orderNumber}\n`);
  const interruption = context.interruption();
  const parameters = [
    ['syssn', originalSyssn],
    ['out_trade_no', orderNumber],
    ['txamt', String(amountMinor)],
    ['txdtm', formatWireTime(nowMs)],
    ['udid', udid],
  ] as const;
  const call = { path: '/trade/v1/refund', parameters, signType } as const;
  const result = await callGateway(context, access, call, interruption);
  if (result.kind === 'not_sent') throw notReachable(access.url, result.reason);
  const expected = [
    ['out_trade_no', orderNumber],
    ['orig_syssn', originalSyssn],
    ['txamt', String(amountMinor)],
  ] as const;
  let outcome = outcomeOfReturn('refund', expected, result);
  if (context.options.flag('wait') && !isReturnFinal(outcome.state) && outcome.respcd !== '2011') {
    outcome = await waitForRefund(context, access, { orderNumber, expected, outcome, interruption });
  }
  const again = `${USAGE.replace('SYSSN', originalSyssn).replace('AMOUNT', String(amountMinor))} --order ${shellWord(orderNumber)}${accessWords(context)}`;
  reportReturn(
    context,
    {
      amountMinor,
      orderNumber,
      originalSyssn,
      ask: [
        ['ask', `opencpm query --order ${shellWord(orderNumber)}${accessWords(context)}`],
        ['the same refund again, never a second one', again],
      ],
    },
    outcome,
  );
  return describeReturn(outcome.state).exitCode;
}

interface RefundWait {
  readonly orderNumber: string;
  readonly expected: readonly ExpectedField[];
  readonly outcome: ReturnOutcome;
  readonly interruption: AbortSignal;
}

async function waitForRefund(
  context: CommandContext,
  access: GatewayAccess,
  { orderNumber, expected, outcome: first, interruption }: RefundWait,
): Promise<ReturnOutcome> {
  let outcome = first;
  const tell = (): void => context.stderr.write(`${describeReturn(outcome.state).words}\n`);
  tell();
  await enquireUntil(context, {
    access,
    signType: readSignType(context) ?? 'SHA256',
    question: [['out_trade_no', orderNumber]],
    interruption,
    take(transactions) {
      const row = transactions.find((one) => one.orderNumber === orderNumber && one.orderType === 'refund');
      if (row === undefined) return false;
      const latest = outcomeOfRow(expected, row);
      const changed = latest.state !== outcome.state;
      outcome = latest;
      if (changed) tell();
      return isReturnFinal(latest.state);
    },
  });
  return outcome;
}

function outcomeOfRow(expected: readonly ExpectedField[], row: Transaction): ReturnOutcome {
  const { syssn, originalSyssn, currency, respcd, text, fields } = row;
  const inRow = expected.map(([name, value]) => [name === 'orig_syssn' ? 'origssn' : name, value] as const);
  const strange = contradiction(inRow, fields);
  const known = { syssn, originalSyssn, currency, respcd };
  return strange === undefined
    ? { ...known, state: returnState('refund', respcd), explanation: resultText(respcd, text) }
    : { ...known, state: 'unknown', explanation: strange };
}
