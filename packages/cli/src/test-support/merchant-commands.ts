import { afterEach } from 'vitest';
import {
  type ImitatedGateway,
  imitateGateway,
  type ImitatedRoutes,
  type ReceivedRequest,
  TEST_APP_CODE,
  TEST_KEY,
} from './imitated-gateway.ts';
import { type CommandRun, runCommand } from './run-command.ts';

/** Runs commands as the test merchant against an imitated gateway, which is closed after every test. */
export class MerchantCommands {
  #gateway: ImitatedGateway | undefined;

  /** Address of the gateway that was called last. */
  get url(): string {
    return this.#gateway?.url ?? '';
  }

  /** What the gateway received since it was started, the oldest first. */
  get requests(): readonly ReceivedRequest[] {
    return this.#gateway?.requests ?? [];
  }

  /** Starts a gateway with these answers and runs a command that calls it. */
  async run(routes: ImitatedRoutes, words: readonly string[]): Promise<CommandRun> {
    this.#gateway = await imitateGateway(routes);
    const access = ['--url', this.#gateway.url, '--app-code', TEST_APP_CODE, '--key', TEST_KEY];
    return runCommand([...words, ...access]);
  }

  /** Runs a command against an address where nobody listens any more; it stands in `url`. */
  async runUnreachable(words: readonly string[]): Promise<CommandRun & { readonly url: string }> {
    const gone = await imitateGateway({});
    await gone.close();
    const run = await runCommand([...words, '--url', gone.url, '--app-code', 'A', '--key', 'K']);
    return { ...run, url: gone.url };
  }

  async close(): Promise<void> {
    await this.#gateway?.close();
    this.#gateway = undefined;
  }
}

/** Gives the tests of the surrounding file or block their merchant. */
export function useMerchantCommands(): MerchantCommands {
  const merchant = new MerchantCommands();
  afterEach(() => merchant.close());
  return merchant;
}
