import { SETTINGS, type Setting } from '../../packages/gateway/src/config.ts';
import { ENVIRONMENT_VARIABLES } from '../../packages/cli/src/settings.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

function codeOrNothing(text: string): string {
  return text === '' ? '' : code(text);
}

function settingRow({ variable, flag, fallback, meaning }: Setting): readonly string[] {
  return [code(variable), codeOrNothing(flag), codeOrNothing(fallback), meaning];
}

/** Variables the command line reads for the gateway it starts. */
const OF_THE_GATEWAY: ReadonlySet<string> = new Set(['OPENCPM_WALLETS', 'OPENCPM_SANDBOX_WALLETS']);

function walletsRow([name, meaning]: readonly [string, string]): readonly string[] {
  const flag = `--${name.slice('OPENCPM_'.length).toLowerCase().replaceAll('_', '-')}`;
  return [code(name), code(flag), '', meaning];
}

/** The reference page of everything that can be set from outside. */
export function renderSettings(): string {
  return page(
    '# Settings',
    GENERATED_NOTE,
    '## Gateway',
    'Read by `opencpm start` and `opencpm serve` when it starts. A flag wins over its variable, a variable over the default; an empty variable counts as absent. When several settings are wrong, all of them are named and nothing starts.',
    table(
      ['Variable', 'Flag', 'Default', 'Meaning'],
      [
        ...Object.values(SETTINGS).map(settingRow),
        ...ENVIRONMENT_VARIABLES.filter(([name]) => OF_THE_GATEWAY.has(name)).map(walletsRow),
      ],
    ),
    'Settings of a merchant (pay types, currencies, request rates, signature policy, stores) are in the database: see [administer merchants](../guides/administer-merchants.md).',
    '## Commands that call a gateway',
    'Flags win over these variables. Without app code and key, a command asks the sandbox at the address for its first direct merchant.',
    table(
      ['Variable', 'Meaning'],
      ENVIRONMENT_VARIABLES.filter(([name]) => !OF_THE_GATEWAY.has(name)).map(([name, meaning]) => [
        code(name),
        meaning,
      ]),
    ),
  );
}
