import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket } from '../wire/support/raw-http.ts';
import { PAYMENT_PATH, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { receivedUntilClosed } from './support/raw-exchange.ts';
import { serverOf } from './support/server-of.ts';

const SOCKETS = 2_000;

let gateway: WireGateway;
let shop: WireClient;
let server: Server;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
  server = await serverOf(() => shop.query());
});
afterAll(() => gateway.close());

/** Connections on which half a head has been sent and nothing comes any more. */
async function openSlow(): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < SOCKETS) {
    const batch = Array.from({ length: 100 }, () => openSocket(gateway.url));
    sockets.push(...(await Promise.all(batch)));
  }
  for (const socket of sockets) socket.write(`POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\nX-Slow: `);
  return sockets;
}

describe('row 12: two thousand connections that send slowly', () => {
  it('row 12: do not keep one payment from being made, and all are cut off after ten seconds', async () => {
    const slow = await openSlow();
    const ended = Promise.all(slow.map(receivedUntilClosed));
    const answers = await Promise.all(Array.from({ length: 100 }, () => shop.pay()));
    expect(new Set(answers.map(({ respcd }) => respcd))).toEqual(new Set(['0000']));
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(10_000);
    const limits = { headersTimeout: server.headersTimeout, requestTimeout: server.requestTimeout };
    // The server looks at these whenever it looks for requests that take too long.
    Object.assign(server, { headersTimeout: 1, requestTimeout: 1 });
    try {
      const refusals = await ended;
      expect(refusals).toHaveLength(SOCKETS);
      for (const refusal of refusals) expect(refusal).toMatch(/^(HTTP\/1\.1 408 |$)/);
    } finally {
      Object.assign(server, limits);
    }
    expect((await shop.pay()).respcd).toBe('0000');
  });
});
