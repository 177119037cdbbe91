import {
  type Exchange,
  FORM_TYPE,
  type Parameters,
  prepareCall,
  type PreparedCall,
  readAnswer,
  signCall,
} from '@opencpm/client/calls';
import { nodeByteHashes, nodeDigest } from '@opencpm/protocol/node';
import type { ConnectorPorts } from '../connector-ports.ts';
import { hostOf, type UpstreamSettings } from './settings.ts';

const HASHES = { digest: nodeDigest, bytes: nodeByteHashes };

/** Makes the calls of our own client over the connector's network. */
export class UpstreamLine {
  readonly #settings: UpstreamSettings;
  readonly #ports: ConnectorPorts;
  readonly #origin: string;

  constructor(settings: UpstreamSettings, ports: ConnectorPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#origin = hostOf(settings).origin;
  }

  /**
   * Makes a call once. Parameters without a value are left out; `mchid` is added. Only a proven answer comes back as
   * one.
   */
  async call(path: PreparedCall['path'], parameters: Parameters, signal: AbortSignal): Promise<Exchange> {
    const result = await this.#exchange(path, parameters, signal);
    const { alert } = this.#ports;
    if (result.kind === 'unknown' && result.credentialsRefused) alert(`${path}: ${result.reason}`);
    if (result.kind !== 'answered' || result.proven) return result;
    alert(`${path}: the answer carries no signature`);
    return { kind: 'unknown', reason: 'the answer carries no signature', credentialsRefused: false };
  }

  async #exchange(
    path: PreparedCall['path'],
    parameters: Parameters,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const settings = this.#settings;
    const prepared = prepareCall(path, [...parameters, ['mchid', settings.storeId ?? '']]);
    const { headers, nonce } = signCall(settings, prepared, settings.signType, this.#ports, HASHES);
    const reply = await this.#ports.http.send(
      {
        method: 'POST',
        url: this.#origin + path,
        headers: { 'content-type': FORM_TYPE, ...headers },
        body: prepared.content,
      },
      signal,
    );
    if (reply.kind === 'not_sent') return reply;
    if (reply.kind === 'unknown') return { ...reply, credentialsRefused: false };
    const { status, body } = reply;
    const answer = { status, bytes: body, headers: { get: (name: string) => reply.headers[name] ?? null } };
    return readAnswer(answer, settings, nonce, HASHES);
  }
}
