import type { Connectors, Routes } from '../../../packages/gateway/src/wallet/connectors.ts';
import { SettingProblem } from '../../../packages/gateway/src/wallet/settings/setting.ts';
import type { Random } from '../../engine/random.ts';
import type { World } from '../../world.ts';
import type { WalletWay } from '../wallet-choice.ts';
import type { Caller, WalletSide } from '../wallet-side.ts';
import type { DoubleDoor } from './double-door.ts';
import { WireConnector } from './wire-connector.ts';
import { WireHost } from './wire-host.ts';
import { WireHttp } from './wire-http.ts';
import type { OpenWireWallet, WireWallet } from './wire-wallet.ts';

interface Reached {
  readonly wallet: WireWallet;
  readonly opened: OpenWireWallet;
  readonly host: WireHost;
}

const NO_FILES = {
  read(path: string): string {
    throw new SettingProblem(`${path}: simulated wallets are set up without files`);
  },
};

/** Wallet doubles behind the servers of their protocols, called by the connectors of production. */
export class WiredWallets implements WalletSide {
  readonly #world: World;
  readonly #reached: readonly Reached[];
  readonly #routes: Routes;

  constructor(world: World, door: DoubleDoor, ways: readonly WalletWay[], random: Random) {
    this.#world = world;
    const wallets = new Set(ways.flatMap(({ wire }) => (wire === undefined ? [] : [wire])));
    const { emptyAcknowledgement, lateSuccess } = world.weather.payer;
    const clock = { nowMs: (): number => world.trueTimeMs };
    this.#reached = [...wallets].map((wallet) => {
      const opened = wallet.open({
        door,
        clock,
        timers: world.scheduler,
        random: random.fork(wallet.name),
        keepsItsWord: emptyAcknowledgement === 0 && lateSuccess === 0,
      });
      return { wallet, opened, host: new WireHost(wallet.name, world, opened.protocol, opened.forgery) };
    });
    this.#routes = Object.fromEntries(ways.map(({ profile, wire }) => [profile.payType, wire?.name ?? '']));
  }

  connectorsFor(caller: Caller): Connectors {
    const connectors = this.#reached.map((reached) => this.#connector(reached, caller));
    return { byName: new Map(connectors.map((each) => [each.name, each])), routes: this.#routes };
  }

  #connector({ wallet, opened, host }: Reached, caller: Caller): WireConnector {
    const { end, clock, timers, outages } = caller;
    const world = this.#world;
    const random = caller.random.fork(wallet.name);
    const problems: string[] = [];
    const { values, environment } = opened;
    const place = { values, environment, files: NO_FILES };
    const configured = wallet.description.configure(place, (problem) => problems.push(problem));
    if (configured === undefined) {
      throw new Error(`a simulated wallet does not fit its connector: ${problems.join('; ')}`);
    }
    const bytes = random.fork('bytes');
    const connector = configured.create({
      name: wallet.name,
      http: new WireHttp({ world, host, random, end, timers, outages }),
      clock,
      timers,
      randomBytes: (length) => Uint8Array.from({ length }, () => bytes.between(0, 255)),
      alert: (why) => {
        world.note(`${wallet.name} alert: ${why}`);
        world.reach(`${wallet.name}: operator told`);
      },
    });
    return new WireConnector(world, host, connector, (family) => configured.profileOf(family));
  }
}
