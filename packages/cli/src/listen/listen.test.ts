import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type CommandRun, runCommand, TextCollector } from '../test-support/run-command.ts';
import { until, useSandbox } from '../test-support/sandbox-under-test.ts';

/** `opencpm listen` while it runs. */
interface Listening {
  readonly url: string;
  readonly output: TextCollector;
  readonly ended: Promise<CommandRun>;
  /** Ctrl-C. */
  interrupt(): void;
}

const sandbox = useSandbox();
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
});

async function listen(...words: readonly string[]): Promise<Listening> {
  const output = new TextCollector(false);
  const errors = new TextCollector(false);
  const controller = new AbortController();
  const access = words.includes('--url') ? [] : ['--url', sandbox().running.url];
  const ended = runCommand(['listen', '--port', '0', ...access, ...words], {
    stdout: output,
    stderr: errors,
    interruption: controller.signal,
  });
  const url = (): string | undefined => /Listening on (http:\S+)/.exec(output.text + errors.text)?.[1];
  await Promise.race([until(() => url() !== undefined), ended]);
  return { url: url() ?? '', output, ended, interrupt: () => controller.abort() };
}

function pay(url: string, ...words: readonly string[]): Promise<CommandRun> {
  return runCommand(['pay', '1050', '--url', sandbox().running.url, '--notify-url', url, ...words]);
}

/** A developer's own program. */
async function ownProgram(
  status: number,
  answer: string,
): Promise<{ url: string; bodies: string[]; signs: string[] }> {
  const bodies: string[] = [];
  const signs: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body.toString());
      signs.push(String(request.headers['x-qf-sign']));
      response.writeHead(status).end(answer);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/notify`, bodies, signs };
}

describe('opencpm listen', () => {
  it('shows a notification of the sandbox, verifies both signatures and acknowledges', async () => {
    const listening = await listen('--count', '1');
    expect(listening.output.text).toContain(`opencpm pay 1050 --notify-url ${listening.url}`);
    await pay(listening.url, '--order', 'TEA-1');
    const { exitCode, stdout } = await listening.ended;
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toContain('PAYMENT  HKD 10.50\norder      TEA-1\nsyssn      2026');
    expect(stdout).toContain('signature  verified, X-QF-SIGN and X-QF-SIGNATURE-V2, key of Harbour Coffee\n');
    expect(stdout).toContain('answered   SUCCESS\n');
    await until(async () => {
      const [latest] = await sandbox().running.notifications.list({});
      return latest?.state === 'acknowledged';
    });
  });

  it('tells when an id comes again', async () => {
    const listening = await listen('--count', '2');
    await pay(listening.url);
    await until(() => listening.output.text.includes('answered'));
    const [latest] = await sandbox().running.notifications.list({});
    await sandbox().running.notifications.replay(latest?.notifyId ?? '');
    const { stdout } = await listening.ended;
    expect(stdout.match(/^id .*$/gm)).toEqual([
      `id         ${latest?.notifyId}`,
      `id         ${latest?.notifyId} (time 2)`,
    ]);
  });

  it('prints a line of JSON for each with --json', async () => {
    const listening = await listen('--count', '2', '--json');
    await pay(listening.url, '--order', 'TEA-2');
    await until(() => listening.output.text.includes('answered'));
    await fetch(listening.url, { method: 'POST', body: 'hello' });
    const lines = (await listening.ended).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        notify_id: expect.stringMatching(/^ntf_/),
        times: 1,
        signature: 'verified',
        signer: 'Harbour Coffee',
        answered: 'SUCCESS',
        body: expect.objectContaining({ out_trade_no: 'TEA-2', notify_type: 'payment' }),
      },
      {
        times: 1,
        signature: 'X-QF-SIGN is missing',
        answered: 'HTTP 401, so that it is sent again',
        body: 'hello',
      },
    ]);
  });

  it('hands a notification on as it is and answers what the program answers', async () => {
    const program = await ownProgram(200, 'success');
    const forwarding = await listen('--count', '1', '--forward-to', program.url);
    expect(forwarding.output.text).toContain(`Forwarding to ${program.url}\n`);
    await pay(forwarding.url);
    const { stdout } = await forwarding.ended;
    expect(stdout).toContain(`answered   HTTP 200 from ${program.url}: success\n`);
    const [latest] = await sandbox().running.notifications.list({});
    expect(program.bodies).toEqual([latest?.body]);
    expect(program.signs[0]).toMatch(/^[0-9A-F]{32}$/);
    await until(async () => (await sandbox().running.notifications.list({}))[0]?.state === 'acknowledged');
  });

  it.each([
    [500, '', /answered {3}HTTP 500 from http:\S+\n/, 'HTTP 500'],
    [200, 'wait', /answered {3}HTTP 200 from http:\S+: wait\n/, 'HTTP 200, but instead of SUCCESS: wait'],
  ])('shows it when the program answers HTTP %i %j', async (status, answer, shown, result) => {
    const program = await ownProgram(status, answer);
    const listening = await listen('--count', '1', '--forward-to', program.url);
    await pay(listening.url);
    expect((await listening.ended).stdout).toMatch(shown);
    await until(async () => (await sandbox().running.notifications.list({}))[0]?.lastResult === result);
  });

  it('answers 502 when the program does not answer', async () => {
    const listening = await listen('--count', '1', '--forward-to', 'http://127.0.0.1:1/');
    await pay(listening.url);
    expect((await listening.ended).stdout).toContain(
      'answered   HTTP 502: http://127.0.0.1:1/ does not answer',
    );
    await until(async () => (await sandbox().running.notifications.list({}))[0]?.lastResult === 'HTTP 502');
  });

  it('refuses what is signed with another key, and what is not signed', async () => {
    const listening = await listen('--key', 'F'.repeat(32), '--count', '3');
    await pay(listening.url);
    await until(() => listening.output.text.includes('answered'));
    expect(listening.output.text).toContain(
      'signature  WRONG: X-QF-SIGN does not belong to this body and any key known here\n',
    );
    expect(listening.output.text).toContain('answered   HTTP 401, so that it is sent again\n');
    const unsigned = await fetch(listening.url, { method: 'POST', body: 'hello' });
    expect([unsigned.status, await unsigned.text()]).toEqual([401, 'WRONG SIGNATURE']);
    expect(listening.output.text).toContain('POST /\nsignature  WRONG: X-QF-SIGN is missing\n');
    await fetch(`${listening.url}?a=1`, { method: 'POST', body: '{"notify_type": "refund", "txamt": "x"}' });
    expect((await listening.ended).stdout).toContain('\nREFUND\n');
  });

  it('refuses a body no notification has', async () => {
    const listening = await listen();
    const response = await fetch(listening.url, { method: 'POST', body: 'x'.repeat(70_000) }).catch(
      () => undefined,
    );
    expect(response?.status ?? 413).toBe(413);
    listening.interrupt();
    expect((await listening.ended).exitCode).toBe(EXIT.done);
    expect(listening.output.text).not.toContain('answered');
  });

  it('verifies with one merchant of the sandbox when asked to', async () => {
    const [, partner] = sandbox().running.credentials;
    const listening = await listen('--count', '1', '--app-code', partner?.merchant.appCode ?? '');
    await pay(listening.url);
    expect((await listening.ended).stdout).toContain('signature  WRONG');
  });

  it('ends with Ctrl-C', async () => {
    const listening = await listen();
    listening.interrupt();
    expect((await listening.ended).exitCode).toBe(EXIT.done);
    await expect(fetch(listening.url)).rejects.toThrow();
  });

  it.each([
    [['--port', '70000'], '--port is no whole number from 0 to 65535'],
    [['--count', '0'], '--count is no whole number from 1'],
    [['--count', 'x'], '--count is no whole number'],
    [['--forward-to', 'shop.example'], '--forward-to is no address'],
    [['--app-code', 'X'], 'No key to verify with'],
  ])('does not begin with %j', async (words, problem) => {
    const withoutPort = words[0] === '--port' ? [] : ['--port', '0'];
    const { exitCode, stderr } = await runCommand([
      ...['listen', ...withoutPort, '--url', sandbox().running.url],
      ...words,
    ]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(problem);
  });

  it('says so when the port is in use', async () => {
    const { port } = new URL((await ownProgram(200, '')).url);
    const { exitCode, stderr } = await runCommand(['listen', '--port', port, '--url', sandbox().running.url]);
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toContain(`Port ${port} is in use.`);
  });
});
