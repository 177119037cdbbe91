import type { ProtocolFault, WalletProtocol, WireReply } from '../../../packages/sandbox/src/index.ts';
import type { World } from '../../world.ts';
import type { Forgery } from './wire-wallet.ts';
import { kindOfPath, numbersIn } from './wire-damage.ts';

/** A request on its way to a wallet. */
export interface HostRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A wallet's server without its sockets. It outlives the gateways that call it, and remembers what it has answered. */
export class WireHost {
  /** Name of its connector. */
  readonly name: string;
  /** Payments that a connector has reported as ended without money, until it reports one as paid. */
  readonly ended = new Set<string>();
  /** Payments whose reversal a connector has reported as done. */
  readonly acknowledged = new Set<string>();
  readonly #world: World;
  readonly #protocol: WalletProtocol;
  readonly #forgery: Forgery;
  readonly #earlier = new Map<string, { readonly numbers: ReadonlySet<string>; readonly reply: WireReply }>();

  constructor(name: string, world: World, protocol: WalletProtocol, forgery: Forgery) {
    this.name = name;
    this.#forgery = forgery;
    this.#world = world;
    this.#protocol = protocol;
  }

  /** Works on a request. A server that fails is a mistake of the simulation or of the server. */
  async answer(request: HostRequest): Promise<WireReply> {
    try {
      const { reply } = await this.#protocol.handle({ ...request, receivedAtMs: this.#world.trueTimeMs });
      return reply;
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#world.violate('T1', `the server of ${this.name} failed: ${text}`);
      return { status: 500, headers: {}, body: Buffer.alloc(0) };
    }
  }

  /** An answer that says paid, with the word for refused and its old signature; undefined for any other. */
  forge(reply: WireReply): WireReply | undefined {
    const text = reply.body.toString();
    const { paid, refused } = this.#forgery;
    return text.includes(paid) ? { ...reply, body: Buffer.from(text.replace(paid, refused)) } : undefined;
  }

  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    return this.#protocol.damage(reply, fault);
  }

  /** The last answer to a call of the same kind that names another payment or refund; keeps this one for later. */
  swap({ target, body }: HostRequest, reply: WireReply): WireReply | undefined {
    const kind = kindOfPath(target);
    const wanted = numbersIn(`${target} ${body.toString()}`);
    const before = this.#earlier.get(kind);
    const numbers = numbersIn(reply.body.toString());
    if (numbers.size > 0) this.#earlier.set(kind, { numbers, reply });
    if (before === undefined) return undefined;
    return [...before.numbers].some((number) => wanted.has(number)) ? undefined : before.reply;
  }
}
