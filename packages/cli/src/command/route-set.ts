import {
  CONNECTOR_NAME,
  CONTRACT_PAY_TYPES,
  type ContractPayType,
  findConnectorKind,
  isContractPayType,
} from '@opencpm/gateway';
import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import { reportMerchant } from '../administration/merchant-report.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { configuredKinds, walletsFile, WALLETS_OPTION } from '../connector/configured-wallets.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

const APP_CODE = '0123456789ABCDEF0123456789ABCDEF';

/** `opencpm route set`. */
export const routeSetCommand: Command = {
  name: 'route set',
  summary: 'Charge a pay type of one merchant through another connector',
  usage: 'APP_CODE PAY_TYPE CONNECTOR [options]',
  positionalsMax: 3,
  options: { ...WALLETS_OPTION, ...DATA_OPTION },
  details: [
    'Holds for new payments; a payment that was made is asked about, reversed and refunded through the connector that charged it. The connector has to stand in the configuration of wallets, where there is one. One the gateway does not have charges nothing: the payment is refused with 1242.',
  ],
  examples: [
    { line: `opencpm route set ${APP_CODE} 800108 alipay-hk`, purpose: 'A contract of its own for Alipay.' },
  ],
  run(context) {
    const connector = requiredArgument(context, 2, 'CONNECTOR');
    if (!CONNECTOR_NAME.test(connector)) {
      throw wrongUsage('The name of the connector cannot be used.', 'See: opencpm connector list');
    }
    const known = configuredKinds(context, walletsFile(context));
    if (known !== undefined && !known.has(connector)) {
      throw wrongUsage(
        `There is no connector ${connector}; the configuration has ${[...known.keys()].join(', ')}.`,
        'See: opencpm connector list',
      );
    }
    return change(context, connector, known?.get(connector));
  },
};

/** `opencpm route reset`. */
export const routeResetCommand: Command = {
  name: 'route reset',
  summary: 'Let a pay type of a merchant go the way of the configuration again',
  usage: 'APP_CODE PAY_TYPE [options]',
  positionalsMax: 2,
  options: { ...DATA_OPTION },
  examples: [{ line: `opencpm route reset ${APP_CODE} 800108`, purpose: 'No exception any more.' }],
  run: (context) => change(context, ''),
};

/** @param kind of the connector, where it is known: it has to charge the pay type. */
async function change(context: CommandContext, connector: string, kind?: string): Promise<ExitCode> {
  const appCode = requiredArgument(context, 0, 'APP_CODE');
  const payType = requiredArgument(context, 1, 'PAY_TYPE');
  if (!isContractPayType(payType)) {
    throw wrongUsage('The pay type has no route.', `Give one of ${CONTRACT_PAY_TYPES.join(', ')}.`);
  }
  await requireCharges(kind, connector, payType);
  reportMerchant(
    context,
    await administer(context, (administration) =>
      administration.change(appCode, { routes: { [payType]: connector } }),
    ),
  );
  return EXIT.done;
}

async function requireCharges(
  kind: string | undefined,
  connector: string,
  payType: ContractPayType,
): Promise<void> {
  const charged = kind === undefined ? undefined : (await findConnectorKind(kind))?.capabilities.payTypes;
  if (charged === undefined || charged.some((each) => each.payType === payType)) return;
  const all = charged.map((each) => each.payType).join(', ');
  throw wrongUsage(`The connector ${connector} charges ${all} alone.`, 'See: opencpm connector list');
}
