import {
  CURRENCIES,
  describePayType,
  formatAmount,
  formatWireTime,
  isCurrencyCode,
  isPayType,
  PAY_TYPES,
  type PayType,
} from '@opencpm/protocol';
import type { PayProgress } from '@opencpm/client';
import type { Parameters } from '@opencpm/client/calls';
import { accessWords } from '../access/access-words.ts';
import { ACCESS_OPTIONS, type GatewayAccess, resolveAccess } from '../access/gateway-access.ts';
import { findSandboxMerchants, notReachable } from '../access/sandbox-merchants.ts';
import { PAY_SIGN_TYPE_OPTION, readSignType } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { callGateway } from '../gateway-call.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { choosePayType } from '../transaction/choose-pay-type.ts';
import { VERDICT_WAIT_MS } from '../transaction/enquire-until.ts';
import { freshOrderNumber } from '../transaction/fresh-order-number.ts';
import { freshTestCode } from '../transaction/fresh-test-code.ts';
import {
  JOURNAL_OPTION,
  outcomeOfResult,
  stateOfProgress,
  withJournal,
} from '../transaction/payment-journal.ts';
import { outcomeOfPayment, type PaymentOrder } from '../transaction/payment-outcome.ts';
import { reportPayment } from '../transaction/payment-report.ts';
import { readAmountMinor } from '../transaction/read-amount.ts';
import { describeState, isFinal } from '../transaction/transaction-state.ts';
import { waitForVerdict } from '../transaction/wait-for-verdict.ts';

/** `opencpm pay`: charges the wallet whose code was scanned. */
export const payCommand: Command = {
  name: 'pay',
  summary: 'Charge the wallet whose code the customer shows',
  usage: 'AMOUNT [options]',
  positionalsMax: 1,
  movesMoney: true,
  options: {
    amount: {
      type: 'text',
      value: 'MINOR',
      meaning: 'The amount, instead of the argument: HKD 10.50 is 1050, JPY 1000 is 1000.',
    },
    code: {
      type: 'text',
      value: 'CODE',
      meaning: 'The scanned payment code. Default, in a sandbox only: one made up for the pay type.',
    },
    'pay-type': {
      type: 'text',
      value: 'TYPE',
      meaning: 'Pay type. Default: 800008, which finds the wallet by the code, or 805808 for PayMe codes.',
    },
    currency: { type: 'text', value: 'CODE', meaning: 'Currency. Default: HKD.' },
    order: { type: 'text', value: 'NUMBER', meaning: 'Order number. Default: a fresh one.' },
    goods: { type: 'text', value: 'TEXT', meaning: 'What is sold.' },
    udid: { type: 'text', value: 'ID', meaning: 'The device.' },
    'notify-url': {
      type: 'text',
      value: 'URL',
      meaning: 'Address for the notification of success. Default: the registered one of the merchant.',
    },
    wait: {
      type: 'flag',
      meaning: `Enquire until the outcome is final, at most ${VERDICT_WAIT_MS / 1000} s.`,
    },
    journal: {
      ...JOURNAL_OPTION,
      meaning:
        'Write the payment into this file before it is sent, wait for the verdict, and reverse what gets none; see recover.',
    },
    basket: {
      type: 'text',
      value: 'NAME',
      meaning:
        'With --journal: what is sold. No second payment for it while one is open or paid. Default: the order number.',
    },
    'sign-type': PAY_SIGN_TYPE_OPTION,
    ...ACCESS_OPTIONS,
  },
  details: [
    'The amount is in minor units, without a decimal point. A repeat with the same order number and the same code never charges twice: it answers the state of the first.',
    'Pending and unknown are not failures. They end with exit code 5 and say how to ask.',
    'With --journal a command that is killed loses nothing: opencpm recover finishes its payment.',
    `Pay types: ${PAY_TYPES.map((payType) => `${payType} ${describePayType(payType).name}`).join(', ')}.`,
  ],
  examples: [
    { line: 'opencpm pay 1050', purpose: 'HKD 10.50 from a made-up Alipay customer of the sandbox.' },
    {
      line: 'opencpm pay 1050 --pay-type 800208 --wait',
      purpose: 'The same from WeChat Pay, waiting for the verdict.',
    },
    {
      line: 'opencpm pay 150000 --wait --code "$(opencpm code --wallet alipayhk)"',
      purpose:
        "A code off the sandbox customer's phone, and enough money that the phone asks for a password.",
    },
    {
      line: 'opencpm pay 1050 --journal till.journal --basket receipt-4711',
      purpose: 'As a till does it: never charged twice, whatever is killed.',
    },
    {
      line: 'opencpm pay 1050 --code 284957201846375920 --order A-1001 --json',
      purpose: 'From a script, with its own order number.',
    },
  ],
  run: pay,
};

async function pay(context: CommandContext): Promise<ExitCode> {
  const { options } = context;
  const amountMinor = readAmount(context);
  const currency = options.text('currency') ?? 'HKD';
  if (!isCurrencyCode(currency)) {
    throw wrongUsage(
      `--currency is not supported: ${currency}`,
      `Choose one of ${[...CURRENCIES.keys()].join(', ')}.`,
    );
  }
  const journal = options.text('journal');
  if (journal === undefined && options.text('basket') !== undefined) {
    throw wrongUsage('--basket needs a journal to look into.', 'Add --journal FILE.');
  }
  const signType = readSignType(context) ?? 'SHA256';
  const givenCode = options.text('code');
  const payType =
    readPayType(options.text('pay-type')) ?? (givenCode === undefined ? '800008' : choosePayType(givenCode));
  const access = await resolveAccess(context);
  const code = givenCode ?? (await makeUpCode(context, access, payType));
  const nowMs = context.clock.nowMs();
  const order: PaymentOrder = {
    orderNumber: options.text('order') ?? freshOrderNumber(nowMs, context.randomBytes),
    amountMinor,
    currency,
    payType,
  };
  const parameters = paymentParameters(context, order, code, nowMs);
  // Said before anything is sent: whoever loses this process still knows what to ask for.
  context.stderr.write(`Charging ${formatAmount(amountMinor, currency)} as order ${order.orderNumber}\n`);
  if (journal !== undefined) return payWithJournal(context, access, order, code, journal);
  const interruption = context.interruption();
  const call = { path: '/trade/v1/payment', parameters, signType } as const;
  const result = await callGateway(context, access, call, interruption);
  if (result.kind === 'not_sent') throw notReachable(access.url, result.reason);
  let outcome = outcomeOfPayment(order, result);
  // After 2011 the order number belongs to another payment, whose verdict would say nothing about this one.
  if (options.flag('wait') && !isFinal(outcome.state) && outcome.respcd !== '2011') {
    const onChange = ({ state }: typeof outcome): void => {
      context.stderr.write(`${describeState(state).words}\n`);
    };
    onChange(outcome);
    outcome = await waitForVerdict(context, { access, order, signType, outcome, interruption, onChange });
  }
  reportPayment(context, order, outcome);
  return describeState(outcome.state).exitCode;
}

/** Charges as a till does: written down first, driven to a verdict, never charged twice for one basket. */
async function payWithJournal(
  context: CommandContext,
  access: GatewayAccess,
  order: PaymentOrder,
  code: string,
  file: string,
): Promise<ExitCode> {
  const { options, stderr } = context;
  const { orderNumber, amountMinor, currency, payType } = order;
  const stop = context.interruption();
  const onProgress = (progress: PayProgress): void => {
    const state = stateOfProgress(progress);
    if (state !== undefined) stderr.write(`${describeState(state).words}\n`);
  };
  const sale = {
    authCode: code,
    amountMinor,
    currency,
    payType,
    orderNumber,
    basketId: options.text('basket') ?? orderNumber,
    goodsName: options.text('goods'),
    deviceId: options.text('udid'),
    notifyUrl: options.text('notify-url'),
  };
  const result = await withJournal(context, access, file, readSignType(context), (client) =>
    client.pay(sale, { stop, onProgress }),
  );
  const outcome = outcomeOfResult(result);
  reportPayment(context, order, outcome);
  if (result.outcome === 'unresolved' && !context.json) {
    const line = `opencpm recover --journal ${shellWord(file)}${accessWords(context)}`;
    context.stdout.write(`  ${line}    # find out, and reverse it if need be\n`);
  }
  return describeState(outcome.state).exitCode;
}

function readAmount(context: CommandContext): number {
  const [argument] = context.positionals;
  const option = context.options.text('amount');
  if (argument !== undefined && option !== undefined) {
    throw wrongUsage('The amount is given twice.', 'Give it as the argument or with --amount, not both.');
  }
  const text = argument ?? option;
  if (text === undefined)
    throw wrongUsage('The amount is missing.', 'Give it in minor units: opencpm pay 1050 charges HKD 10.50.');
  return readAmountMinor(text);
}

function readPayType(text: string | undefined): PayType | undefined {
  if (text === undefined || isPayType(text)) return text;
  throw wrongUsage(`--pay-type is not known: ${text}`, `Choose one of ${PAY_TYPES.join(', ')}.`);
}

/** A made-up code elsewhere than in a sandbox could be a stranger's. */
async function makeUpCode(context: CommandContext, access: GatewayAccess, payType: PayType): Promise<string> {
  const merchants = await findSandboxMerchants(context, access.url);
  if (merchants.length > 0) return freshTestCode(payType, context.randomBytes);
  throw wrongUsage(
    `--code is missing, and ${access.url} is no sandbox where one could be made up.`,
    'Give the code the customer shows: --code CODE',
  );
}

function paymentParameters(
  { options }: CommandContext,
  order: PaymentOrder,
  code: string,
  nowMs: number,
): Parameters {
  return [
    ['txamt', String(order.amountMinor)],
    ['txcurrcd', order.currency],
    ['pay_type', order.payType],
    ['out_trade_no', order.orderNumber],
    ['txdtm', formatWireTime(nowMs)],
    ['auth_code', code],
    ['goods_name', options.text('goods') ?? ''],
    ['udid', options.text('udid') ?? ''],
    ['notify_url', options.text('notify-url') ?? ''],
  ];
}
