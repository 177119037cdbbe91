import { CallError, type Client, type Fetch } from '@opencpm/client';
import type { RegisterSnapshot } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';

/** How the line to the gateway is. */
export type GatewayLine = RegisterSnapshot['gateway'];

/** Longest wait for any answer that shows that the gateway is there. */
const ANSWER_MS = 4_000;
const QUIET_MS = 15_000;
const AGAIN_MS = 3_000;
/** The code for an app code or a key the gateway does not know. */
const CREDENTIALS_REFUSED = '1108';

/** What hears that the line has changed. `returned` says that the gateway can be asked again. */
export type LineListener = (line: GatewayLine, returned: boolean) => void;

/**
 * Knows whether the gateway can be reached: from every request of the client, and from asking when there was none. A till
 * that says "ready" without a line lets a customer take the phone out for nothing.
 */
export class GatewayWatch {
  readonly #baseUrl: string;
  readonly #ports: Pick<TillPorts, 'fetch' | 'clock' | 'timers' | 'log'>;
  readonly #listeners = new Set<LineListener>();
  #line: GatewayLine = 'unknown';
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #client: Client | undefined;
  #callOff: (() => void) | undefined;
  #asking: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(baseUrl: string, ports: Pick<TillPorts, 'fetch' | 'clock' | 'timers' | 'log'>) {
    this.#baseUrl = baseUrl;
    this.#ports = ports;
  }

  get line(): GatewayLine {
    return this.#line;
  }

  listen(listener: LineListener): void {
    this.#listeners.add(listener);
  }

  /** The network as the client uses it: what it meets is noted. */
  readonly fetch: Fetch = async (url, request) => {
    try {
      const response = await this.#ports.fetch(url, request);
      this.#heardAtMs = this.#ports.clock.monotonicMs();
      if (this.#line !== 'reachable') this.askSoon(0);
      return response;
    } catch (error) {
      // A request that was broken off here says nothing about the line.
      if (request.signal?.aborted === true) this.askSoon(0);
      else this.#set('unreachable');
      throw error;
    }
  };

  /** Begins to watch. Settles when it is known for the first time how the line is. */
  async start(client: Client): Promise<void> {
    this.#client = client;
    await this.#ask();
  }

  /** Asks no more; settles when nothing is under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#callOff?.();
    await this.#asking;
  }

  /** Asks the gateway after a while, unless it is asked sooner. */
  askSoon(delayMs: number): void {
    if (this.#stop.signal.aborted || this.#client === undefined || this.#asking !== undefined) return;
    this.#callOff?.();
    this.#callOff = this.#ports.timers.after(delayMs, () => void this.#ask());
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined;
      this.askSoon(this.#line === 'reachable' ? QUIET_MS : AGAIN_MS);
    });
    return this.#asking;
  }

  async #askOnce(): Promise<void> {
    const { clock, log } = this.#ports;
    const quietMs = clock.monotonicMs() - this.#heardAtMs;
    if (this.#line === 'reachable' && quietMs < QUIET_MS) return;
    if (!(await this.#answers())) return this.#set('unreachable');
    if (this.#line === 'reachable' || this.#client === undefined) return;
    try {
      await this.#client.checkAccess({ stop: this.#stop.signal });
      this.#set('reachable');
    } catch (error) {
      const refused =
        error instanceof CallError && (error.effect === 'refused' || error.respcd === CREDENTIALS_REFUSED);
      if (refused) log.alert('gateway_refuses', { why: error.message });
      this.#set(refused ? 'refuses_credentials' : 'unreachable');
    }
  }

  async #answers(): Promise<boolean> {
    const { timers, clock } = this.#ports;
    const timeOut = new AbortController();
    const callOff = timers.after(ANSWER_MS, () => timeOut.abort());
    try {
      const response = await this.#ports.fetch(`${this.#baseUrl}/healthz`, {
        redirect: 'manual',
        signal: AbortSignal.any([timeOut.signal, this.#stop.signal]),
      });
      await response.body?.cancel();
      this.#heardAtMs = clock.monotonicMs();
      return true;
    } catch {
      return false;
    } finally {
      callOff();
    }
  }

  #set(line: GatewayLine): void {
    if (this.#stop.signal.aborted || line === this.#line) return;
    const returned = line === 'reachable' && this.#line !== 'unknown';
    this.#line = line;
    this.#ports.log[line === 'reachable' ? 'info' : 'warn']('gateway_line', { line });
    for (const listener of this.#listeners) listener(line, returned);
    if (line !== 'reachable') this.askSoon(AGAIN_MS);
  }
}
