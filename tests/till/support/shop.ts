import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { PayTiming } from '../../../packages/client/src/index.ts';
import { systemClock, systemTimers } from '../../../packages/gateway/src/index.ts';
import type { SandboxGateway } from '../../../packages/cli/src/start/sandbox-gateway.ts';
import { startTestSandbox } from '../../../packages/cli/src/test-support/start-test-sandbox.ts';
import {
  serveTill,
  type TillPorts,
  type TillServer,
  type TillSettings,
} from '../../../packages/till/src/index.ts';
import { FAST } from './fast-timing.ts';
import { Line } from './line.ts';
import { Browser } from './browser.ts';

/** The first manager of every shop here. */
export const MANAGER = { name: 'Owner', pin: '918273' };

/** Log lines of a till, for a test that looks for what must not be in them. */
export class LogLines {
  readonly lines: string[] = [];
  readonly log: TillPorts['log'] = {
    info: (event, fields) => void this.lines.push(JSON.stringify({ event, ...fields })),
    warn: (event, fields) => void this.lines.push(JSON.stringify({ event, ...fields })),
    alert: (event, fields) => void this.lines.push(JSON.stringify({ event, ...fields })),
  };
}

/** A gateway with simulated wallets, a network that can be cut, and a till before it. */
export class Shop {
  readonly directory = mkdtempSync(join(tmpdir(), 'opencpm-till-'));
  readonly logs = new LogLines();
  #gateway: SandboxGateway | undefined;
  #line: Line | undefined;
  #server: TillServer | undefined;
  #codes = 0;

  async openGateway(): Promise<void> {
    const dataDirectory = join(this.directory, 'gateway');
    mkdirSync(dataDirectory, { recursive: true });
    this.#gateway = await startTestSandbox(dataDirectory, {
      clock: systemClock,
      timers: systemTimers,
    });
    this.#line = await Line.open(this.#gateway.url);
  }

  get gateway(): SandboxGateway {
    if (this.#gateway === undefined) throw new Error('the gateway is not open');
    return this.#gateway;
  }

  get line(): Line {
    if (this.#line === undefined) throw new Error('the line is not open');
    return this.#line;
  }

  get server(): TillServer {
    if (this.#server === undefined) throw new Error('the till is not open');
    return this.#server;
  }

  /** Key and app code of the shop. */
  get access(): { readonly appCode: string; readonly clientKey: string } {
    const direct = this.gateway.credentials.find(({ merchant }) => merchant.kind === 'direct');
    if (direct === undefined) throw new Error('the sandbox has no direct merchant');
    return { appCode: direct.merchant.appCode, clientKey: direct.clientKey };
  }

  settings(change: Partial<TillSettings> = {}): TillSettings {
    return {
      gatewayUrl: this.line.url,
      gatewayName: 'gateway',
      ...this.access,
      storeId: undefined,
      dataDirectory: join(this.directory, 'till'),
      shopName: 'Harbour Coffee',
      shopLines: ['Pier 7'],
      currencies: ['HKD', 'JPY'],
      payTypes: ['800008', '805808'],
      registers: [
        { id: '1', name: 'Front' },
        { id: '2', name: 'Terrace' },
      ],
      timeZone: 'Asia/Hong_Kong',
      sandbox: false,
      publicUrl: undefined,
      ...change,
    };
  }

  ports(): TillPorts {
    return {
      clock: { ...systemClock, ...systemTimers },
      timers: systemTimers,
      randomBytes: (count) => randomBytes(count),
      fetch: (url, init) => fetch(url, init),
      log: this.logs.log,
      onFatal(error) {
        throw error;
      },
    };
  }

  async openTill(timing: Partial<PayTiming> = {}, change: Partial<TillSettings> = {}): Promise<TillServer> {
    const listen = { host: '127.0.0.1', port: 0, tls: undefined };
    this.#server = await serveTill(this.settings(change), listen, this.ports(), { ...FAST, ...timing });
    return this.#server;
  }

  async closeTill(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** A browser in which the first manager, made when there is none, is logged in. */
  async manager(registerId = '1'): Promise<Browser> {
    const browser = new Browser(this.server.url);
    const { setUpCode } = this.server.till;
    if (setUpCode !== undefined) {
      await browser.setUp({ setUpCode, ...MANAGER });
      return browser;
    }
    await browser.logIn(MANAGER.name, MANAGER.pin, registerId);
    return browser;
  }

  /** A code nobody has scanned, which ends in a test number of the sandbox. */
  code(testNumber = '410001'): string {
    this.#codes += 1;
    return `28${String(this.#codes).padStart(10, '0')}${testNumber}`;
  }

  /** Charges of the gateway that stand or may stand, by order number, as an enquiry tells them. */
  async charges(): Promise<readonly { orderNumber: string; respcd: string; amountMinor: number }[]> {
    const book: unknown = await (
      await fetch(`${this.gateway.url}/sandbox/wallets/alipay/book?limit=100`)
    ).json();
    const { payments } = book as {
      payments: readonly { channel_order_id: string; state: string; amount_minor: number }[];
    };
    return payments.map((entry) => ({
      orderNumber: entry.channel_order_id,
      respcd: entry.state,
      amountMinor: entry.amount_minor,
    }));
  }

  /** The customer enters the password, or refuses. */
  async customer(syssn: string, act: 'approve' | 'refuse'): Promise<void> {
    const answer = await fetch(`${this.gateway.url}/sandbox/payments/${syssn}/${act}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`the customer cannot ${act}: ${await answer.text()}`);
  }

  async dispose(): Promise<void> {
    await this.closeTill();
    await this.#line?.close();
    await this.#gateway?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Gives every test of the surrounding block a shop of its own, its till not yet open. */
export function useShop(): () => Shop {
  let shop: Shop | undefined;
  beforeEach(async () => {
    shop = new Shop();
    await shop.openGateway();
  });
  afterEach(async () => {
    await shop?.dispose();
  });
  return () => {
    if (shop === undefined) throw new Error('the shop is used outside a test');
    return shop;
  };
}
