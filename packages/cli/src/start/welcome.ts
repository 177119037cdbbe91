import type { SandboxCredentials } from './sandbox-credentials.ts';

/** What a developer reads when the gateway is ready: where it is, what to sign with, and a first payment to paste. */
export function welcomeText(
  url: string,
  dataDirectory: string,
  credentials: readonly SandboxCredentials[],
  curl: string | undefined,
): string {
  const blocks = [
    `opencpm: gateway ready at ${url}`,
    [
      `  pay        POST ${url}/trade/v1/payment`,
      `  ask        POST ${url}/trade/v1/query`,
      `  health     GET  ${url}/healthz`,
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
