import { readFile } from 'node:fs/promises';
import { Agent, createServer, get, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestSandbox, sale, PATIENT } from '../test-sandbox.ts';
import { OutgoingCalls } from './outgoing-calls.ts';
import { SettledWork } from './settled-work.ts';

const MACHINE = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

let work: SettledWork;
beforeEach(() => {
  work = new SettledWork(MACHINE);
});
afterEach(() => work.close());

describe('settled work', () => {
  it('is reached after commits that follow each other', async () => {
    const test = new TestSandbox();
    let done = 0;
    const chain = async (): Promise<void> => {
      for (let step = 1; step <= 20; step++) {
        await test.sandbox.charge(sale(`order-${step}`), PATIENT);
        done = step;
      }
    };
    const running = chain();
    await work.settle();
    expect(done).toBe(20);
    await running;
    test.dispose();
  });

  it('is reached after a file was read', async () => {
    let read = '';
    const reading = readFile(fileURLToPath(import.meta.url), 'utf8').then((text) => {
      read = text;
    });
    await work.settle();
    expect(read).not.toBe('');
    await reading;
  });

  it('does not wait for timers', async () => {
    let fired = false;
    const timer = setTimeout(() => {
      fired = true;
    }, 3_600_000);
    await work.settle();
    expect(fired).toBe(false);
    clearTimeout(timer);
  });

  it('is given up on when work has no end', async () => {
    let going = true;
    const again = (): void => void (going && setImmediate(again));
    again();
    await work.settle();
    going = false;
  });
});

describe('with HTTP requests under way, settled work', () => {
  let server: Server;
  let asked: ServerResponse[];
  let address: string;
  const agent = new Agent({ keepAlive: false });

  beforeEach(async () => {
    asked = [];
    server = createServer((_request, response) => {
      asked.push(response);
      // Some turns of the event loop later, as a receiver that does something would.
      setTimeout(() => response.end('SUCCESS'), 20);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is reached when they are answered', async () => {
    let answered = '';
    get(address, { agent }, (response) => {
      response.setEncoding('utf8').on('data', (text: string) => {
        answered += text;
      });
    });
    await work.settle();
    expect(answered).toBe('SUCCESS');
  });

  it('is reached without those that hang', async () => {
    server.removeAllListeners('request');
    const hanging = new Promise((resolve) => {
      get(address, { agent }, () => undefined).on('error', resolve);
    });
    await work.settle();
    server.closeAllConnections();
    expect(await hanging).toBeInstanceOf(Error);
  });

  it('forgets them when they fail, and counts none after its end', async () => {
    const calls = new OutgoingCalls(() => 0);
    const failed = new Promise((resolve) => {
      get('http://127.0.0.1:1/', { agent })
        .on('error', () => undefined)
        .on('close', () => resolve(undefined));
    });
    expect(calls.youngerThan(1)).toBe(1);
    await failed;
    expect(calls.youngerThan(1)).toBe(0);
    calls.close();
    const uncounted = new Promise((resolve) => {
      get(address, { agent }, (response) => response.resume()).on('close', () => resolve(undefined));
    });
    expect(calls.youngerThan(1)).toBe(0);
    await uncounted;
  });
});
