import { randomBytes } from 'node:crypto';
import type { ManualTime } from '../../../packages/gateway/src/clock/test-time.ts';
import type { ChargeOrder, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import type {
  ConfiguredConnector,
  ConnectorDescription,
} from '../../../packages/gateway/src/wallet/connector-description.ts';
import type { ConnectorPorts } from '../../../packages/gateway/src/wallet/connector-ports.ts';
import { NodeWalletHttp } from '../../../packages/gateway/src/wallet/http/node-wallet-http.ts';

/** A signal that never fires. */
export const PATIENT: AbortSignal = new AbortController().signal;

const CONNECTION = {
  connectTimeoutMs: 5_000,
  totalTimeoutMs: 25_000,
  proxy: undefined,
  tlsCertificate: undefined,
  tlsKey: undefined,
  tlsAuthorities: undefined,
};

/** What stands in a `wallets.json` about a connector, and in the environment. */
export interface ConnectorValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** The gateway's side of a town with one wallet server: what it hands a connector, and what it asks of it. */
export class GatewaySide {
  /** What a person was to look at. */
  readonly alerts: string[] = [];
  readonly #description: ConnectorDescription;
  readonly #time: ManualTime;
  readonly #http: NodeWalletHttp[] = [];
  #numbers = 0;

  constructor(description: ConnectorDescription, time: ManualTime) {
    this.#description = description;
    this.#time = time;
  }

  /** @throws Error naming what is wrong with the values. */
  configured({ values, environment }: ConnectorValues): ConfiguredConnector {
    const problems: string[] = [];
    const files = {
      read: (): never => {
        throw new Error('no file is read here');
      },
    };
    const place = { values, environment, files };
    const configured = this.#description.configure(place, (problem) => problems.push(problem));
    if (configured === undefined) throw new Error(problems.join('; '));
    return configured;
  }

  ports(): ConnectorPorts {
    const http = new NodeWalletHttp(CONNECTION, this.#time);
    this.#http.push(http);
    return {
      name: this.#description.name,
      http,
      clock: this.#time,
      timers: this.#time,
      randomBytes,
      alert: (why) => this.alerts.push(why),
    };
  }

  /** An order that nobody has seen. */
  order(
    usual: Pick<ChargeOrder, 'family' | 'payType' | 'authCode'>,
    changes: Partial<ChargeOrder>,
  ): ChargeOrder {
    return {
      channelOrderId: this.#nextNumber(),
      amountMinor: 12_880,
      currency: 'HKD',
      description: '奶茶 Tea',
      creditBarred: false,
      createdAtMs: this.#time.nowMs(),
      merchantNumber: 1,
      merchantName: 'Harbour Tea House',
      storeId: '',
      deviceId: '',
      ...usual,
      ...changes,
    };
  }

  /** A refund of an order. */
  refundOf(order: ChargeOrder, changes: Partial<RefundOrder> = {}): RefundOrder {
    return {
      channelRefundId: this.#nextNumber(),
      channelOrderId: order.channelOrderId,
      family: order.family,
      walletNumber: '',
      amountMinor: 5_000,
      paymentAmountMinor: order.amountMinor,
      currency: order.currency,
      createdAtMs: this.#time.nowMs(),
      paymentCreatedAtMs: order.createdAtMs,
      ...changes,
    };
  }

  close(): void {
    for (const http of this.#http) http.close();
  }

  #nextNumber(): string {
    this.#numbers += 1;
    return `20260301000100000000${String(this.#numbers).padStart(6, '0')}`;
  }
}
