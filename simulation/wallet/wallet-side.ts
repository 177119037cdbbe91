import type { Clock, Timers } from '../../packages/gateway/src/clock/clock.ts';
import type { Connectors } from '../../packages/gateway/src/wallet/connectors.ts';
import type { Random } from '../engine/random.ts';
import type { ProcessEnd } from '../world.ts';
import type { Outage } from './wallet-line.ts';

/** What a process calls wallets with. */
export interface Caller {
  readonly end: ProcessEnd;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly outages: readonly Outage[];
}

/** The wallets of a world as its gateways reach them. */
export interface WalletSide {
  /** The connectors of one process, made anew whenever it starts. */
  connectorsFor(caller: Caller): Connectors;
}
