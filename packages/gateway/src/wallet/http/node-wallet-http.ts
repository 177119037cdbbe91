import {
  Agent as PlainAgent,
  type AgentOptions,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Timers } from '../../clock/clock.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { ANSWER_BYTES_MAX, type WalletExchange, type WalletHttp, type WalletRequest } from './wallet-http.ts';

const ANSWER_HEADER_BYTES_MAX = 32_768;
/** Connections kept open for the next call, and how long. */
const KEPT_CONNECTIONS_MAX = 64;
const KEPT_MS = 4_000;

/**
 * Reaches a wallet with Node's own client. The request is written only once the connection stands, TLS included: whatever
 * fails before that has provably sent nothing, whatever fails afterwards is unknown.
 */
export class NodeWalletHttp implements WalletHttp {
  readonly #timers: Timers;
  readonly #settings: ConnectionSettings;
  readonly #plainAgent: PlainAgent;
  readonly #tlsAgent: TlsAgent;

  constructor(settings: ConnectionSettings, timers: Timers) {
    this.#settings = settings;
    this.#timers = timers;
    const { proxy, tlsCertificate, tlsKey, tlsAuthorities } = settings;
    const kept: AgentOptions = {
      keepAlive: true,
      // Of connections nobody uses: a wallet closes them sooner or later, and what is sent just then is unknown.
      timeout: KEPT_MS,
      maxFreeSockets: KEPT_CONNECTIONS_MAX,
      scheduling: 'lifo',
      ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
    };
    this.#plainAgent = new PlainAgent(kept);
    this.#tlsAgent = new TlsAgent({
      ...kept,
      // Said aloud: a variable of the environment can turn it off for the whole process.
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(tlsCertificate === undefined ? {} : { cert: tlsCertificate }),
      ...(tlsKey === undefined ? {} : { key: tlsKey }),
      ...(tlsAuthorities === undefined ? {} : { ca: tlsAuthorities }),
    });
  }

  send(request: WalletRequest, signal: AbortSignal): Promise<WalletExchange> {
    if (signal.aborted) return Promise.resolve({ kind: 'not_sent', reason: 'given up before the call' });
    const call = this.#openOrSayWhyNot(request);
    if ('why' in call) return Promise.resolve({ kind: 'not_sent', reason: call.why });
    return new Promise((resolve) => {
      let sent = false;
      const { connectTimeoutMs, totalTimeoutMs, proxy } = this.#settings;
      const endConnecting = this.#timers.after(connectTimeoutMs, () => {
        if (!sent) fail(`no connection within ${connectTimeoutMs} ms`);
      });
      const endTotal = this.#timers.after(totalTimeoutMs, () =>
        fail(`no answer within ${totalTimeoutMs} ms`),
      );
      const giveUp = (): void => fail('the gateway stopped waiting');
      const settle = (exchange: WalletExchange): void => {
        endConnecting();
        endTotal();
        signal.removeEventListener('abort', giveUp);
        resolve(exchange);
        if (exchange.kind !== 'answer') call.destroy();
      };
      const fail = (reason: string): void =>
        settle(
          sent ? { kind: 'unknown', reason } : { kind: 'not_sent', reason: `${wayText(proxy)}${reason}` },
        );
      signal.addEventListener('abort', giveUp, { once: true });
      call.on('error', (error) => fail(failureText(error)));
      call.on('socket', (socket) =>
        whenConnected(socket, call.reusedSocket, () => {
          if (call.destroyed) return;
          sent = true;
          endConnecting();
          call.end(request.body);
        }),
      );
      call.on('response', (response) =>
        readAnswer(response, request.answerBytesMax ?? ANSWER_BYTES_MAX, settle),
      );
    });
  }

  close(): void {
    this.#plainAgent.destroy();
    this.#tlsAgent.destroy();
  }

  /** Node throws at once for what it cannot even begin, such as a certificate whose key is another. */
  #openOrSayWhyNot(request: WalletRequest): ClientRequest | { readonly why: string } {
    try {
      return this.#open(request);
    } catch (error) {
      return { why: failureText(error instanceof Error ? error : new Error(String(error))) };
    }
  }

  #open({ method, url, headers, body }: WalletRequest): ClientRequest {
    const secure = url.startsWith('https:');
    return (secure ? tlsRequest : plainRequest)(url, {
      method,
      agent: secure ? this.#tlsAgent : this.#plainAgent,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
        'Accept-Encoding': 'identity',
      },
      maxHeaderSize: ANSWER_HEADER_BYTES_MAX,
    });
  }
}

/** Calls back when a connection can take the first byte of a request. */
function whenConnected(socket: Socket, reused: boolean, ready: () => void): void {
  if (socket instanceof TLSSocket) {
    // True only once the handshake is done and the certificate is right; anything else is not let through.
    if (reused || socket.authorized) ready();
    else socket.once('secureConnect', ready);
    return;
  }
  if (socket.connecting) socket.once('connect', ready);
  else ready();
}

function readAnswer(
  response: IncomingMessage,
  bytesMax: number,
  settle: (exchange: WalletExchange) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const fail = (reason: string): void => settle({ kind: 'unknown', reason });
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    fail('the answer is packed, which was not asked for');
    return;
  }
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytesMax) fail(`the answer is longer than ${bytesMax} bytes`);
    else chunks.push(chunk);
  });
  response.on('end', () => {
    if (!response.complete) {
      fail('the answer broke off');
      return;
    }
    settle({
      kind: 'answer',
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: Buffer.concat(chunks),
    });
  });
  response.on('error', () => fail('the answer broke off'));
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Whom a connection was asked of, when it is not the wallet itself. Without the password a proxy may have. */
function wayText(proxy: string | undefined): string {
  return proxy === undefined ? '' : `by the proxy ${new URL(proxy).host}: `;
}

/** The words of an error of the network, one short line. */
function failureText(error: Error): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.replace(/[^ -~]/g, '?').slice(0, 120);
}
