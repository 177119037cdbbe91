import type { CommandContext } from '../context.ts';
import type { OptionTable } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { readSettings } from '../settings.ts';
import { findSandboxMerchants, type SandboxMerchant } from './sandbox-merchants.ts';

/** Where the gateway of `opencpm start` listens. */
export const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Which gateway is called, and as whom. */
export interface GatewayAccess {
  /** Address without a slash at its end. */
  readonly url: string;
  readonly appCode: string;
  /** Client key. Secret. */
  readonly key: string;
  /** `mchid`, left out of every call when absent. */
  readonly storeId: string | undefined;
}

/** The options of every command that calls the gateway as a merchant. */
export const ACCESS_OPTIONS: OptionTable = {
  url: {
    type: 'text',
    value: 'URL',
    meaning: `Address of the gateway. Default: OPENCPM_URL, else ${DEFAULT_URL}.`,
  },
  'app-code': {
    type: 'text',
    value: 'CODE',
    meaning:
      'App code. Default: OPENCPM_APP_CODE, else the first direct merchant of the sandbox at that address.',
  },
  key: {
    type: 'text',
    value: 'KEY',
    meaning: 'Client key. Default: OPENCPM_KEY, else the key the sandbox gives.',
  },
  store: { type: 'text', value: 'MCHID', meaning: 'Store, when one was issued. Default: OPENCPM_MCHID.' },
};

/** The address of the gateway from flags and environment. */
export function gatewayUrl(context: CommandContext): string {
  const flag = context.options.text('url');
  const text = flag ?? readSettings(context.environment).url ?? DEFAULT_URL;
  const url = URL.parse(text);
  const web = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!web || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw wrongUsage(
      `${flag === undefined ? 'OPENCPM_URL' : '--url'} is no address of a gateway: ${text}`,
      `Write it like ${DEFAULT_URL} or https://pay.example.com`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

/**
 * Address and credentials: flags, then environment, then the sandbox at the address.
 *
 * @throws CommandFailure when no credentials can be found.
 */
export async function resolveAccess(context: CommandContext): Promise<GatewayAccess> {
  const settings = readSettings(context.environment);
  const url = gatewayUrl(context);
  const appCode = context.options.text('app-code') ?? settings.appCode;
  const key = context.options.text('key') ?? settings.key;
  const storeId = context.options.text('store') ?? settings.storeId;
  if (appCode !== undefined && key !== undefined) return { url, appCode, key, storeId };
  const merchant = chooseMerchant(await findSandboxMerchants(context, url), appCode);
  if (merchant === undefined) {
    const missing = [
      ...(appCode === undefined ? ['--app-code (or OPENCPM_APP_CODE)'] : []),
      ...(key === undefined ? ['--key (or OPENCPM_KEY)'] : []),
    ].join(' and ');
    throw wrongUsage(
      `No credentials for ${url}, and no sandbox there that knows ${appCode === undefined ? 'a merchant' : appCode}.`,
      `Give ${missing}, or start a sandbox with: opencpm start`,
    );
  }
  return { url, appCode: merchant.appCode, key: key ?? merchant.clientKey, storeId };
}

function chooseMerchant(
  merchants: readonly SandboxMerchant[],
  appCode: string | undefined,
): SandboxMerchant | undefined {
  return merchants.find((merchant) =>
    appCode === undefined ? merchant.kind === 'direct' : merchant.appCode === appCode,
  );
}
