import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { ManualTime } from '../../../packages/gateway/src/clock/test-time.ts';
import type { ChargeOrder, Connector, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import type { FetchedBill } from '../../../packages/gateway/src/wallet/bill-source.ts';
import type { ConfiguredConnector } from '../../../packages/gateway/src/wallet/connector-description.ts';
import type { NotificationReceiver } from '../../../packages/gateway/src/wallet/notification-receiver.ts';
import { TEST_KEYS } from '../../../packages/gateway/src/wallet/alipay/test-vectors.ts';
import { description } from '../../../packages/gateway/src/wallet/unionpay/description.ts';
import {
  TEST_CERTIFICATES,
  TEST_KEY,
} from '../../../packages/gateway/src/wallet/unionpay/test-certificates.ts';
import {
  AcpProtocol,
  openSandbox,
  PartnerProtocol,
  type Sandbox,
  startWalletServer,
  type UnionPayHabits,
  type WalletServer,
} from '../../../packages/sandbox/src/index.ts';
import { GatewaySide, PATIENT } from '../support/gateway-side.ts';

export const MERCHANT_ID = '777290058110048';
export const CERTIFICATE_NUMBER = '68759663125';

/** What the merchant signs with; UnionPay has {@link TEST_KEY}. */
export const MERCHANT_KEY = createPrivateKey({
  key: Buffer.from(TEST_KEYS.merchantPrivate, 'base64'),
  format: 'der',
  type: 'pkcs8',
});

const PEM = MERCHANT_KEY.export({ format: 'pem', type: 'pkcs8' }).toString();
const PUBLIC_PEM = createPublicKey(TEST_KEY).export({ format: 'pem', type: 'spki' }).toString();

/** A notification as it was sent. */
export interface SentNotification {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Which contract a town has. */
export type Contract = 'acp' | 'partner';

interface TownParts {
  readonly contract: Contract;
  readonly time: ManualTime;
  readonly sandbox: Sandbox;
  readonly acp: AcpProtocol;
  readonly partner: PartnerProtocol;
  readonly server: WalletServer;
  readonly received: SentNotification[];
  readonly answers: { next: { readonly status: number; readonly body: string } | undefined };
}

/** A connector, a UnionPay server on loopback and the wallets behind it, under one clock that moves when told. */
export class UnionPayTown {
  readonly time: ManualTime;
  readonly sandbox: Sandbox;
  readonly acp: AcpProtocol;
  readonly server: WalletServer;
  readonly connector: Connector;
  readonly received: SentNotification[];
  /** What the merchant side says to notifications from here on. */
  readonly answers: TownParts['answers'];
  readonly #parts: TownParts;
  readonly #gateway: GatewaySide;

  private constructor(parts: TownParts, values: Readonly<Record<string, unknown>>) {
    this.#parts = parts;
    this.time = parts.time;
    this.sandbox = parts.sandbox;
    this.acp = parts.acp;
    this.server = parts.server;
    this.received = parts.received;
    this.answers = parts.answers;
    this.#gateway = new GatewaySide(description, parts.time);
    this.connector = this.connect(values);
  }

  static async open({
    contract = 'acp',
    habits = {},
    values = {},
  }: {
    readonly contract?: Contract;
    readonly habits?: Partial<UnionPayHabits>;
    readonly values?: Readonly<Record<string, unknown>>;
  } = {}): Promise<UnionPayTown> {
    const time = new ManualTime();
    const sandbox = openSandbox({ file: ':memory:', clock: time, timers: time, randomBytes });
    const received: SentNotification[] = [];
    const answers: TownParts['answers'] = { next: { status: 200, body: 'success' } };
    const parts = {
      door: sandbox.door,
      timers: time,
      identity: {
        privateKey: TEST_KEY,
        certificate: TEST_CERTIFICATES.leaf,
        authority: { privateKey: TEST_KEY, commonName: 'Test intermediate' },
      },
      merchants: [
        {
          merchantId: MERCHANT_ID,
          name: 'Harbour Tea House',
          publicKey: createPublicKey(MERCHANT_KEY),
          certificateNumber: CERTIFICATE_NUMBER,
          serviceProviderId: 'SP00000001',
          currencies: ['CNY', 'HKD'],
        },
      ],
      post: async (url: string, headers: Readonly<Record<string, string>>, body: Buffer) => {
        received.push({ url, headers, body });
        return answers.next;
      },
    } as const;
    const acp = new AcpProtocol({ ...parts, habits });
    const partner = new PartnerProtocol(parts);
    const protocol = contract === 'acp' ? acp : partner;
    const server = await startWalletServer({ protocol, clock: time, timers: time });
    return new UnionPayTown({ contract, time, sandbox, acp, partner, server, received, answers }, values);
  }

  /** A connector towards the same server. */
  connect(values: Readonly<Record<string, unknown>> = {}): Connector {
    return this.#configured(values).create(this.#gateway.ports());
  }

  /** What the gateway does with a notification. */
  receiver(): NotificationReceiver {
    const receiver = this.#configured({}).createReceiver(this.#gateway.ports());
    if (receiver === undefined) throw new Error('the connector takes no notifications');
    return receiver;
  }

  /** Fetches the bill of a day. */
  fetchBill(day: string): Promise<FetchedBill> {
    return this.#configured({}).fetchBill(this.#gateway.ports(), day, PATIENT);
  }

  /** What a person was to look at. */
  get alerts(): readonly string[] {
    return this.#gateway.alerts;
  }

  #configured(values: Readonly<Record<string, unknown>>): ConfiguredConnector {
    return this.#gateway.configured({
      values: {
        contract: this.#parts.contract,
        host: this.server.url,
        file_host: this.server.url,
        merchant_id: MERCHANT_ID,
        private_key_env: 'KEY',
        notify_url: 'http://127.0.0.1:1/wallet/unionpay',
        ...(this.#parts.contract === 'acp'
          ? { certificate_number: CERTIFICATE_NUMBER, wallet_authorities_env: 'AUTHORITIES' }
          : { service_provider_id: 'SP00000001', wallet_public_key_env: 'PUBLIC' }),
        ...values,
      },
      environment: {
        KEY: PEM,
        PUBLIC: PUBLIC_PEM,
        AUTHORITIES: `${TEST_CERTIFICATES.root}${TEST_CERTIFICATES.mid}`,
      },
    });
  }

  /** An order that nobody has seen, with a code that is good. */
  order(changes: Partial<ChargeOrder> = {}): ChargeOrder {
    const usual = { family: 'unionpay', payType: '800708', authCode: '6200000000000000001' } as const;
    return this.#gateway.order(usual, changes);
  }

  /** A refund of an order. */
  refundOf(order: ChargeOrder, changes?: Partial<RefundOrder>): RefundOrder {
    return this.#gateway.refundOf(order, changes);
  }

  /** A call of the connector during which time passes, so that its waits come to an end. */
  async during<Answer>(call: Promise<Answer>): Promise<Answer> {
    let ended = false;
    const watched = call.finally(() => {
      ended = true;
    });
    while (!ended) {
      await new Promise(setImmediate);
      if (this.server.underWay === 0) this.time.advance(100);
    }
    return watched;
  }

  /** Lets time pass, and waits until what fell due is in the book. */
  async pass(durationMs: number): Promise<void> {
    this.time.advance(durationMs);
    for (let turn = 0; turn < 6; turn += 1) await this.sandbox.waiting();
  }

  async close(): Promise<void> {
    this.#gateway.close();
    this.acp.close();
    this.#parts.partner.close();
    await this.server.close();
    this.sandbox.close();
  }
}
