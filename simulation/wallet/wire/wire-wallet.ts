import type { ConnectorDescription } from '../../../packages/gateway/src/wallet/connector-description.ts';
import type {
  SandboxClock,
  SandboxTimers,
  WalletDoor,
  WalletProtocol,
} from '../../../packages/sandbox/src/index.ts';
import type { Random } from '../../engine/random.ts';

/** What a wallet's server is opened with. */
interface WireWalletParts {
  readonly door: WalletDoor;
  readonly clock: SandboxClock;
  readonly timers: SandboxTimers;
  /** Draws how the wallet behaves where its documents leave a choice. */
  readonly random: Random;
  /** Whether what it says to a reversal is always done, and lasts. */
  readonly keepsItsWord: boolean;
}

/** A server, and how its connector is set up. */
export interface OpenWireWallet {
  readonly protocol: WalletProtocol;
  /** The connector's entry, as it would stand in a configuration file. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly forgery: Forgery;
}

/** How an answer says that a payment is paid, and how it would say that it is refused. */
export interface Forgery {
  readonly paid: string;
  readonly refused: string;
}

/** A connector of production, and the server that speaks its wallet's protocol. */
export interface WireWallet {
  /** Name of the connector in routes and with payments. */
  readonly name: string;
  readonly description: ConnectorDescription;
  /** Whether the wallet's answers name the currency; they do when left out. */
  readonly namesCurrency?: boolean;
  /** Whether its enquiries show what it gave back by itself; they do when left out. */
  readonly showsCorrections?: boolean;
  /** Age of a payment at which the connector believes that an order the wallet does not know will never be; none when left out. */
  readonly unknownIsFinalAfterMs?: number;
  open(parts: WireWalletParts): OpenWireWallet;
}

/** Where every simulated server is reached. */
export const WIRE_HOST = 'https://wallet.example';

/** Nobody is told anything: outcomes are found by enquiries alone. */
export const SILENT_TIMERS: SandboxTimers = { after: () => () => undefined };
