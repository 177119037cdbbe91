import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxTimers } from '../answer-delivery.ts';
import type { SandboxClock } from '../book/write-group.ts';
import { plainReply } from './plain-reply.ts';
import { ReplyDelivery } from './reply-delivery.ts';
import type { SpokenReply, WalletProtocol, WireReply } from './wallet-protocol.ts';

/** Longest body a wallet reads. */
const BODY_BYTES_MAX = 1_048_576;

/** What a wallet server needs. */
export interface WalletServerOptions {
  readonly protocol: WalletProtocol;
  readonly clock: SandboxClock;
  /** Used for late and endless answers only. */
  readonly timers: SandboxTimers;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

/** A wallet that listens on this machine. */
export interface WalletServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Requests that are being worked on; those whose answer is held back by a behaviour do not count. */
  readonly underWay: number;
  /** Answers that are held back by a behaviour, late, endless or never to come. */
  readonly held: number;
  /** Lets the wallet take up what was open when the process before this one ended; once the book can be used. */
  begin(): Promise<void>;
  /** Breaks off everything that is open. */
  close(): Promise<void>;
}

/** Starts a wallet on 127.0.0.1 that speaks one protocol over plain HTTP. */
export async function startWalletServer(options: WalletServerOptions): Promise<WalletServer> {
  const { protocol, clock, timers, port = 0 } = options;
  const delivery = new ReplyDelivery(protocol, timers);
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    // Whoever signs with a time looks here how far the clocks are apart.
    response.setHeader('Date', new Date(clock.nowMs()).toUTCString());
    answer(request, protocol, clock.nowMs())
      .then((spoken) => delivery.send(spoken, response))
      .catch(() => response.destroy())
      .finally(() => {
        underWay -= 1;
      });
  });
  await listen(server, port);
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    get underWay() {
      return underWay;
    },
    get held() {
      return delivery.held;
    },
    begin: async () => protocol.begin?.(),
    close: () =>
      new Promise((resolve) => {
        protocol.close?.();
        delivery.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(
  request: IncomingMessage,
  protocol: WalletProtocol,
  receivedAtMs: number,
): Promise<SpokenReply> {
  const body = await readBody(request);
  if (body === undefined) return atOnce(plainReply(413, 'the body is too long'));
  try {
    return await protocol.handle({
      method: request.method ?? '',
      target: request.url ?? '',
      headers: headersOf(request),
      body,
      receivedAtMs,
    });
  } catch (error) {
    return atOnce(plainReply(500, error instanceof Error ? error.message : 'the wallet failed'));
  }
}

function atOnce(reply: WireReply): SpokenReply {
  return { reply, manner: 'at_once' };
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
