import type { Clock, Timers } from '../clock/clock.ts';
import type { WalletHttp } from './http/wallet-http.ts';

/** What a connector is handed from outside; it reads no clock, no chance and no network by itself. */
export interface ConnectorPorts {
  /** Name of this connector in the configuration; becomes `Connector.name`. */
  readonly name: string;
  /** The network towards the wallet, with its limits, proxy and certificates set up. */
  readonly http: WalletHttp;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Told of what an operator has to look at, such as a signature that does not verify. One short line, no secrets. */
  readonly alert: (why: string) => void;
}
