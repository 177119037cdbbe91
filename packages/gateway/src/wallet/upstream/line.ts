import {
  type Exchange,
  exchange,
  type Parameters,
  prepareCall,
  type PreparedCall,
} from '@opencpm/client/calls';
import type { ConnectorPorts } from '../connector-ports.ts';
import { hostOf, type UpstreamSettings } from './settings.ts';

/** Longer than any limit of the connection: those end a call. */
const ANSWER_LIMIT_MS = 60_000;

/** The standard's statuses whose answers have no body. */
const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304];

/** Makes the calls of our own client over the connector's network. */
export class UpstreamLine {
  readonly #settings: UpstreamSettings;
  readonly #ports: ConnectorPorts;

  constructor(settings: UpstreamSettings, ports: ConnectorPorts) {
    this.#settings = settings;
    this.#ports = ports;
  }

  /**
   * Makes a call once. Parameters without a value are left out; `mchid` is added. Only a proven answer comes back as
   * one.
   */
  async call(path: PreparedCall['path'], parameters: Parameters, signal: AbortSignal): Promise<Exchange> {
    const { settings, ports } = { settings: this.#settings, ports: this.#ports };
    const prepared = prepareCall(path, [...parameters, ['mchid', settings.storeId ?? '']]);
    const result = await exchange(
      {
        clock: clockOf(ports),
        randomBytes: ports.randomBytes,
        fetch: (url, request) => this.#send(url, request, signal),
      },
      {
        baseUrl: hostOf(settings).origin,
        appCode: settings.appCode,
        clientKey: settings.clientKey,
        answerSignatures: settings.answerSignatures,
      },
      prepared,
      { signType: settings.signType, answerMs: ANSWER_LIMIT_MS, stop: signal },
    );
    if (result.kind === 'unknown' && result.credentialsRefused) ports.alert(`${path}: ${result.reason}`);
    if (result.kind !== 'answered' || result.proven) return result;
    ports.alert(`${path}: the answer carries no signature`);
    return { kind: 'unknown', reason: 'the answer carries no signature', credentialsRefused: false };
  }

  async #send(url: string, { method, headers, body }: RequestInit, signal: AbortSignal): Promise<Response> {
    const reply = await this.#ports.http.send(
      {
        method: method === 'GET' ? 'GET' : 'POST',
        url,
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' ? { body } : {}),
      },
      signal,
    );
    // The client knows by these marks which failures came before the first byte left.
    if (reply.kind === 'not_sent') {
      throw Object.assign(new Error(reply.reason), { code: 'ECONNREFUSED', syscall: 'connect' });
    }
    if (reply.kind === 'unknown') throw new Error(reply.reason);
    if (reply.status < 200 || reply.status > 599) throw new Error(`HTTP ${reply.status}`);
    const text = WITHOUT_BODY.includes(reply.status) ? null : new Uint8Array(reply.body);
    return new Response(text, { status: reply.status, headers: reply.headers });
  }
}

function clockOf({ clock, timers }: ConnectorPorts): {
  nowMs(): number;
  monotonicMs(): number;
  after(delayMs: number, callback: () => void): () => void;
} {
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, callback) => timers.after(delayMs, callback),
  };
}
