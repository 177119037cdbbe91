import type { Browser, BrowserContext, Page } from 'playwright-core';
import { vi } from 'vitest';
import { GatewayProcess } from '../../wire/support/gateway-process.ts';
import { SecretWatch } from '../../wire/support/secret-watch.ts';
import { WireClient } from '../../wire/support/wire-client.ts';
import { launchBrowser } from './browser.ts';
import { type Offences, watchContext } from './watched-page.ts';

/** The narrowest phone the pages are made for, in CSS pixels. */
export const SMALL_PHONE = { width: 360, height: 740 } as const;

/** How long a test waits for the page to show something, also on a machine that does much else. */
export const PATIENCE_MS = 30_000;
// More than one such wait, so that the wait ends first: its message says what was missing.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** A cookie that a window of this desk brings along, as if its server had set it. */
export interface WindowCookie {
  readonly name: string;
  readonly value: string;
}

/** How a window differs from an English, light, small phone. */
export interface WindowChanges {
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  /** `block`: no page keeps an offline copy, so that every request goes over the line. */
  readonly serviceWorkers?: 'allow' | 'block';
  readonly cookies?: readonly WindowCookie[];
}

/** A desk with a running gateway, a merchant's till that speaks the wire, and a browser with as many windows as needed. */
export class Desk {
  readonly #gateway: GatewayProcess;
  #running = true;
  readonly till: WireClient;
  readonly #browser: Browser;
  readonly #contexts = new Set<BrowserContext>();
  readonly #offences: Offences[] = [];

  static async open(): Promise<Desk> {
    const [gateway, browser] = await Promise.all([GatewayProcess.start(true), launchBrowser()]);
    return new Desk(gateway, browser);
  }

  private constructor(gateway: GatewayProcess, browser: Browser) {
    const [direct] = gateway.credentials;
    if (direct === undefined) throw new Error('the gateway has no merchant');
    this.#gateway = gateway;
    this.#browser = browser;
    this.till = new WireClient(gateway.url, direct, new SecretWatch());
  }

  get url(): string {
    return this.#gateway.url;
  }

  /** Opens a window with nothing remembered from others. */
  async openWindow(path: string, { cookies = [], ...changes }: WindowChanges = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Asia/Hong_Kong',
      viewport: SMALL_PHONE,
      ...changes,
    });
    this.#contexts.add(context);
    this.#offences.push(await watchContext(context, this.url));
    const { hostname: domain } = new URL(this.url);
    await context.addCookies(
      cookies.map((each) => ({
        ...each,
        domain,
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      })),
    );
    // Nothing in these pages takes as long; a test that waits in vain ends with a message of its own.
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(this.url + path);
    return page;
  }

  /** Closes the windows of a test and says what they did wrong; empty when nothing. */
  async closeWindows(): Promise<readonly string[]> {
    for (const context of this.#contexts) await context.close();
    this.#contexts.clear();
    return this.#offences.splice(0).flatMap(({ errors, foreignRequests }) => [...errors, ...foreignRequests]);
  }

  /** Tells the sandbox something, as a developer would. */
  async tellSandbox(path: string, body: object): Promise<void> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Refuses every payment that still waits for its payer. */
  async refuseWaiting(): Promise<void> {
    const answer = await fetch(`${this.url}/sandbox/waiting`);
    const { payments } = (await answer.json()) as { payments: { channel_order_id: string }[] };
    for (const { channel_order_id: id } of payments) {
      await this.tellSandbox(`/sandbox/payments/${id}/refuse`, {});
    }
  }

  /** Stops the gateway while the windows stay open. */
  async stopGateway(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    await this.#gateway.stop();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.stopGateway();
  }
}
