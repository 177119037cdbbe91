import type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../../../packages/gateway/src/wallet/connector.ts';
import type { World } from '../../world.ts';
import type { WireHost } from './wire-host.ts';

type AnyAnswer = WalletAnswer | ReversalAnswer | RefundAnswer;

/** A connector of production as a process of the simulation has it: what it answers is noted and counted. */
export class WireConnector implements Connector {
  readonly name: string;
  readonly profileOf: NonNullable<Connector['profileOf']>;
  readonly #world: World;
  readonly #host: WireHost;
  readonly #connector: Connector;

  constructor(
    world: World,
    host: WireHost,
    connector: Connector,
    profileOf: NonNullable<Connector['profileOf']>,
  ) {
    this.name = host.name;
    this.profileOf = profileOf;
    this.#world = world;
    this.#host = host;
    this.#connector = connector;
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    this.#world.recorder.codeSent(order.authCode, order.channelOrderId, this.#world.nowMs);
    const answer = await this.#connector.charge(order, signal);
    this.#note('charge', order.channelOrderId, answer);
    this.#remember(order.channelOrderId, answer);
    return answer;
  }

  async query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    const answer = await this.#connector.query(reference, signal);
    this.#note('query', reference.channelOrderId, answer);
    this.#remember(reference.channelOrderId, answer);
    return answer;
  }

  async reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const answer = await this.#connector.reverse(reference, signal);
    this.#note('reverse', reference.channelOrderId, answer);
    if (answer.kind === 'reversed') this.#host.acknowledged.add(reference.channelOrderId);
    return answer;
  }

  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const answer = await this.#connector.refund(order, signal);
    this.#note('refund', order.channelRefundId, answer);
    return answer;
  }

  async queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const answer = await this.#connector.queryRefund(order, signal);
    this.#note('query refund', order.channelRefundId, answer);
    return answer;
  }

  #note(call: string, number: string, answer: AnyAnswer): void {
    const kind = answer.kind === 'declined' && answer.mayStillCharge ? 'declined for now' : answer.kind;
    const why = 'reason' in answer ? `, ${answer.reason}` : '';
    this.#world.note(`${this.name} ${call} ${number}: ${kind}${why}`);
    this.#world.reach(`${this.name} ${call}: ${kind}`);
  }

  /** Counts a reversal that an enquiry confirms, and money that comes after the end. */
  #remember(channelOrderId: string, answer: WalletAnswer): void {
    const { ended, acknowledged } = this.#host;
    const denied = answer.kind === 'reversed' || (answer.kind === 'declined' && !answer.mayStillCharge);
    if ((denied || answer.kind === 'not_found') && acknowledged.has(channelOrderId)) {
      acknowledged.delete(channelOrderId);
      this.#world.reach(`${this.name}: reversal confirmed by query`);
    }
    if (denied) ended.add(channelOrderId);
    else if (answer.kind === 'paid' && ended.delete(channelOrderId)) {
      this.#world.reach(`${this.name}: late charge`);
    }
  }
}
