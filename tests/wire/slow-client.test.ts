import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket } from './support/raw-http.ts';
import { PAYMENT_PATH, paymentOf, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { formOf } from './support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;
let server: Server;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
  server = await serverOf(() => shop.query());
});
afterAll(() => gateway.close());

/** The server inside the gateway, as Node announces it with every request it begins to read. */
async function serverOf(ask: () => Promise<unknown>): Promise<Server> {
  let found: Server | undefined;
  const notice = (message: unknown): void => {
    found = (message as { server: Server }).server;
  };
  subscribe('http.server.request.start', notice);
  await ask();
  unsubscribe('http.server.request.start', notice);
  if (found === undefined) throw new Error('no server has announced a request');
  return found;
}

/** Resolves with everything received when the other side ends the connection. */
function untilEnded(socket: Socket): Promise<string> {
  let received = '';
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(received));
  });
}

describe('a client that stops in the middle of its request', () => {
  it('has ten seconds for the head and for the whole, and 65 between two requests', () => {
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(10_000);
    expect(server.keepAliveTimeout).toBe(65_000);
  });

  it.each([
    ['head', `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-QF-APP`],
    ['body', `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\ntxamt=10`],
  ])('after half of the %s is cut off without a trace, and the others are served', async (_part, half) => {
    const before = await gateway.traces();
    const limits = { headersTimeout: server.headersTimeout, requestTimeout: server.requestTimeout };
    // The server looks at these whenever it looks for requests that take too long.
    Object.assign(server, { headersTimeout: 1, requestTimeout: 1 });
    try {
      const socket = await openSocket(gateway.url);
      const ended = untilEnded(socket);
      socket.write(half);
      expect(await ended).toMatch(/^HTTP\/1\.1 4\d\d /);
    } finally {
      Object.assign(server, limits);
    }
    expect((await shop.pay()).respcd).toBe('0000');
    const after = await gateway.traces();
    expect(after.transactions).toBe(before.transactions + 1);
  });

  it('and wakes up after it was refused is not listened to any more', async () => {
    const before = await gateway.traces();
    const limits = { headersTimeout: server.headersTimeout, requestTimeout: server.requestTimeout };
    Object.assign(server, { headersTimeout: 1, requestTimeout: 1 });
    // A side that stays open after the other has ended, as a client has that reads nothing before it writes.
    const socket = connect({
      port: Number(new URL(gateway.url).port),
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    const gone = new Promise<void>((resolve) => {
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
    });
    try {
      const refusal = await new Promise<string>((resolve) => {
        socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
      });
      expect(refusal).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      Object.assign(server, limits);
    }
    const parameters = paymentOf();
    const body = formOf(parameters);
    const headers = Object.entries(shop.headersFor(parameters)).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    // A closed connection shows at the write after the next; until then blank lines, which HTTP allows, do no harm.
    let open = true;
    const closed = gone.then(() => {
      open = false;
    });
    while (open) {
      socket.write('\r\n');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closed;
    expect(await gateway.traces()).toEqual(before);
  });

  it('and hangs up leaves nothing behind, even with the whole payment but its last byte', async () => {
    const before = await gateway.traces();
    const parameters = paymentOf();
    const body = formOf(parameters);
    const headers = Object.entries(shop.headersFor(parameters)).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = await openSocket(gateway.url);
    socket.write(
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
    );
    const ended = untilEnded(socket);
    socket.end();
    expect(await ended).not.toContain('respcd');
    expect(await gateway.traces()).toEqual(before);
  });

  it('and hangs up after the last byte has paid all the same, and hears it when it repeats', async () => {
    const parameters = paymentOf();
    const body = formOf(parameters);
    const headers = Object.entries(shop.headersFor(parameters)).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = await openSocket(gateway.url);
    const served = new Promise((resolve) => server.once('request', resolve));
    socket.write(
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    await served;
    socket.destroy();
    const repeat = await shop.send(PAYMENT_PATH, parameters);
    expect(['0000', '1145']).toContain(repeat.respcd);
    const { rows } = await shop.query({ syssn: repeat.syssn });
    expect(rows).toMatchObject([{ respcd: '0000' }]);
    const orders = await gateway.walletOrders();
    expect(orders.find(({ channel_order_id: id }) => id === repeat.syssn)).toMatchObject({
      times_charged: 1,
    });
  });
});
