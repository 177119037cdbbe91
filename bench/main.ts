import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine } from './machine.ts';
import { measure } from './measure.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { reportText } from './report-text.ts';
import { reportOf } from './report.ts';

const read = readOptions(process.argv.slice(2));
if ('text' in read) {
  process.stderr.write(read.text);
  process.exitCode = read.exitCode;
} else {
  process.exitCode = await run(read);
}

/** @returns 0 when all is well, 1 when a floor was missed or an answer was wrong. */
async function run(options: BenchOptions): Promise<number> {
  mkdirSync(options.directory, { recursive: true });
  const directory = mkdtempSync(join(resolve(options.directory), 'opencpm-bench-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  // Ends through "exit", which stops the gateway and removes the data.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const rounds = await measure(options, directory, (progress) => process.stderr.write(`${progress}\n`));
  const report = reportOf(describeMachine(directory), options, rounds);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...report, rounds }, undefined, 2)}\n` : `\n${reportText(report)}`,
  );
  return report.problems.length + report.missed.length > 0 ? 1 : 0;
}
