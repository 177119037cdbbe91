import { createPublicKey, randomBytes } from 'node:crypto';
import { ManualTime } from '../../../packages/gateway/src/clock/test-time.ts';
import type { ChargeOrder, Connector, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import type { FetchedBill } from '../../../packages/gateway/src/wallet/bill-source.ts';
import type { ConfiguredConnector } from '../../../packages/gateway/src/wallet/connector-description.ts';
import type { NotificationReceiver } from '../../../packages/gateway/src/wallet/notification-receiver.ts';
import type { WalletHttp, WalletReply } from '../../../packages/gateway/src/wallet/http/wallet-http.ts';
import { description } from '../../../packages/gateway/src/wallet/wechatpay/description.ts';
import {
  MERCHANT_KEY,
  PLATFORM_KEY,
  VECTORS,
} from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import {
  type Contract,
  openSandbox,
  Platform,
  type Sandbox,
  startWalletServer,
  type WalletServer,
  type WechatPayHabits,
  WechatPayProtocol,
} from '../../../packages/sandbox/src/index.ts';
import { GatewaySide, PATIENT } from '../support/gateway-side.ts';

/** The APIv3 key of the vectors. */
const API_V3_KEY = VECTORS.sealed.key;

/** The merchant's numbers and keys as both sides of the town know them. */
export const INSTITUTION: Contract = {
  mchid: VECTORS.merchant.mchid,
  mode: 'institution',
  appids: [VECTORS.merchant.appid],
  apiV3Key: API_V3_KEY,
  certificates: [{ serial: VECTORS.merchant.serial, publicKey: createPublicKey(MERCHANT_KEY) }],
  shops: [
    {
      number: VECTORS.merchant.subMchid,
      signer: VECTORS.merchant.mchid,
      name: 'Harbour Tea House',
      kind: 'fusion',
      currencies: ['HKD', 'CNY'],
      categoryCodes: ['5411'],
    },
    {
      number: '1900000110',
      signer: VECTORS.merchant.mchid,
      name: 'Peak Books',
      kind: 'mainland',
      currencies: ['HKD'],
      categoryCodes: ['5942'],
    },
  ],
};

/** A merchant with a contract of its own. */
export const DIRECT: Contract = {
  mchid: '1900000200',
  mode: 'direct',
  appids: ['wx7777777777777777'],
  apiV3Key: API_V3_KEY,
  certificates: [{ serial: 'D1'.padEnd(40, '0'), publicKey: createPublicKey(MERCHANT_KEY) }],
  shops: [
    {
      number: '1900000200',
      signer: '1900000200',
      name: 'Star Ferry Noodles',
      kind: 'hk',
      currencies: ['HKD'],
      categoryCodes: ['5812'],
    },
  ],
};

/** A notification as the wallet has sent it. */
export interface SentNotification {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Where notifications arrive, and what they are answered. */
interface Mailbox {
  readonly received: SentNotification[];
  acknowledge: () => { readonly status: number; readonly body: string } | undefined;
}

/** Settings of the connector as the configuration file has them. */
export const INSTITUTION_SETTINGS: Readonly<Record<string, unknown>> = {
  sp_mchid: INSTITUTION.mchid,
  sp_appid: VECTORS.merchant.appid,
  sub_mchid: VECTORS.merchant.subMchid,
  merchant_category_code: '5411',
  certificate_serial: VECTORS.merchant.serial,
};

/** The same for the merchant with a contract of its own. */
export const DIRECT_SETTINGS: Readonly<Record<string, unknown>> = {
  mode: 'direct',
  mchid: DIRECT.mchid,
  appid: 'wx7777777777777777',
  merchant_category_code: '5812',
  certificate_serial: 'D1'.padEnd(40, '0'),
};

const SECRETS: Readonly<Record<string, string>> = {
  WECHATPAY_KEY: VECTORS.merchant.privateKey,
  WECHATPAY_API_V3: API_V3_KEY,
};

/** A connector, a WeChat Pay server on loopback and the wallets behind it, under one clock that moves when told. */
export class WechatPayTown {
  readonly time: ManualTime;
  readonly sandbox: Sandbox;
  readonly platform: Platform;
  readonly protocol: WechatPayProtocol;
  readonly connector: Connector;
  readonly server: WalletServer;
  readonly mailbox: Mailbox;
  readonly #gateway: GatewaySide;

  private constructor(
    sandbox: Sandbox,
    protocol: WechatPayProtocol,
    platform: Platform,
    server: WalletServer,
    time: ManualTime,
    settings: Readonly<Record<string, unknown>>,
    mailbox: Mailbox,
  ) {
    this.mailbox = mailbox;
    this.time = time;
    this.sandbox = sandbox;
    this.protocol = protocol;
    this.platform = platform;
    this.server = server;
    this.#gateway = new GatewaySide(description, time);
    this.connector = this.connect(settings);
  }

  static async open({
    settings = INSTITUTION_SETTINGS,
    habits = {},
    file = ':memory:',
    time = new ManualTime(),
    mailbox = { received: [], acknowledge: () => ({ status: 200, body: '' }) },
  }: {
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly habits?: Partial<WechatPayHabits>;
    readonly file?: string;
    readonly time?: ManualTime;
    readonly mailbox?: Mailbox;
  } = {}): Promise<WechatPayTown> {
    const sandbox = openSandbox({ file, clock: time, timers: time, randomBytes });
    const platform = new Platform(PLATFORM_KEY, VECTORS.platform.serial, time.nowMs());
    const protocol = new WechatPayProtocol({
      door: sandbox.door,
      clock: time,
      timers: time,
      randomBytes,
      platform,
      contracts: [INSTITUTION, DIRECT],
      habits,
      async post(url, headers, body) {
        mailbox.received.push({ url, headers, body });
        return mailbox.acknowledge();
      },
    });
    await protocol.begin();
    const server = await startWalletServer({ protocol, clock: time, timers: time });
    return new WechatPayTown(sandbox, protocol, platform, server, time, settings, mailbox);
  }

  /** A connector with other settings, towards the same server. */
  connect(settings: Readonly<Record<string, unknown>>, host = this.server.url): Connector {
    return this.#configured(settings, host).create(this.#gateway.ports());
  }

  /** What the gateway does with a notification. */
  receiver(settings: Readonly<Record<string, unknown>> = INSTITUTION_SETTINGS): NotificationReceiver {
    const receiver = this.#configured(settings, this.server.url).createReceiver(this.#gateway.ports());
    if (receiver === undefined) throw new Error('the connector takes no notifications');
    return receiver;
  }

  /** Fetches the statement of a day. @param change what somebody on the line does to it. */
  fetchBill(
    day: string,
    change: (reply: WalletReply) => WalletReply = (reply) => reply,
  ): Promise<FetchedBill> {
    const { http, ...ports } = this.#gateway.ports();
    const changing: WalletHttp = {
      async send(request, signal) {
        const reply = await http.send(request, signal);
        const isBill = reply.kind === 'answer' && request.url.includes('/statements');
        return isBill ? change(reply) : reply;
      },
      close: () => http.close(),
    };
    const configured = this.#configured(INSTITUTION_SETTINGS, this.server.url);
    return configured.fetchBill({ ...ports, http: changing }, day, PATIENT);
  }

  /** What a person was to look at. */
  get alerts(): readonly string[] {
    return this.#gateway.alerts;
  }

  #configured(settings: Readonly<Record<string, unknown>>, host: string): ConfiguredConnector {
    return this.#gateway.configured({
      values: { host, private_key_env: 'WECHATPAY_KEY', api_v3_key_env: 'WECHATPAY_API_V3', ...settings },
      environment: SECRETS,
    });
  }

  /** An order that nobody has seen, with a code that is good. */
  order(changes: Partial<ChargeOrder> = {}): ChargeOrder {
    const usual = { family: 'wechatpay', payType: '800208', authCode: '130000000000000001' } as const;
    return this.#gateway.order(usual, changes);
  }

  /** A refund of an order that was paid. */
  refundOf(order: ChargeOrder, changes?: Partial<RefundOrder>): RefundOrder {
    return this.#gateway.refundOf(order, changes);
  }

  /** Lets time pass, and waits until what fell due is in the book. */
  async pass(durationMs: number): Promise<void> {
    this.time.advance(durationMs);
    await this.sandbox.waiting();
    await this.sandbox.waiting();
    await this.sandbox.waiting();
    await this.sandbox.waiting();
  }

  async close(): Promise<void> {
    this.#gateway.close();
    await this.server.close();
    this.sandbox.close();
  }
}
