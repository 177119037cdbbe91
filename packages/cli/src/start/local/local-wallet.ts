import type { Clock, ContractPayType, Timers } from '@opencpm/gateway';
import type { PostNotification, WalletDoor, WalletServer } from '@opencpm/sandbox';
import type { LocalKeys } from './local-keys.ts';

/** What a local wallet is started with. */
export interface LocalWalletParts {
  /** The simulated wallets behind it. */
  readonly door: WalletDoor;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly keys: LocalKeys;
  /** Posts its notifications to the gateway. */
  readonly post: PostNotification;
}

/** A wallet on this machine, and how its connector is set up. */
interface RunningWallet {
  readonly server: WalletServer;
  /** The connector's entry, as it would stand in a configuration file; secrets by the names of variables. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What those variables hold. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A wallet that is imitated on this machine in its own protocol, signatures included. */
export interface LocalWallet {
  /** Kind of the connector that charges it. */
  readonly connector: string;
  /** What is charged through it. */
  readonly payTypes: readonly ContractPayType[];
  start(parts: LocalWalletParts): Promise<RunningWallet>;
}
