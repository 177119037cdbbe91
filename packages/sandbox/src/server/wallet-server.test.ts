import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WIRE_FAULTS, type WireFault } from '../answer-manner.ts';
import { sale, TestSandbox } from '../test-sandbox.ts';
import type { WalletProtocol } from './wallet-protocol.ts';
import { startWalletServer, type WalletServer } from './wallet-server.ts';

let test: TestSandbox;
let server: WalletServer;
let manner: Awaited<ReturnType<WalletProtocol['handle']>>['manner'];

/** Answers with the answer of the wallet as JSON; its signature is a word. */
const PROTOCOL: WalletProtocol = {
  name: 'toy',
  async handle({ body, target }) {
    if (target === '/broken') throw new Error('the toy is broken');
    const { answer } = await test.sandbox.door.charge(sale(body.toString()));
    const reply = { status: 200, headers: { 'X-Sign': 'good' }, body: Buffer.from(JSON.stringify(answer)) };
    return { reply, manner };
  },
  damage: (reply, fault) => ({ ...reply, headers: { 'X-Sign': fault } }),
};

beforeEach(async () => {
  test = new TestSandbox();
  manner = 'at_once';
  server = await startWalletServer({ protocol: PROTOCOL, clock: test.time, timers: test.time });
});
afterEach(async () => {
  await server.close();
  test.dispose();
});

interface Heard {
  readonly status: number;
  readonly sign: string;
  readonly text: string;
  readonly end: string;
}

/** Posts a body and tells what came, and how it ended. */
function post(body: string, path = '/', onText: () => void = () => undefined): Promise<Heard> {
  return new Promise((resolve) => {
    let status = 0;
    let sign = '';
    let text = '';
    const settle = (end: string): void => resolve({ status, sign, text, end });
    const call = httpRequest(`${server.url}${path}`, { method: 'POST' }, (response: IncomingMessage) => {
      status = response.statusCode ?? 0;
      sign = String(response.headers['x-sign'] ?? '');
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        onText();
      });
      response.on('end', () => settle(response.complete ? 'whole' : 'cut'));
      response.on('error', () => settle('cut'));
    });
    call.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    call.end(body);
  });
}

describe('a wallet server', () => {
  it('answers what the wallet has to say', async () => {
    expect(await post('ORDER-1')).toMatchObject({ status: 200, sign: 'good', end: 'whole' });
    expect(JSON.parse((await post('ORDER-1')).text)).toMatchObject({ kind: 'paid', amountMinor: 1050 });
  });

  it('answers 500 when the protocol fails, 413 to a body beyond 1 MB', async () => {
    expect(await post('', '/broken')).toMatchObject({ status: 500, text: 'the toy is broken\n' });
    expect(['413', 'ECONNRESET', 'EPIPE']).toContain(
      await post('x'.repeat(1_100_000)).then(({ status, end }) => (status === 0 ? end : String(status))),
    );
  });

  it('holds an answer back for as long as it is told', async () => {
    manner = { delayMs: 3_000 };
    const answered = post('ORDER-1');
    while (test.time.running === 0) await new Promise(setImmediate);
    test.time.advance(2_999);
    expect(server.underWay).toBe(0);
    test.time.advance(1);
    expect(await answered).toMatchObject({ status: 200, end: 'whole' });
  });

  it('breaks the connection before an answer, or never answers', async () => {
    manner = 'lost';
    expect(await post('ORDER-1')).toMatchObject({ status: 0, end: 'ECONNRESET' });
    manner = 'never';
    const never = post('ORDER-2');
    while ((await test.sandbox.door.find('ORDER-2')) === undefined) await new Promise(setImmediate);
    await server.close();
    expect(await never).toMatchObject({ status: 0, end: 'ECONNRESET' });
  });

  const SEEN: Readonly<Record<WireFault, Partial<Heard>>> = {
    reset: { status: 0, end: 'ECONNRESET' },
    cut: { status: 200, end: 'cut' },
    empty: { status: 200, text: '', end: 'whole' },
    garbage: { status: 200, sign: '', end: 'whole' },
    'server-error': { status: 502, sign: '', end: 'whole' },
    redirect: { status: 302, end: 'whole' },
    'too-long': { status: 200, sign: 'good', end: 'whole' },
    trickle: { status: 200, sign: 'good', end: 'cut' },
    unsigned: { sign: 'unsigned', end: 'whole' },
    'wrong-signature': { sign: 'wrong-signature', end: 'whole' },
    'other-order': { sign: 'other-order', end: 'whole' },
    'unknown-code': { sign: 'unknown-code', end: 'whole' },
  };

  it.each(Object.keys(WIRE_FAULTS) as WireFault[])('damages an answer as told: %s', async (fault) => {
    manner = { fault };
    let bytes = 0;
    const heard = post('ORDER-1', '/', () => {
      bytes += 1;
      // Two bytes of an endless answer are enough.
      if (fault === 'trickle' && bytes === 2) void server.close();
    });
    if (fault === 'trickle') {
      while (bytes === 0) await new Promise(setImmediate);
      test.time.advance(1_000);
    }
    expect(await heard).toMatchObject(SEEN[fault]);
    expect(await test.sandbox.door.find('ORDER-1')).toMatchObject({ state: 'paid' });
  });
});
