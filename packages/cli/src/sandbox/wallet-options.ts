import type { OptionTable } from '../command.ts';
import { ACCESS_OPTIONS } from '../access/gateway-access.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';

/** The wallets of the sandbox, as its paths name them. */
export const SANDBOX_WALLETS = [
  'alipay',
  'alipayhk',
  'wechatpay',
  'wechatpayhk',
  'unionpay',
  'payme',
] as const;

/** What can happen to a code of the sandbox on its way to the till, by the sandbox's names. */
export const SANDBOX_DAMAGES = [
  'line-end',
  'aim-prefix',
  'group-separator',
  'caps-lock',
  'full-width',
  'slash-lost',
  'cut',
  'glued',
  'padding-lost',
  'plus-as-blank',
  'encoded-twice',
] as const;

/** The option that says where the sandbox is. */
export const SANDBOX_OPTIONS: OptionTable = {
  url: ACCESS_OPTIONS['url'] ?? { type: 'text', value: 'URL', meaning: 'Address of the sandbox.' },
};

/** The option that names a wallet. */
export const WALLET_OPTION: OptionTable = {
  wallet: { type: 'text', value: 'WALLET', meaning: `The wallet: ${SANDBOX_WALLETS.join(', ')}.` },
};

/** The wallet named by `--wallet`. */
export function readWallet(context: CommandContext): string {
  const name = context.options.text('wallet');
  if (name !== undefined && SANDBOX_WALLETS.some((wallet) => wallet === name)) return name;
  const problem = name === undefined ? '--wallet is missing.' : `There is no wallet ${name}.`;
  throw wrongUsage(problem, `Choose one of ${SANDBOX_WALLETS.join(', ')}.`);
}
