import type { Routes } from '../../packages/gateway/src/wallet/connectors.ts';
import type { World } from '../world.ts';
import type { IntentWatch } from './intent-watch.ts';
import type { WalletDouble } from './wallet-double.ts';
import { WalletLine } from './wallet-line.ts';
import type { WalletSide } from './wallet-side.ts';

/** Which of the simulated families a pay type goes to. */
const ROUTES: Routes = {
  '800108': 'alipay',
  '800208': 'wechatpay',
  '801008': 'wechatpay',
  '800708': 'unionpay',
  '805808': 'payme',
};

/** Wallet doubles behind doubles of connectors: no protocol is spoken. */
export function directWallets(
  world: World,
  wallets: readonly WalletDouble[],
  intents: IntentWatch,
): WalletSide {
  return {
    connectorsFor: ({ end, random, outages }) => ({
      byName: new Map(
        wallets.map((wallet) => {
          const { family } = wallet.profile;
          return [family, new WalletLine(world, wallet, random.fork(family), end, outages, intents)];
        }),
      ),
      routes: ROUTES,
    }),
  };
}
