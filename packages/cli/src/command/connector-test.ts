import { CONTRACT_PAY_TYPES, isContractPayType } from '@opencpm/gateway';
import { classify, formatSyssn, isCurrencyCode, matchPayType } from '@opencpm/protocol';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { atWalletsTime, openWalletsHere, WALLETS_OPTION } from '../connector/configured-wallets.ts';
import { type TrialEnd, type TrialOrder, tryConnector } from '../connector/connector-script.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';

/** Number of a gateway that no gateway has beside a running one: what a trial charges is told apart by it. */
const TRIAL_NODE = 9_999;
const AMOUNT_MAX = 1_000;

const ENDS: Readonly<Record<TrialEnd, readonly [text: string, exitCode: ExitCode]>> = {
  returned: ['charged and returned: the connector works', EXIT.done],
  'not charged': ['not charged: the wallet refused, or it was undone', EXIT.refused],
  'not sent': ['not sent: no money moved; mend what the charge says and try again', EXIT.unreachable],
  open: ['OPEN: money may have moved; look into the wallet under the number above', EXIT.pending],
};

/** `opencpm connector test`. */
export const connectorTestCommand: Command = {
  name: 'connector test',
  summary: 'Charge one cent through a connector, and give it back',
  usage: 'NAME --code CODE [options]',
  positionalsMax: 1,
  movesMoney: true,
  options: {
    code: { type: 'text', value: 'CODE', meaning: 'Payment code, scanned from a phone a moment ago.' },
    'pay-type': {
      type: 'text',
      value: 'PAY_TYPE',
      meaning: 'Pay type, such as 800108. The first one routed to the connector without it.',
    },
    amount: {
      type: 'text',
      value: 'MINOR',
      meaning: `Amount in minor units, 1 to ${AMOUNT_MAX}. 1 without it.`,
    },
    currency: { type: 'text', value: 'CODE', meaning: 'Currency. HKD without it.' },
    ...WALLETS_OPTION,
    ...DATA_OPTION,
  },
  details: [
    'Charges real money when the configured host is a real one: pay, ask until it is final, refund, ask until it is back. What is not paid in a minute is undone. No gateway takes part, and nothing is written into its books.',
  ],
  examples: [
    {
      line: 'opencpm connector test qfpay --code 281234567890123456 --pay-type 800108',
      purpose: 'For the first day with a contract.',
    },
  ],
  run: connectorTest,
};

async function connectorTest(called: CommandContext): Promise<ExitCode> {
  const [name] = called.positionals;
  if (name === undefined) throw wrongUsage('NAME is missing.', 'See: opencpm connector list');
  const context = await atWalletsTime(called);
  const wallets = await openWalletsHere(context, (connector, why) =>
    context.stderr.write(`${connector}: ${why}\n`),
  );
  try {
    const opened = wallets.opened.get(name);
    if (opened === undefined)
      throw wrongUsage(`There is no connector ${name}.`, 'See: opencpm connector list');
    const routed = CONTRACT_PAY_TYPES.find((payType) => wallets.connectors.routes[payType] === name);
    const order = orderOf(context, routed);
    if (!context.json)
      context.stdout.write(`order ${order.channelOrderId} at ${opened.configured.host.origin}\n`);
    const steps: object[] = [];
    const end = await tryConnector(opened.connector, order, context.clock, (step) => {
      steps.push(step);
      if (!context.json) context.stdout.write(`${step.call.padEnd(12)}${step.answer}\n`);
    });
    const [text, exitCode] = ENDS[end];
    if (context.json) printJson(context.stdout, { order: order.channelOrderId, steps, end });
    else context.stdout.write(`${text}\n`);
    return exitCode;
  } finally {
    wallets.close();
  }
}

function orderOf(context: CommandContext, routed: TrialOrder['payType'] | undefined): TrialOrder {
  const { options, clock, randomBytes } = context;
  const payType = options.text('pay-type') ?? routed ?? '';
  if (!isContractPayType(payType)) {
    throw wrongUsage(
      'The pay type is missing or unknown.',
      `Give --pay-type, one of ${CONTRACT_PAY_TYPES.join(', ')}.`,
    );
  }
  const currency = options.text('currency') ?? 'HKD';
  if (!isCurrencyCode(currency))
    throw wrongUsage('The currency is unknown.', 'Give --currency HKD, for example.');
  const amount = options.text('amount') ?? '1';
  if (!/^[1-9]\d{0,3}$/.test(amount) || Number(amount) > AMOUNT_MAX) {
    throw wrongUsage('The amount cannot be used.', `Give --amount from 1 to ${AMOUNT_MAX}, in minor units.`);
  }
  const classification = classify(options.text('code') ?? '');
  const match = matchPayType(payType, classification);
  if (!match.ok)
    throw wrongUsage(`The code cannot be used: ${match.detail}`, 'Give --code, scanned just now.');
  const number = (): string => {
    const random = Buffer.from(randomBytes(4)).readUInt32BE();
    return formatSyssn(clock.nowMs(), TRIAL_NODE, random + 1);
  };
  return {
    channelOrderId: number(),
    channelRefundId: number(),
    payType,
    family: match.family,
    authCode: 'code' in classification ? classification.code : '',
    amountMinor: Number(amount),
    currency,
  };
}
