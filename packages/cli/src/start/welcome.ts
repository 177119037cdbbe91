import { SANDBOX_CASHIER, type Till } from '@opencpm/till';
import type { SandboxCredentials } from './sandbox-credentials.ts';

/** What there is to tell when the gateway is ready. */
export interface Welcome {
  readonly url: string;
  readonly dataDirectory: string;
  readonly credentials: readonly SandboxCredentials[];
  readonly till: Till | undefined;
  /** A first payment to paste. */
  readonly curl: string | undefined;
}

/** What a developer reads when the gateway is ready: where it is, what to sign with, and a first payment to paste. */
export function welcomeText({ url, dataDirectory, credentials, till, curl }: Welcome): string {
  const blocks = [
    `opencpm: gateway ready at ${url}`,
    [
      `  pay        POST ${url}/trade/v1/payment`,
      `  ask        POST ${url}/trade/v1/query`,
      `  health     GET  ${url}/healthz`,
      ...(till === undefined ? [] : [`  till       open ${url}/till in a browser: ${logInHint(till)}`]),
      `  docs       open ${url}/docs in a browser: every call, and a form to try it`,
      `  phone      open ${url}/phone in a browser: a customer's phone`,
      `  sandbox    GET  ${url}/sandbox/merchants, /sandbox/wallets, /sandbox/test-numbers`,
      `  data       ${dataDirectory}`,
    ].join('\n'),
    'Sandbox credentials (play money, this machine only)',
    ...credentials.map(credentialText),
    ...(curl === undefined ? [] : ['First payment: paste this', `  ${curl}`]),
    'Or, in another terminal:  npx opencpm pay 1050 --wait',
  ];
  return `${blocks.join('\n\n')}\n`;
}

function logInHint(till: Till): string {
  return till.sandboxCashierId === undefined
    ? 'log in with your PIN'
    : `log in as ${SANDBOX_CASHIER.name} with PIN ${SANDBOX_CASHIER.pin}`;
}

function credentialText({ merchant, clientKey }: SandboxCredentials): string {
  const lines = [
    `  ${merchant.name} (${merchant.kind === 'direct' ? 'direct merchant, no mchid' : 'partner, name a store in mchid'})`,
    `    app code   ${merchant.appCode}`,
    `    key        ${clientKey}`,
  ];
  const stores = merchant.stores.filter(({ status }) => status === 'active');
  for (const { storeId, name } of stores) lines.push(`    mchid      ${storeId}  ${name}`);
  return lines.join('\n');
}
