import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../packages/gateway/src/clock/clock.ts';
import { systemTimers } from '../../packages/gateway/src/clock/system-clock.ts';
import { everyPayType } from '../../packages/gateway/src/wallet/connectors.ts';
import { openGateway } from '../../packages/gateway/src/main.ts';
import { writeForm } from '../../packages/protocol/src/form/write-form.ts';
import { nodeDigest } from '../../packages/protocol/src/node-digest.ts';
import { signRequest } from '../../packages/protocol/src/signature/request-signature.ts';
import { openSandbox } from '../../packages/sandbox/src/sandbox.ts';

/** Instant of every example: 2026-03-05 18:00:00 in UTC+8. */
const NOW_MS = Date.UTC(2026, 2, 5, 10);

/** A call as it went over the line, and what came back. */
export interface ExampleExchange {
  /** Method, path, headers and body as text. */
  readonly request: string;
  /** Status, headers and body as text. */
  readonly response: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly status: number;
  /** The body of the answer, read. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A real gateway with sandbox wallets on which every run gives the same bytes. */
export interface ExampleGateway {
  readonly appCode: string;
  /** Signs parameters with SHA256 and sends them. */
  send(
    path: string,
    parameters: Readonly<Record<string, string>>,
    method?: 'GET' | 'POST',
  ): Promise<ExampleExchange>;
  /** The body of the notification about a transaction, read. */
  notification(syssn: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Headers of an answer that are shown, in this order. */
const SHOWN_HEADERS = ['Content-Type', 'X-QF-SIGN', 'X-QF-SIGNTYPE'];

/** Starts the gateway in a temporary directory: fixed clock, random bytes that are none, one merchant. */
export async function openExampleGateway(): Promise<ExampleGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-docs-'));
  const clock: Clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 };
  const randomBytes = countedBytes();
  const sandbox = openSandbox({ file: ':memory:', clock, timers: systemTimers, randomBytes });
  const gateway = await openGateway({
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDirectory: directory,
      node: 1,
      logLevel: 'silent',
      rateLimited: true,
      masterKey: randomBytes(32),
    },
    connectors: everyPayType(sandbox),
    log: { info: () => undefined, warn: () => undefined, alert: () => undefined },
    onFatal(error) {
      throw error;
    },
    clock,
    randomBytes,
    // What is sent to merchants is shown, not sent.
    notifyTransport: { post: async () => ({ kind: 'failure', why: 'examples reach nobody' }) },
  });
  const { merchant, clientKey } = await gateway.administration.add({
    name: 'Harbour Coffee',
    kind: 'direct',
  });
  return {
    appCode: merchant.appCode,
    send: (path, parameters, method = 'POST') =>
      exchange({ url: gateway.url, method, path, parameters, appCode: merchant.appCode, key: clientKey }),
    notification: async (syssn) => JSON.parse((await gateway.notifications.show(syssn)).body),
    async close() {
      await gateway.close();
      sandbox.close();
      rmSync(directory, { recursive: true });
    },
  };
}

interface ExampleRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly appCode: string;
  readonly key: string;
}

async function exchange(request: ExampleRequest): Promise<ExampleExchange> {
  const { method, parameters } = request;
  const pairs = Object.entries(parameters);
  const form = writeForm(pairs);
  const [path, body] =
    method === 'POST' || form === '' ? [request.path, form] : [`${request.path}?${form}`, ''];
  const headers = {
    ...(body === '' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    'X-QF-APPCODE': request.appCode,
    'X-QF-SIGN': signRequest(pairs, request.key, 'SHA256', nodeDigest),
    'X-QF-SIGNTYPE': 'SHA256',
  };
  const response = await fetch(request.url + path, { method, headers, ...(body === '' ? {} : { body }) });
  const text = await response.text();
  const shown = SHOWN_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  return {
    request: [
      `${method} ${path} HTTP/1.1`,
      ...Object.entries(headers).map((pair) => pair.join(': ')),
      '',
      body,
    ].join('\n'),
    response: [`HTTP/1.1 ${response.status} ${response.statusText}`, ...shown, '', text].join('\n'),
    parameters,
    status: response.status,
    answer: JSON.parse(text),
  };
}

/** Bytes that look random and are the same in every run: hashes of a counter. */
function countedBytes(): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    count += 1;
    const seed = createHash('sha256').update(`opencpm documentation ${count}`).digest();
    return Uint8Array.from({ length }, (_unused, index) => seed[index % seed.length] ?? 0);
  };
}
