import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyRequest } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  TEST_APP_CODE,
  TEST_KEY,
} from '../test-support/imitated-gateway.ts';
import { type CommandRun, runCommand, TEST_NOW_MS } from '../test-support/run-command.ts';
import { TestClock } from '../test-support/test-clock.ts';

const ZIP = Buffer.from(`PK${'x'.repeat(300_000)}`);
let directory: string;
let file: string;
let closing: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-bill-'));
  file = join(directory, 'day.zip');
});
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
  rmSync(directory, { recursive: true });
});

/** A gateway that answers a statement the way a test says. */
async function serve(answer: (response: ServerResponse) => void): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const signed = verifyRequest([{ name: 'trade_date', value: '2026-03-04', raw: '2026-03-04' }], {
      signature: String(request.headers['x-qf-sign']),
      algorithm: request.headers['x-qf-signtype'] === 'MD5' ? 'MD5' : 'SHA256',
      keys: [TEST_KEY],
      rawAllowed: false,
      digest: nodeDigest,
    });
    asked.push(`${request.method} ${request.url} ${signed === undefined ? 'forged' : 'signed'}`);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function sendZip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/zip' });
  response.write(ZIP.subarray(0, 1_000));
  response.end(ZIP.subarray(1_000));
}

function bill(url: string, words: readonly string[] = [], clock?: TestClock): Promise<CommandRun> {
  const access = ['--url', url, '--app-code', TEST_APP_CODE, '--key', TEST_KEY, '--store', 'M001'];
  const all = ['bill', '2026-03-04', '--output', file, ...access, ...words];
  return runCommand(all, clock === undefined ? {} : { clock });
}

describe('opencpm bill', () => {
  it('writes the statement of a day, asked for without a store', async () => {
    const { url, asked } = await serve(sendZip);
    const { exitCode, stdout } = await bill(url);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toBe(`Wrote ${file}, ${ZIP.length} bytes.\n`);
    expect(readFileSync(file).equals(ZIP)).toBe(true);
    expect(readdirSync(directory)).toEqual(['day.zip']);
    expect(asked).toEqual(['GET /download/v1/trade_bill?trade_date=2026-03-04 signed']);
  });

  it('tells a file that cannot be written from a gateway that does not answer, before asking', async () => {
    const { url, asked } = await serve(sendZip);
    file = join(directory, 'nowhere', 'day.zip');
    const { exitCode, stderr } = await bill(url);
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toContain('--output');
    expect(stderr).toContain('ENOENT');
    expect(stderr).not.toContain(url);
    expect(asked).toEqual([]);
  });

  it('prints JSON, and signs with MD5 when told', async () => {
    const { url, asked } = await serve(sendZip);
    const { stdout } = await bill(url, ['--json', '--sign-type', 'md5']);
    expect(JSON.parse(stdout)).toEqual({ file, bytes: ZIP.length });
    expect(asked).toEqual([expect.stringMatching(/ signed$/)]);
  });

  it('leaves no file behind when the answer breaks off', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-length': ZIP.length });
      response.write(ZIP.subarray(0, 100_000), () => response.destroy());
    });
    const { exitCode, stderr } = await bill(url);
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('The statement was not fetched');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('gives up when nothing comes any more', async () => {
    const clock = new TestClock(TEST_NOW_MS);
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/zip' });
      response.write('PK', () => clock.timeOut());
    });
    const { exitCode, stderr } = await bill(url, [], clock);
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('nothing came for 30 s');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says when it was interrupted', async () => {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort());
    const words = ['bill', '2026-03-04', '--output', file, '--url', url];
    const shown = await runCommand([...words, '--app-code', TEST_APP_CODE, '--key', TEST_KEY], {
      interruption: stop.signal,
    });
    expect(shown.stderr).toContain('stopped by Ctrl-C');
  });

  it('replaces no file', async () => {
    writeFileSync(file, 'mine');
    const { url, asked } = await serve(sendZip);
    const { exitCode, stderr } = await bill(url);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('The file exists');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(asked).toEqual([]);
  });

  it.each([
    [['bill'], /day is missing/],
    [['bill', '5 March'], /no day: 5 March/],
    [['bill', '2026-02-30'], /no day: 2026-02-30/],
    [['bill', '2026-03-04', '--sign-type', 'SHA1'], /none of MD5, SHA256, HMAC-SHA256/],
  ])('refuses %j', async (words, message) => {
    const shown = await runCommand([...words, '--app-code', 'A', '--key', 'K']);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toMatch(message);
  });
});

describe('opencpm bill without a statement', () => {
  let gateway: ImitatedGateway;

  async function refused(given: ImitatedAnswer): Promise<CommandRun> {
    gateway = await imitateGateway({ '/download/v1/trade_bill': () => given });
    closing.push(() => gateway.close());
    return bill(gateway.url);
  }

  it('says why', async () => {
    const shown = await refused({ json: { respcd: '1104', resperr: 'trade_date: today has not ended' } });
    expect(shown.exitCode).toBe(EXIT.refused);
    expect(shown.stderr).toContain('There is no statement: 1104');
    expect(shown.stderr).toContain('today has not ended');
    expect(shown.stderr).toContain('a day that has ended');
    expect(shown.stderr).not.toContain('order number');
    expect(existsSync(file)).toBe(false);
  });

  it.each<[string, ImitatedAnswer, string]>([
    ['a page', { text: '<html>', status: 200 }, 'HTTP 200 without an answer'],
    ['a forged refusal', { json: { respcd: '1104' }, signature: 'wrong' }, 'not signed with this client key'],
    ['a lost answer', 'cut', 'was not fetched'],
  ])('does not take %s for an answer', async (_, given, message) => {
    const shown = await refused(given);
    expect(shown.exitCode).toBe(EXIT.unreachable);
    expect(shown.stderr).toContain(message);
  });
});
