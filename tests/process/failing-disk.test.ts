import { spawnSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { SeededRandom } from '../crash/random.ts';
import { SaleMaker } from '../crash/sale-maker.ts';
import { Till } from '../crash/till.ts';
import { expectKept, sellUntilRefused } from '../storage-faults/journal.ts';
import { filesOfFirstRun, layOut, useDirectories } from './support/data-directory.ts';
import { failToStart, RunningGateway } from './support/opencpm.ts';

const directory = useDirectories();

/** Whether this user may mount a small file system of its own, seen by one process and gone with it. */
const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
if (!canMount) {
  console.warn('\nNOT PROVED HERE: what happens on a full disk. Run the tests as a user that may mount.\n');
}

/** Lets a file grow until there is no room left. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(1_024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

describe('a disk that fails under the gateway', () => {
  it('stops it with 3, and everything it had acknowledged is there after the next start', async () => {
    const data = directory();
    layOut(data, await filesOfFirstRun());
    // No file may grow beyond 512 KiB: to SQLite that is an input/output error, not a full disk.
    const failing = await RunningGateway.start({ data, before: 'ulimit -f 1024' });
    const journal = await sellUntilRefused(new Till(failing.ready), new SaleMaker(new SeededRandom(1)));
    const ending = await failing.ended();
    expect(ending).toMatchObject({ exitCode: EXIT.cannotRun, signal: null });
    expect(ending.stderr).toContain('"event":"storage_failed"');

    const healed = await RunningGateway.start({ data });
    await expectKept(new Till(healed.ready), journal);
    await healed.stop();
  });
});

describe.runIf(canMount)('a disk that is full', () => {
  const mountOf = (folder: string, size: string): string =>
    `[ "$OWN" ] || OWN=1 exec unshare --mount sh -c 'mount -t tmpfs -o size=${size} none "${folder}"; exec "$@"' sh "$@"`;

  it('stops the start with 3 and a message about the space', async () => {
    const data = directory();
    const ending = await failToStart({ data, before: mountOf(data, '128k') });
    expect(ending.stderr).toMatch(/cannot be (opened|written) \(.*full.*\).*the space left/);
    expect(ending).toMatchObject({ exitCode: EXIT.cannotRun, signal: null, stdout: '' });
  });

  it('is answered with 1100 while it lasts, and payments go on when there is room again', async () => {
    const data = directory();
    const gateway = await RunningGateway.start({ data, before: mountOf(data, '4m') });
    // The file system as the process sees it.
    const seen = join('/proc', String(gateway.processId), 'root', data);
    const ballast = join(seen, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2 * 1_024 * 1_024));
    const till = new Till(gateway.ready);
    const maker = new SaleMaker(new SeededRandom(2));
    const journal = await sellUntilRefused(till, maker);
    const refused = journal.at(-1);
    if (refused === undefined) throw new Error('nothing was sold');
    expect(refused.answers).toEqual([{ respcd: '1100', syssn: '' }]);
    // What is too little for a payment may still be enough for the small write that asks whether writes succeed.
    fill(ballast);
    expect((await fetch(`${gateway.ready.url}/healthz`)).status).toBe(503);
    // What is recorded is still told.
    expect((await till.enquire([journal[0]?.orderNumber ?? ''])).length).toBe(1);

    rmSync(ballast);
    expect((await fetch(`${gateway.ready.url}/healthz`)).status).toBe(200);
    expect((await till.send(refused)).syssn).not.toBe('');
    await expectKept(till, journal);
    expect(await gateway.stop()).toMatchObject({ exitCode: EXIT.done, signal: null });
  });
});
