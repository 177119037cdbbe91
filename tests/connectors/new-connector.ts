import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

/** `npm run new:connector NAME`: a folder that is a connector from then on, with everything that is left to do as failing tests. */
const [name = ''] = process.argv.slice(2);
const folder = new URL(`../../packages/gateway/src/wallet/${name}/`, import.meta.url);
if (!/^[a-z][a-z0-9]{1,31}$/.test(name)) {
  process.stderr.write('Give a name of 2 to 32 small letters and digits: npm run new:connector NAME\n');
  process.exitCode = 2;
} else if (existsSync(folder)) {
  process.stderr.write(`There is a folder ${folder.pathname} already.\n`);
  process.exitCode = 2;
} else {
  mkdirSync(folder);
  writeFileSync(new URL('description.ts', folder), descriptionOf(name));
  process.stdout.write(
    [
      `Made ${folder.pathname}description.ts.`,
      'What is left to do fails until it is done: npx vitest run tests/connectors/checklist.test.ts',
      '  the calls, the code table and the schedule, from the contract of the wallet',
      `  the page docs/wallets/${name}.md`,
      '  a server of the protocol in packages/sandbox/src/server, and its line in packages/cli/src/start/local/local-wallets.ts',
      'Then: npm run agreement -- --payments 2000, and npm run docs.',
      '',
    ].join('\n'),
  );
}

function descriptionOf(kind: string): string {
  return `import type { RefundAnswer, ReversalAnswer, WalletAnswer } from '../connector.ts';
import { describeConnector } from '../connector-description.ts';
import { DEFAULT_PROFILE } from '../resolver-profile.ts';
import { host } from '../settings/plain-settings.ts';

const UNKNOWN = { kind: 'unknown', reason: 'this connector makes no calls yet' } as const;

/** The connector to ${kind}. */
export const description = describeConnector({
  name: '${kind}',
  title: '',
  documentation: 'wallets/${kind}.md',
  capabilities: {
    payTypes: [{ payType: '800108', currencies: 'any' }],
    refund: { partial: false, window: '' },
    reversal: { window: '' },
    notifications: false,
  },
  settings: { host: host({ meaning: 'where the wallet is reached', example: 'https://wallet.example' }) },
  codes: [],
  profileOf: () => DEFAULT_PROFILE,
  hostOf: (settings) => settings.host,
  create: (_settings, { name }) => ({
    name,
    charge: async (): Promise<WalletAnswer> => UNKNOWN,
    query: async (): Promise<WalletAnswer> => UNKNOWN,
    reverse: async (): Promise<ReversalAnswer> => UNKNOWN,
    refund: async (): Promise<RefundAnswer> => UNKNOWN,
    queryRefund: async (): Promise<RefundAnswer> => UNKNOWN,
  }),
  keys: () => [],
  sample: (settings) => ({ method: 'POST', url: settings.host.href, headers: {}, textToSign: '', body: '' }),
});
`;
}
