import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { SeededRandom } from '../crash/random.ts';
import { SaleMaker } from '../crash/sale-maker.ts';
import { Till } from '../crash/till.ts';
import { killLeftovers, RunningGateway } from '../process/support/opencpm.ts';
import { expectKept, expectNoStrangeCharge, sellUntilRefused } from './journal.ts';

const data = mkdtempSync(join(tmpdir(), 'opencpm-busy-'));

afterEach(() => {
  killLeftovers();
  rmSync(data, { recursive: true });
});

it('refuses payments while another program writes to the database, charges nothing, and goes on afterwards', async () => {
  const gateway = await RunningGateway.start({ data });
  const till = new Till(gateway.ready);
  const maker = new SaleMaker(new SeededRandom(1));
  const before = await sellUntilRefused(till, maker, 10);
  const other = new DatabaseSync(join(data, 'opencpm.db'));
  other.exec('BEGIN IMMEDIATE');
  const refused = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const sale = maker.next();
      expect(await till.send(sale)).toEqual({ respcd: '1100', syssn: '' });
      return sale;
    }),
  );
  expect((await fetch(`${gateway.ready.url}/healthz`)).status).toBe(503);
  other.exec('ROLLBACK');
  other.close();
  expect(await till.enquire(refused.map(({ orderNumber }) => orderNumber))).toEqual([]);
  for (const sale of refused) expect((await till.send(sale)).syssn).not.toBe('');
  await expectKept(till, [...before, ...refused]);
  await expectNoStrangeCharge(till, gateway.ready.url);
  expect(await gateway.stop()).toMatchObject({ exitCode: EXIT.done });
});
