import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { WalletServer } from '../../../packages/sandbox/src/index.ts';

/** Told by Node for every HTTP request this process begins. */
const REQUEST_CREATED = 'http.client.request.created';
/** Turns of the event loop without a change after which nothing is expected to follow. */
const QUIET_TURNS = 3;
/** Work without an end is a mistake of the town. */
const TURNS_MAX = 200_000;

/** Work the event loop comes back to by itself: commits of a group, and files being read or written. */
const WORK = /^(?:Immediate|FSReq|CloseReq)/;

/** Knows when a town has come to rest: no request is on its way but those whose answers are held back. */
export class TownRest {
  readonly #open = new Set<ClientRequest>();
  readonly #servers: () => readonly WalletServer[];

  constructor(servers: () => readonly WalletServer[]) {
    this.#servers = servers;
    subscribe(REQUEST_CREATED, this.#onCreated);
  }

  readonly settle = async (): Promise<void> => {
    let quiet = 0;
    for (let turn = 0; quiet < QUIET_TURNS; turn += 1) {
      if (turn > TURNS_MAX)
        throw new Error(`the town does not come to rest: ${this.#open.size} requests open`);
      await new Promise<void>((resolve) => setImmediate(resolve));
      quiet = this.#atRest() ? quiet + 1 : 0;
    }
  };

  close(): void {
    unsubscribe(REQUEST_CREATED, this.#onCreated);
  }

  #atRest(): boolean {
    const servers = this.#servers();
    const held = servers.reduce((sum, server) => sum + server.held, 0);
    return (
      this.#open.size === held &&
      servers.every(({ underWay }) => underWay === 0) &&
      !process.getActiveResourcesInfo().some((name) => WORK.test(name))
    );
  }

  readonly #onCreated = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    this.#open.add(request);
    request.once('close', () => this.#open.delete(request));
  };
}
