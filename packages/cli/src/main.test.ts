import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from './exit-code.ts';
import {
  type ImitatedGateway,
  imitateGateway,
  TEST_APP_CODE,
  TEST_KEY,
} from './test-support/imitated-gateway.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/opencpm.js', import.meta.url));
let gateway: ImitatedGateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function launch(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [LAUNCHER, ...words], {
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const read = (stream: ChildProcess['stdout']): Promise<string> =>
    stream === null ? Promise.resolve('') : text(stream);
  const [stdout, stderr, exitCode] = await Promise.all([read(child.stdout), read(child.stderr), exit]);
  return { exitCode, stdout, stderr };
}

describe('the opencpm program', () => {
  it('runs a command and hands its exit code to the shell', async () => {
    expect(await ended(launch(['version']))).toMatchObject({ exitCode: EXIT.done, stderr: '' });
    expect(await ended(launch(['pay', 'much']))).toMatchObject({ exitCode: EXIT.usage, stdout: '' });
  });

  it('keeps what was compiled beside the packages, where only their owner can write', async () => {
    const tell =
      'import m from "node:module"; process.on("exit", () => console.error(m.getCompileCacheDir()));';
    const words = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, LAUNCHER, 'version'];
    const { stderr } = await ended(spawn(process.execPath, words, { env: {}, stdio: 'pipe' }));
    const directory = fileURLToPath(new URL('../../../node_modules/.cache/opencpm', import.meta.url));
    expect(stderr.startsWith(directory), stderr).toBe(true);
  });

  it('reads the environment and the standard input', async () => {
    const child = launch(['sign', '--json'], { OPENCPM_KEY: 'K' });
    child.stdin?.end('txamt=10');
    const { stdout } = await ended(child);
    expect(JSON.parse(stdout)).toMatchObject({ string_to_sign: 'txamt=10<key>' });
  });

  it.skipIf(process.platform === 'win32')('says that its directory was removed', async () => {
    const gone = mkdtempSync(join(tmpdir(), 'opencpm-gone-'));
    const line = 'cd "$1" && rmdir "$1" && exec "$2" "$3" merchant list';
    const { exitCode, stderr } = await ended(
      spawn('sh', ['-c', line, 'sh', gone, process.execPath, LAUNCHER], { env: {}, stdio: 'pipe' }),
    );
    expect(exitCode, stderr).toBe(EXIT.cannotRun);
    expect(stderr).toContain('The current directory no longer exists.');
    expect(stderr).not.toContain('fault of opencpm');
  });

  it.skipIf(!existsSync('/proc/self'))(
    'says that a data directory cannot be made, and does not hang',
    async () => {
      const { exitCode, stderr } = await ended(launch(['start', '--port', '0', '--data', '/proc/opencpm']));
      expect(exitCode, stderr).toBe(EXIT.cannotRun);
      expect(stderr).toContain('the data directory /proc/opencpm cannot be made (ENOENT)');
    },
  );

  it('keeps its exit code when nobody reads on', async () => {
    const child = launch(['help', '--json']);
    child.stdout?.destroy();
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(exitCode).toBe(EXIT.done);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'keeps the exit code of an outcome that cannot be written, and says so once',
    async () => {
      const pending = { respcd: '1143', respmsg: '', resperr: 'processing' };
      gateway = await imitateGateway({
        '/trade/v1/payment': () => ({ json: pending }),
        '/trade/v1/refund': () => ({ json: pending }),
      });
      const pay = ['pay', '1050', '--order', 'A-1', '--code', '280244567856723026', '--url', gateway.url];
      const refund = ['refund', '20260305000100020000000001', '500', '--url', gateway.url];
      const full = openSync('/dev/full', 'w');
      for (const words of [pay, [...pay, '--json'], refund, [...refund, '--json']]) {
        const child = spawn(process.execPath, [LAUNCHER, ...words], {
          env: { OPENCPM_APP_CODE: TEST_APP_CODE, OPENCPM_KEY: TEST_KEY },
          stdio: ['ignore', full, 'pipe'],
        });
        const { exitCode, stderr } = await ended(child);
        expect(exitCode, stderr).toBe(EXIT.pending);
        const [sent, said, ...more] = stderr.trimEnd().split('\n');
        expect(sent).toMatch(/^(Charging|Refunding) /);
        expect(said).toMatch(/^opencpm: the standard output cannot be written \(ENOSPC\)/);
        expect(more).toEqual([]);
      }
      closeSync(full);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'answers Ctrl-C during a payment with how to ask for it',
    async () => {
      gateway = await imitateGateway({ '/trade/v1/payment': () => 'silence' });
      const words = ['pay', '1050', '--order', 'A-1', '--code', '280244567856723026', '--url', gateway.url];
      const child = launch(words, { OPENCPM_APP_CODE: TEST_APP_CODE, OPENCPM_KEY: TEST_KEY });
      const end = ended(child);
      await expect.poll(() => gateway?.requests.length, { timeout: 30_000 }).toBe(1);
      child.kill('SIGINT');
      const { exitCode, stdout } = await end;
      expect(exitCode).toBe(EXIT.pending);
      expect(stdout).toMatch(/^UNKNOWN {2}HKD 10\.50\n/);
      expect(stdout).toContain('opencpm query --order A-1');
    },
  );

  it('has said its order number before the payment is sent, so that even kill -9 leaves something to ask for', async () => {
    gateway = await imitateGateway({ '/trade/v1/payment': () => 'silence' });
    const words = ['pay', '1050', '--order', 'A-1', '--code', '280244567856723026', '--url', gateway.url];
    const child = launch(words, { OPENCPM_APP_CODE: TEST_APP_CODE, OPENCPM_KEY: TEST_KEY });
    const end = ended(child);
    await expect.poll(() => gateway?.requests.length, { timeout: 30_000 }).toBe(1);
    child.kill('SIGKILL');
    expect((await end).stderr).toContain('Charging HKD 10.50 as order A-1');
  });
});
