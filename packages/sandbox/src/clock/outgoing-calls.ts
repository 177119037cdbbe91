import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Told by Node for every HTTP or HTTPS request this process begins. */
const REQUEST_CREATED = 'http.client.request.created';

/** Counts the HTTP requests of this process that wait for their answers, such as notifications on their way. */
export class OutgoingCalls {
  readonly #monotonicMs: () => number;
  readonly #begunAtMs = new Map<ClientRequest, number>();

  /** @param monotonicMs the machine's own clock, not one that can be moved. */
  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
    subscribe(REQUEST_CREATED, this.#onCreated);
  }

  /** How many calls are under way that began less than so long ago. */
  youngerThan(ageMs: number): number {
    const sinceMs = this.#monotonicMs() - ageMs;
    let count = 0;
    for (const begunAtMs of this.#begunAtMs.values()) if (begunAtMs > sinceMs) count += 1;
    return count;
  }

  /** Stops counting. */
  close(): void {
    unsubscribe(REQUEST_CREATED, this.#onCreated);
    this.#begunAtMs.clear();
  }

  readonly #onCreated = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    this.#begunAtMs.set(request, this.#monotonicMs());
    request.once('close', () => this.#begunAtMs.delete(request));
  };
}
