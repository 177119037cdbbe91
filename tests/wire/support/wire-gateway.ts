import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type SandboxGateway, startSandboxGateway } from '../../../packages/cli/src/start/sandbox-gateway.ts';
import {
  ALL_CURRENCIES,
  type GatewayConfig,
  type MerchantAdministration,
  type NewMerchant,
  type NotificationAdministration,
  type RefundPolicy,
} from '../../../packages/gateway/src/index.ts';
import type { CodeDamage } from '../../../packages/sandbox/src/payment-code/damage.ts';
import { LogFile } from './log-file.ts';
import { readLogLines, SecretWatch } from './secret-watch.ts';
import type { VirtualTime } from './virtual-time.ts';
import { WireClient } from './wire-client.ts';

/** A payment in a wallet's own book. */
export interface WalletOrder {
  readonly channel_order_id: string;
  readonly wallet: string;
  readonly state: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly times_charged: number;
}

/** What exists on both sides of the gateway. */
export interface Traces {
  readonly transactions: number;
  readonly codeUses: number;
  readonly walletOrders: number;
}

/** How a gateway differs from the usual one. */
export interface WireGatewayOptions {
  /** Off unless a test is about it: the tests send more than a merchant may. */
  readonly rateLimited?: boolean;
  /** Proxies whose X-Forwarded-For is believed; none when left out. */
  readonly trustedProxies?: readonly string[];
  /** The machine's own time when left out. */
  readonly time?: VirtualTime;
  /** The operator's rules of refunds; the usual ones when left out. */
  readonly refundPolicy?: RefundPolicy;
  /** How the wallets are reached; directly when left out. */
  readonly wallets?: 'http' | 'direct';
}

const WALLETS = ['alipay', 'alipayhk', 'wechatpay', 'wechatpayhk', 'unionpay', 'payme'];

/** The whole gateway with its sandbox, listening, on an empty data directory of its own. */
export class WireGateway {
  readonly watch = new SecretWatch();
  readonly directory: string;
  readonly #running: SandboxGateway;
  readonly #log: LogFile;

  static async start(options: WireGatewayOptions = {}): Promise<WireGateway> {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-wire-'));
    const log = new LogFile(join(directory, 'log.jsonl'));
    const { rateLimited = false, time, refundPolicy, wallets = 'direct', trustedProxies = [] } = options;
    const running = await startSandboxGateway({
      config: {
        ...configOf(directory, rateLimited),
        trustedProxies,
        ...(refundPolicy === undefined ? {} : { refundPolicy }),
      },
      log,
      wallets,
      randomBytes: (length) => randomBytes(length),
      onFatal(error) {
        throw error;
      },
      ...(time === undefined ? {} : { clock: time, timers: time }),
    });
    return new WireGateway(running, directory, log);
  }

  private constructor(running: SandboxGateway, directory: string, log: LogFile) {
    this.#running = running;
    this.directory = directory;
    this.#log = log;
    for (const { clientKey } of running.credentials) this.watch.add('client key', clientKey);
    this.watch.add('master key', readFileSync(join(directory, 'master.key'), 'utf8').trim());
  }

  get url(): string {
    return this.#running.url;
  }

  get administration(): MerchantAdministration {
    return this.#running.administration;
  }

  get notifications(): NotificationAdministration {
    return this.#running.notifications;
  }

  /** A fresh direct merchant that takes every pay type and currency, unless asked for differently. */
  async merchant(changes: Partial<NewMerchant> = {}): Promise<WireClient> {
    const { merchant, clientKey } = await this.administration.add({
      name: 'Test Shop',
      kind: 'direct',
      currencies: ALL_CURRENCIES,
      ...changes,
    });
    return this.till(merchant.appCode, clientKey);
  }

  /** A fresh partner with stores of these ids. */
  partner(...storeIds: readonly string[]): Promise<WireClient> {
    return this.merchant({
      kind: 'partner',
      stores: storeIds.map((storeId) => ({ storeId, name: `Store ${storeId}` })),
    });
  }

  /** A till with given credentials. */
  till(appCode: string, clientKey: string): WireClient {
    return new WireClient(this.url, { appCode, clientKey }, this.watch);
  }

  /** A code from a customer's phone. */
  async phoneCode(wallet: string, account?: string): Promise<{ auth_code: string; emv_text?: string }> {
    const code = (await this.sandbox(
      `/wallets/${wallet}/codes`,
      account === undefined ? {} : { account },
    )) as { auth_code: string; emv_text?: string };
    for (const secret of [code.auth_code, code.emv_text ?? '']) this.watch.add('auth code', secret);
    return code;
  }

  /** The text of a fresh QR of UnionPay as it arrives after a damage. */
  async damagedText(damage: CodeDamage): Promise<string> {
    const { auth_code, emv_text, damaged } = (await this.sandbox('/wallets/unionpay/codes', { damage })) as {
      auth_code: string;
      emv_text: string;
      damaged: { emv_text: string };
    };
    for (const secret of [auth_code, emv_text, damaged.emv_text]) this.watch.add('auth code', secret);
    return damaged.emv_text;
  }

  /** Does something on the customer's side. */
  async sandbox(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.url}/sandbox${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  /** What the wallets have in their own books, all of them or one. */
  async walletOrders(...wallets: readonly string[]): Promise<readonly WalletOrder[]> {
    const books = (wallets.length === 0 ? WALLETS : wallets).map(async (wallet) => {
      const response = await fetch(`${this.url}/sandbox/wallets/${wallet}/book?limit=1000`);
      return ((await response.json()) as { payments: WalletOrder[] }).payments;
    });
    return (await Promise.all(books)).flat();
  }

  /** Counts what exists on both sides, behind the back of the gateway. */
  async traces(): Promise<Traces> {
    const walletOrders = (await this.walletOrders()).length;
    const database = this.openDatabase({ readOnly: true });
    try {
      const count = (table: string): number =>
        Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows']);
      return { transactions: count('transactions'), codeUses: count('auth_code_uses'), walletOrders };
    } finally {
      database.close();
    }
  }

  /** A second connection to the gateway's database. */
  openDatabase(options: { readonly readOnly?: boolean } = {}): DatabaseSync {
    return new DatabaseSync(join(this.directory, 'opencpm.db'), options);
  }

  /** The log so far, one entry per line. */
  async logEntries(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return readLogLines(await this.#log.text());
  }

  /**
   * Stops the gateway, removes its data and judges its log. With virtual time, every wallet that is still waited for
   * must have been given up before.
   *
   * @throws Error when the log holds a secret or a line that is no JSON object.
   */
  async close(): Promise<void> {
    await this.#running.close();
    const text = await this.#log.text();
    rmSync(this.directory, { recursive: true });
    readLogLines(text);
    const leaks = this.watch.leaksIn(text);
    if (leaks.length > 0) throw new Error(`the log holds secrets: ${leaks.join(', ')}`);
  }
}

function configOf(dataDirectory: string, rateLimited: boolean): GatewayConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    dataDirectory,
    node: 1,
    logLevel: 'info',
    rateLimited,
    masterKey: undefined,
  };
}
