import { formatWireTime } from '@opencpm/protocol';
import { accessWords } from '../access/access-words.ts';
import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { notReachable } from '../access/sandbox-merchants.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import type { OptionTable } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { callGateway } from '../gateway-call.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { describeReturn, outcomeOfReturn } from './money-return.ts';
import { readAmountMinor } from './read-amount.ts';
import { reportReturn } from './return-report.ts';
import { readSyssn } from './syssn-argument.ts';

/** The two calls that undo a payment; they do the same. */
export type UndoVerb = 'reverse' | 'close';

const PATHS = { reverse: '/trade/v1/reversal', close: '/trade/v1/close' } as const;

/** Options of the commands that undo a payment. */
export const UNDO_OPTIONS: OptionTable = {
  order: { type: 'text', value: 'NUMBER', meaning: 'The payment by its order number, instead of SYSSN.' },
  udid: { type: 'text', value: 'ID', meaning: 'The device.' },
  'sign-type': SIGN_TYPE_OPTION,
  ...ACCESS_OPTIONS,
};

/** Arguments of the commands that undo a payment. */
export const UNDO_USAGE = 'SYSSN|--order NUMBER AMOUNT [options]';

interface UndoWish {
  /** Empty when the order number was given. */
  readonly syssn: string;
  /** Empty when the `syssn` was given. */
  readonly orderNumber: string;
  readonly amountMinor: number;
}

function readWish(context: CommandContext, verb: UndoVerb): UndoWish {
  const usage = `opencpm ${verb} SYSSN AMOUNT, or: opencpm ${verb} --order NUMBER AMOUNT`;
  const orderNumber = context.options.text('order');
  const { positionals } = context;
  if (orderNumber === '') throw wrongUsage('--order is empty.', `Write: ${usage}`);
  if (orderNumber !== undefined && positionals.length > 1) {
    throw wrongUsage('The payment is named twice.', 'Give SYSSN or --order, not both.');
  }
  const [number, amount] = orderNumber === undefined ? positionals : [undefined, ...positionals];
  const syssn = orderNumber === undefined ? readSyssn(number, usage) : '';
  if (amount === undefined) throw wrongUsage('The amount of the payment is missing.', `Write: ${usage}`);
  return { syssn, orderNumber: orderNumber ?? '', amountMinor: readAmountMinor(amount) };
}

/** Undoes a payment whose outcome is not known, and reports how that went. */
export async function undoPayment(context: CommandContext, verb: UndoVerb): Promise<ExitCode> {
  const { syssn, orderNumber, amountMinor } = readWish(context, verb);
  const signType = readSignType(context) ?? 'SHA256';
  const udid = context.options.text('udid') ?? '';
  const access = await resolveAccess(context);
  const parameters = [
    ['syssn', syssn],
    ['out_trade_no', orderNumber],
    ['txamt', String(amountMinor)],
    ['txdtm', formatWireTime(context.clock.nowMs())],
    ['udid', udid],
  ] as const;
  const call = { path: PATHS[verb], parameters, signType };
  const result = await callGateway(context, access, call, context.interruption());
  if (result.kind === 'not_sent') throw notReachable(access.url, result.reason);
  const expected = [
    ['orig_syssn', syssn],
    ['out_trade_no', orderNumber],
    ['txamt', String(amountMinor)],
  ] as const;
  const outcome = outcomeOfReturn(
    'reversal',
    expected.filter(([, value]) => value !== ''),
    result,
  );
  const named = orderNumber === '' ? syssn : `--order ${shellWord(orderNumber)}`;
  const asked = orderNumber === '' ? `--syssn ${syssn}` : `--order ${shellWord(orderNumber)}`;
  reportReturn(
    context,
    {
      amountMinor,
      orderNumber,
      originalSyssn: syssn,
      ask: [
        ['ask for the payment', `opencpm query ${asked}${accessWords(context)}`],
        [
          'the same again, with the same effect',
          `opencpm ${verb} ${named} ${amountMinor}${accessWords(context)}`,
        ],
      ],
    },
    outcome,
  );
  return describeReturn(outcome.state).exitCode;
}
