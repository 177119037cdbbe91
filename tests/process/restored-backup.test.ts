import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { SeededRandom } from '../crash/random.ts';
import { SaleMaker } from '../crash/sale-maker.ts';
import { Till } from '../crash/till.ts';
import { sellUntilRefused } from '../storage-faults/journal.ts';
import { useDirectories } from './support/data-directory.ts';
import { failToStart, RunningGateway } from './support/opencpm.ts';

const directory = useDirectories();

it('does not start with an older copy of its database until it is told that this is known', async () => {
  const data = directory();
  const file = join(data, 'opencpm.db');
  const maker = new SaleMaker(new SeededRandom(1), ['paid']);
  const first = await RunningGateway.start({ data });
  await sellUntilRefused(new Till(first.ready), maker, 3);
  await first.stop();
  copyFileSync(file, `${file}.backup`);

  const second = await RunningGateway.start({ data });
  const later = await sellUntilRefused(new Till(second.ready), maker, 3);
  await second.stop();
  copyFileSync(`${file}.backup`, file);
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });

  const refused = await failToStart({ data });
  expect(refused).toMatchObject({ exitCode: EXIT.cannotRun, stdout: '' });
  expect(refused.stderr).toMatch(/older than what was recorded here.*--accept-restored-backup/);
  expect(existsSync(`${file}-wal`)).toBe(false);

  const accepted = await RunningGateway.start({ data, options: ['--accept-restored-backup'] });
  const till = new Till(accepted.ready);
  // The wallet knows payments under the numbers given out before; none of them is given out again.
  const used = later.map(({ answers }) => answers[0]?.syssn ?? '');
  const [fresh] = await sellUntilRefused(till, maker, 1);
  const number = fresh?.answers[0]?.syssn ?? '';
  expect(fresh?.answers[0]?.respcd).toBe('0000');
  expect(used).not.toContain(number);
  expect(Number(number.slice(-10))).toBeGreaterThan(1_000_000);
  await accepted.stop();

  const next = await RunningGateway.start({ data });
  expect(await next.stop()).toMatchObject({ exitCode: EXIT.done });
});
