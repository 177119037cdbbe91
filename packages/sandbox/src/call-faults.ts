import type { WalletFamily } from '@opencpm/protocol';
import { type CallFault, isCallFault, type WalletCall } from './call-fault.ts';
import { type Misbehaviour, planOfMisbehaviour, type SpoiltCall, type WireServer } from './misbehaviour.ts';

/** What can go wrong with a call: on any line, or in the words of a wallet's own protocol. */
export type Fault = CallFault | Misbehaviour;

/** What a developer wants to go wrong. */
export interface FaultOrder {
  readonly call: SpoiltCall;
  readonly fault: Fault;
  /** Only calls for this family of wallets. */
  readonly family?: WalletFamily;
  /** Only calls about this payment, or about this refund where the call is about one. */
  readonly channelOrderId?: string;
  /** How many calls go wrong before they go right again. */
  readonly times: number;
}

/** A fault that still has calls to spoil. */
export interface StandingFault extends FaultOrder {
  /** Counts from 1. */
  readonly number: number;
  readonly left: number;
}

/** A call as a server of a wallet's own protocol sees it. */
export interface ServedCall {
  readonly server: WireServer;
  readonly call: SpoiltCall;
  /** Number of the payment or refund it is about; empty for one that is about none. */
  readonly number: string;
  /** What it may be for; several as long as the server does not know. */
  readonly families: readonly WalletFamily[];
}

/** Faults waiting for their calls, the oldest first. They are forgotten when the sandbox ends. */
export class CallFaults {
  #standing: readonly StandingFault[] = [];
  #latest = 0;

  add(order: FaultOrder): StandingFault {
    this.#latest += 1;
    const standing = { ...order, number: this.#latest, left: order.times };
    this.#standing = [...this.#standing, standing];
    return standing;
  }

  list(): readonly StandingFault[] {
    return this.#standing;
  }

  clear(): void {
    this.#standing = [];
  }

  /** What goes wrong on the line with a call that comes in now; it has one call less then. */
  take(call: WalletCall, family: WalletFamily, channelOrderId: string): CallFault | undefined {
    const found = this.#standing.find(
      ({ fault, ...order }) => isCallFault(fault) && isFor(order, call, [family], channelOrderId),
    );
    this.#spend(found);
    return found !== undefined && isCallFault(found.fault) ? found.fault : undefined;
  }

  /** What a server does wrong, in its own words, with a call that comes in now; it has one call less then. */
  takeOwn(served: ServedCall): Misbehaviour | undefined {
    const found = this.#ownOf(served);
    this.#spend(found);
    return found === undefined || isCallFault(found.fault) ? undefined : found.fault;
  }

  /** What {@link takeOwn} would give, left where it is. */
  expectedOwn(served: ServedCall): Misbehaviour | undefined {
    const found = this.#ownOf(served);
    return found === undefined || isCallFault(found.fault) ? undefined : found.fault;
  }

  #ownOf({ server, call, number, families }: ServedCall): StandingFault | undefined {
    return this.#standing.find(
      ({ fault, ...order }) =>
        !isCallFault(fault) &&
        planOfMisbehaviour(fault).servers.includes(server) &&
        isFor(order, call, families, number),
    );
  }

  #spend(found: StandingFault | undefined): void {
    if (found === undefined) return;
    this.#standing = this.#standing.flatMap((each) => {
      if (each !== found) return [each];
      return each.left > 1 ? [{ ...each, left: each.left - 1 }] : [];
    });
  }
}

function isFor(
  order: Omit<StandingFault, 'fault'>,
  call: SpoiltCall,
  families: readonly WalletFamily[],
  number: string,
): boolean {
  return (
    order.call === call &&
    (order.family === undefined || families.includes(order.family)) &&
    (order.channelOrderId === undefined || order.channelOrderId === number)
  );
}
