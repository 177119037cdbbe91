import { readMerchantSettings, MERCHANT_OPTIONS } from '../administration/merchant-options.ts';
import { merchantJson, merchantText } from '../administration/merchant-report.ts';
import { DATA_OPTION, dataDirectory } from '../administration/data-directory.ts';
import { warnKeyShownOnce } from '../administration/new-credentials.ts';
import { withAdministration } from '../administration/reach-administration.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readMasterKey } from '../settings.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';

/** `opencpm merchant add`: makes a merchant and its credentials. */
export const merchantAddCommand: Command = {
  name: 'merchant add',
  summary: 'Add a merchant and print its credentials',
  usage: '--name NAME [options]',
  positionalsMax: 0,
  options: {
    name: { type: 'text', value: 'NAME', meaning: 'Name of the merchant.' },
    kind: {
      type: 'text',
      value: 'direct|partner',
      meaning: 'A partner names a store in every call. Default: direct.',
    },
    store: {
      type: 'text',
      value: '[MCHID=]NAME',
      multiple: true,
      meaning: 'A store; an mchid is made up when none is given.',
    },
    ...MERCHANT_OPTIONS,
    ...DATA_OPTION,
  },
  details: [
    'Without options the merchant may use all six pay types in HKD, signs with MD5 or SHA-256, and may send 100 requests a second and 400 a minute.',
    'Works beside a running gateway and without one. The client key is printed once and cannot be shown again.',
  ],
  examples: [
    { line: 'opencpm merchant add --name "Tea House"', purpose: 'A direct merchant in HKD.' },
    {
      line: 'opencpm merchant add --name "Mall" --kind partner --store M001="Ground floor" --signatures sha256',
      purpose: 'A partner with one store that has to sign with SHA-256.',
    },
  ],
  run: merchantAdd,
};

async function merchantAdd(context: CommandContext): Promise<ExitCode> {
  const { options } = context;
  const name = options.text('name');
  if (name === undefined)
    throw wrongUsage('--name is missing.', 'Give the merchant a name: --name "Tea House"');
  const kind = options.text('kind') ?? 'direct';
  if (kind !== 'direct' && kind !== 'partner') {
    throw wrongUsage(
      `--kind is neither direct nor partner: ${kind}`,
      'Write --kind direct or --kind partner.',
    );
  }
  const request = {
    name,
    kind,
    ...readMerchantSettings(context),
    stores: options.texts('store').map(newStore),
  } as const;
  const { merchant, clientKey } = await withAdministration(
    dataDirectory(context),
    readMasterKey(context.environment),
    (administration) => administration.add(request),
  );
  if (context.json) {
    printJson(context.stdout, { ...merchantJson(merchant), client_key: clientKey });
    return EXIT.done;
  }
  context.stdout.write(`${merchantText(context, merchant)}\n${formatFields([['client key', clientKey]])}`);
  warnKeyShownOnce(context);
  return EXIT.done;
}

function newStore(text: string): { readonly storeId?: string; readonly name: string } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text } : { storeId: text.slice(0, equals), name: text.slice(equals + 1) };
}
