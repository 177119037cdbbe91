import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BODY_BYTES_MAX, type BodyProblem, readBody } from './read-body.ts';

let server: Server;
let socket: Socket;
let outcomes: (string | BodyProblem)[];

beforeEach(async () => {
  outcomes = [];
  server = createServer((request, response) => {
    readBody(request, (body) => {
      outcomes.push(body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : body);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
});
afterEach(() => {
  socket.destroy();
  server.close();
});

function sendHead(...headers: readonly string[]): void {
  socket.write(['POST / HTTP/1.1', 'Host: x', ...headers, '', ''].join('\r\n'));
}

async function outcome(): Promise<string | BodyProblem | undefined> {
  await expect.poll(() => outcomes.length).toBeGreaterThan(0);
  return outcomes[0];
}

it.each(['', 'a=1', 'x'.repeat(BODY_BYTES_MAX)])(
  'reads a body of any length up to the largest',
  async (body) => {
    sendHead(`Content-Length: ${body.length}`);
    socket.write(body);
    expect(await outcome()).toBe(body);
  },
);

it('reads the body of a request that says nothing of one as empty', async () => {
  sendHead();
  expect(await outcome()).toBe('');
});

it('puts pieces together', async () => {
  sendHead('Transfer-Encoding: chunked');
  socket.write('3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n');
  expect(await outcome()).toBe('a=1&b=2');
});

it('does not wait for a body whose length is too large', async () => {
  sendHead(`Content-Length: ${BODY_BYTES_MAX + 1}`);
  expect(await outcome()).toEqual({ problem: 'too large' });
});

it('says once that pieces have become too large', async () => {
  sendHead('Transfer-Encoding: chunked');
  const piece = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
  socket.write(`${piece.repeat(6)}0\r\n\r\n`);
  await once(socket, 'data');
  expect(outcomes).toEqual([{ problem: 'too large' }]);
});

it('says so when the caller hangs up in the middle', async () => {
  sendHead('Content-Length: 10');
  socket.write('a=1');
  await once(server, 'request');
  socket.destroy();
  expect(await outcome()).toEqual({ problem: 'ECONNRESET' });
});
