import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { SeededRandom } from '../crash/random.ts';
import { SaleMaker } from '../crash/sale-maker.ts';
import { Till } from '../crash/till.ts';
import { killLeftovers, RunningGateway } from '../process/support/opencpm.ts';
import { type DiskFailure, FailingDisk } from './failing-disk.ts';
import { expectKept, expectNoStrangeCharge, sellUntilRefused } from './journal.ts';

const LOG = 'opencpm.db-wal';
const DATABASE = 'opencpm.db';

let workspace: string;
let data: string;
let disk: FailingDisk;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'opencpm-disk-'));
  data = mkdtempSync(join(tmpdir(), 'opencpm-disk-'));
  disk = new FailingDisk(data, workspace);
});

afterEach(() => {
  killLeftovers();
  disk.close();
  for (const each of [workspace, data]) rmSync(each, { recursive: true });
});

function start(): Promise<RunningGateway> {
  return RunningGateway.start({ data, environment: disk.environment });
}

/** After the next start on a healthy disk: what was acknowledged is there, and so is every charge. */
async function expectRecovered(journal: Parameters<typeof expectKept>[1]): Promise<void> {
  disk.heal();
  const healed = await start();
  const till = new Till(healed.ready);
  await expectKept(till, journal);
  await expectNoStrangeCharge(till, healed.ready.url);
  expect(await healed.stop()).toMatchObject({ exitCode: EXIT.done });
}

describe('an input/output error', () => {
  const failures: readonly Omit<DiskFailure, 'file' | 'lasts'>[] = [
    { operation: 'write', error: 'EIO', nth: 1 },
    { operation: 'write', error: 'EIO', nth: 14 },
    { operation: 'write', error: 'EIO', nth: 333 },
    { operation: 'write', error: 'EROFS', nth: 50 },
    { operation: 'sync', error: 'EIO', nth: 1 },
    { operation: 'sync', error: 'EIO', nth: 2 },
    { operation: 'sync', error: 'EIO', nth: 21 },
    // A system that finds no room only when it syncs has thrown away what it took.
    { operation: 'sync', error: 'ENOSPC', nth: 5 },
  ];

  it.each(failures)(
    'stops the gateway, which has told nobody anything untrue: $error at $operation $nth',
    async (failure) => {
      const gateway = await start();
      const till = new Till(gateway.ready);
      const maker = new SaleMaker(new SeededRandom(failure.nth));
      const before = await sellUntilRefused(till, maker, 5);
      // Once, then the disk seems to work again: going on would be the mistake.
      disk.fail({ ...failure, file: LOG, lasts: false });
      const journal = [...before, ...(await sellUntilRefused(till, maker))];
      const ending = await gateway.ended();
      expect(ending).toMatchObject({ exitCode: EXIT.cannotRun, signal: null });
      expect(ending.stderr).toContain('"event":"storage_failed"');
      expect(disk.failures).toBe(1);
      // Nobody was refused: what came of the last sale is not known.
      expect(journal.at(-1)?.answers).toEqual([]);
      await expectRecovered(journal);
    },
  );

  it('while the log is folded into the database at the end loses nothing: the log stays', async () => {
    for (const operation of ['write', 'sync'] as const) {
      const gateway = await start();
      const journal = await sellUntilRefused(
        new Till(gateway.ready),
        new SaleMaker(new SeededRandom(operation.length)),
        20,
      );
      disk.fail({ operation, error: 'EIO', file: DATABASE, nth: 1, lasts: true });
      await gateway.stop();
      expect(disk.failures).toBeGreaterThan(0);
      await expectRecovered(journal);
      rmSync(data, { recursive: true });
      data = mkdtempSync(join(tmpdir(), 'opencpm-disk-'));
      disk.close();
      disk = new FailingDisk(data, workspace);
    }
  });
});

describe('a disk that is full', () => {
  it('is answered with 1100 and charges nothing; payments go on when there is room again', async () => {
    const gateway = await start();
    const till = new Till(gateway.ready);
    const maker = new SaleMaker(new SeededRandom(3));
    const before = await sellUntilRefused(till, maker, 5);
    disk.fail({ operation: 'write', error: 'ENOSPC', file: LOG, nth: 1, lasts: true });
    const refused = maker.next();
    expect(await till.send(refused)).toEqual({ respcd: '1100', syssn: '' });
    expect((await fetch(`${gateway.ready.url}/healthz`)).status).toBe(503);
    // What is recorded is still told.
    const numbers = before.map(({ orderNumber }) => orderNumber);
    expect(await till.enquire(numbers)).toHaveLength(numbers.length);
    expect(await till.enquire([refused.orderNumber])).toEqual([]);

    disk.heal();
    expect((await fetch(`${gateway.ready.url}/healthz`)).status).toBe(200);
    expect((await till.send(refused)).syssn).not.toBe('');
    await expectNoStrangeCharge(till, gateway.ready.url);
    await gateway.stop();
    await expectRecovered([...before, refused]);
  });
});
