import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { ManualTime } from '../../../packages/gateway/src/clock/test-time.ts';
import type { ChargeOrder, Connector, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import type { ConfiguredConnector } from '../../../packages/gateway/src/wallet/connector-description.ts';
import { description } from '../../../packages/gateway/src/wallet/alipay/description.ts';
import type { AlipayDialectName } from '../../../packages/gateway/src/wallet/alipay/dialect.ts';
import { signatureHeader } from '../../../packages/gateway/src/wallet/alipay/signature.ts';
import { TEST_CLIENT_ID, TEST_KEYS } from '../../../packages/gateway/src/wallet/alipay/test-vectors.ts';
import type { NotificationReceiver } from '../../../packages/gateway/src/wallet/notification-receiver.ts';
import {
  type AlipayClient,
  AlipayProtocol,
  type AlipaySettings,
  type Misbehaviour,
  openSandbox,
  type PostNotification,
  type Sandbox,
  type SpoiltCall,
  startWalletServer,
  USUAL_CHOICES,
  type WalletServer,
} from '../../../packages/sandbox/src/index.ts';
import { GatewaySide } from '../support/gateway-side.ts';

const MERCHANT_KEY = createPrivateKey({
  key: Buffer.from(TEST_KEYS.merchantPrivate, 'base64'),
  format: 'der',
  type: 'pkcs8',
});
const KEYS = new Map([['1', createPublicKey(MERCHANT_KEY)]]);

/** One client for each contract. */
export const CLIENTS: Readonly<Record<AlipayDialectName, AlipayClient>> = {
  ams: { clientId: TEST_CLIENT_ID, dialect: 'ams', keys: KEYS },
  acqp: { clientId: 'ACQP0001', dialect: 'acqp', keys: KEYS },
  alipayhk: { clientId: 'ALIPAYHK0001', dialect: 'alipayhk', keys: KEYS },
};

/** What a raw request may do in its own way. */
export interface RawRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly time?: string;
  readonly clientId?: string;
  readonly keyVersion?: string;
  readonly signature?: string;
}

/** A notification as it was sent. */
export interface SentNotification {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The merchant side of notifications. */
class Mailbox {
  readonly received: SentNotification[] = [];
  acknowledge: () => { readonly status: number; readonly body: string } | undefined = () => ({
    status: 200,
    body: '{"result":{"resultCode":"SUCCESS","resultStatus":"S"}}',
  });

  readonly post: PostNotification = async (url, headers, body) => {
    this.received.push({ url, headers, body });
    return this.acknowledge();
  };
}

interface TownParts {
  readonly sandbox: Sandbox;
  readonly time: ManualTime;
  readonly protocol: AlipayProtocol;
  readonly server: WalletServer;
  readonly mailbox: Mailbox;
}

/** A connector, an Alipay server on loopback and the wallets behind it, under one clock that moves when told. */
export class AlipayTown {
  readonly time: ManualTime;
  readonly sandbox: Sandbox;
  readonly protocol: AlipayProtocol;
  readonly server: WalletServer;
  readonly mailbox: Mailbox;
  readonly connector: Connector;
  readonly #gateway: GatewaySide;

  private constructor({ sandbox, time, protocol, server, mailbox }: TownParts, dialect: AlipayDialectName) {
    this.sandbox = sandbox;
    this.time = time;
    this.protocol = protocol;
    this.server = server;
    this.mailbox = mailbox;
    this.#gateway = new GatewaySide(description, time);
    this.connector = this.connect(dialect);
  }

  static async open({
    choices = {},
    dialect = 'ams',
    client = {},
  }: {
    readonly choices?: Partial<AlipaySettings>;
    readonly dialect?: AlipayDialectName;
    readonly client?: Partial<AlipayClient>;
  } = {}): Promise<AlipayTown> {
    const time = new ManualTime();
    const mailbox = new Mailbox();
    const sandbox = openSandbox({ file: ':memory:', clock: time, timers: time, randomBytes });
    const privateKey = createPrivateKey({
      key: Buffer.from(TEST_KEYS.walletPrivate, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const clients = Object.values({ ...CLIENTS, [dialect]: { ...CLIENTS[dialect], ...client } });
    const settings = { ...USUAL_CHOICES, clients, privateKey, ...choices };
    const { door } = sandbox;
    const protocol = new AlipayProtocol({ door, settings, clock: time, timers: time, post: mailbox.post });
    const server = await startWalletServer({ protocol, clock: time, timers: time });
    return new AlipayTown({ sandbox, time, protocol, server, mailbox }, dialect);
  }

  /** A connector towards the same server. */
  connect(dialect: AlipayDialectName, values: Readonly<Record<string, unknown>> = {}): Connector {
    return this.#configured(dialect, values).create(this.#gateway.ports());
  }

  /** What the gateway does with a notification. */
  receiver(): NotificationReceiver {
    const receiver = this.#configured('ams', {}).createReceiver(this.#gateway.ports());
    if (receiver === undefined) throw new Error('the connector takes no notifications');
    return receiver;
  }

  /** What a person was to look at. */
  get alerts(): readonly string[] {
    return this.#gateway.alerts;
  }

  #configured(dialect: AlipayDialectName, values: Readonly<Record<string, unknown>>): ConfiguredConnector {
    return this.#gateway.configured({
      values: {
        dialect,
        host: this.server.url,
        client_id: CLIENTS[dialect].clientId,
        private_key_env: 'KEY',
        wallet_public_key_env: 'WALLET_KEY',
        notify_url: 'http://127.0.0.1:1/wallet/alipay',
        merchant_id: 'M0001',
        merchant_mcc: '5814',
        store_id: 'S0001',
        ...(dialect === 'alipayhk' ? { acquirer_id: 'A1', psp_id: 'P1' } : {}),
        ...values,
      },
      environment: {
        KEY: TEST_KEYS.merchantPrivate,
        WALLET_KEY: TEST_KEYS.walletPublic,
        TOKEN: 'agent-token',
      },
    });
  }

  /** An order that nobody has seen, with a code that is good. */
  order(changes: Partial<ChargeOrder> = {}): ChargeOrder {
    const usual = { family: 'alipay', payType: '800108', authCode: '280000000000000001' } as const;
    return this.#gateway.order(usual, changes);
  }

  /** A refund of an order. */
  refundOf(order: ChargeOrder, changes?: Partial<RefundOrder>): RefundOrder {
    return this.#gateway.refundOf(order, changes);
  }

  /** A fresh code of an account, after its settings were changed. */
  async code(account: string, change: Parameters<Sandbox['changeAccount']>[1] = {}): Promise<string> {
    await this.sandbox.changeAccount(account, change);
    const wallet = account === 'chan-tai-man' ? 'alipayhk' : 'alipay';
    return (await this.sandbox.issueCode(wallet, account)).authCode;
  }

  /** Lets the next calls go wrong in Alipay's own words. */
  misbehave(call: SpoiltCall, fault: Misbehaviour, times = 1): void {
    this.sandbox.faults.add({ call, fault, times });
  }

  /** Posts a signed request by hand. */
  async post(
    content: object | string,
    raw: RawRequest = {},
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const { path = '/ams/sandbox/api/v1/payments/pay', method = 'POST', clientId = TEST_CLIENT_ID } = raw;
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const time = raw.time ?? String(this.time.nowMs());
    const signed = signatureHeader(
      { path, clientId, time, body: Buffer.from(body) },
      MERCHANT_KEY,
      raw.keyVersion ?? '1',
    );
    const answer = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json; charset=UTF-8',
        'Client-Id': clientId,
        'Request-Time': time,
        Signature: raw.signature ?? signed,
        ...raw.headers,
      },
      ...(method === 'GET' ? {} : { body }),
    });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as Record<string, unknown>,
    };
  }

  /** Lets time pass, and waits until what fell due is in the book. */
  async pass(durationMs: number): Promise<void> {
    this.time.advance(durationMs);
    for (let turn = 0; turn < 6; turn += 1) await this.sandbox.waiting();
  }

  async close(): Promise<void> {
    this.#gateway.close();
    this.protocol.close();
    await this.server.close();
    this.sandbox.close();
  }
}
