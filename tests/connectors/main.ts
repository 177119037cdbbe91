import { parseArgs } from 'node:util';
import { runAgreement } from './support/run-agreement.ts';

/** `npm run agreement -- --payments 100000`: sells, misbehaves, and compares both books. */
const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    door: { type: 'string', default: 'both' },
  },
});
const doors = (['in process', 'over HTTP'] as const).filter(
  (door) => values.door === 'both' || values.door === door,
);
const payments = Number(values.payments);
const seed = Number(values.seed);
if (!Number.isSafeInteger(payments) || payments < 1 || !Number.isSafeInteger(seed) || doors.length === 0) {
  process.stderr.write(
    '--payments and --seed take whole numbers, --door "in process", "over HTTP" or both\n',
  );
  process.exit(2);
}
/** Payments of one town; a fresh one begins with the next. */
const TOWN_MAX = 5_000;
let failures = 0;
for (const door of doors) {
  const share = Math.ceil(payments / doors.length);
  const began = process.cpuUsage();
  for (let done = 0; done < share; done += TOWN_MAX) {
    const count = Math.min(TOWN_MAX, share - done);
    const run = await runAgreement(door, count, seed + done);
    failures += run.disagreements.length;
    for (const found of run.disagreements) process.stdout.write(`${found}\n`);
    const wired = run.wiredPayTypes.length === 0 ? '' : `, wired: ${run.wiredPayTypes.join(' ')}`;
    process.stdout.write(
      `${door}: ${done + count} of ${share} payments, ${JSON.stringify(run.ends)}${wired}, ${failures} disagreements\n`,
    );
  }
  const { user, system } = process.cpuUsage(began);
  process.stdout.write(`${door}: ${share} payments, ${((user + system) / 1e6).toFixed(0)} s of processor\n`);
}
process.exitCode = failures === 0 ? 0 : 1;
