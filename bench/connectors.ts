import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Ratio, ratioOf } from './figures.ts';
import { describeMachine } from './machine.ts';
import { chainedPayments } from './gateway-chain.ts';
import { contest } from './measure.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { makeYardsticks } from './prepare.ts';
import { printFigure } from './print-figure.ts';
import { signingCosts } from './signing-cost.ts';
import { median } from './statistics.ts';
import { echoes, type SubjectResult } from './subject.ts';

/** What the whole chain should reach at least, of the echo. */
const FLOOR = 0.15;

/**
 * `npm run bench:connectors`: payments whose wallet is reached over loopback HTTP through the connector `upstream`, divided
 * by echoes of the same bytes; and what signing and verifying cost each connector. The wallet is a second gateway in a
 * process of its own.
 */
const read = readOptions(process.argv.slice(2));
if ('text' in read) {
  process.stderr.write(read.text);
  process.exitCode = read.exitCode;
} else {
  process.exitCode = await run(read);
}

interface Round {
  readonly echo: SubjectResult;
  readonly upstream: SubjectResult;
}

/** @returns 0 when all is well, 1 when an answer was wrong. The floor is shown and not judged. */
async function run(options: BenchOptions): Promise<number> {
  mkdirSync(options.directory, { recursive: true });
  const directory = mkdtempSync(join(resolve(options.directory), 'opencpm-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const { processor, cores, system, node } = describeMachine(directory);
  printFigure('machine', `${processor}, ${cores} cores, ${system}, Node ${node}`);
  for (const { connector, how, signMicros, verifyMicros } of signingCosts()) {
    printFigure(
      `${connector}, ${how}`,
      `sign ${signMicros.toFixed(0)} us, verify ${verifyMicros.toFixed(0)} us of processor`,
    );
  }
  const rounds = await measure(options, directory);
  const ratio = ratioOf(rounds.map(({ echo, upstream }) => ({ subject: upstream, yardstick: echo })));
  printRatio(ratio);
  for (const name of ['upstream', 'echo'] as const) printSubject(name, rounds);
  const problems = rounds.flatMap(({ echo, upstream }) => [...echo.problems, ...upstream.problems]);
  for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}

async function measure(options: BenchOptions, directory: string): Promise<readonly Round[]> {
  const { payment } = await makeYardsticks(directory, 'payme');
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    const path = join(directory, `upstream-${index}`);
    const [echo, upstream] = await contest(options, [
      echoes(payment.shape, payment.requests),
      chainedPayments(path),
    ]);
    rounds.push({ echo, upstream });
    rmSync(path, { recursive: true });
  }
  return rounds;
}

function printRatio({ value, rounds }: Pick<Ratio, 'value' | 'rounds'>): void {
  const byRound = rounds.map((each) => each.toFixed(3)).join(' ');
  const kept = value >= FLOOR ? 'kept' : 'missed';
  printFigure('upstream ÷ echo', `${value.toFixed(3)}, floor ${FLOOR} ${kept}; by round ${byRound}`);
}

function printSubject(name: keyof Round, rounds: readonly Round[]): void {
  const lanes = rounds.map((round) => round[name].lane);
  const rates = lanes.flatMap(({ slices }) => slices.map(({ answersPerSecond }) => answersPerSecond));
  const shares = lanes.flatMap(({ slices }) => slices.map(({ othersCpu }) => othersCpu ?? Number.NaN));

  printFigure(
    `${name}, answers a second`,
    `${median(rates).toFixed(0)}; half within ${median(lanes.map(({ p50Ms }) => p50Ms)).toFixed(1)} ms, ` +
      `99 % within ${median(lanes.map(({ p99Ms }) => p99Ms)).toFixed(1)} ms; ` +
      `others took ${(100 * median(shares)).toFixed(0)} % of a core`,
  );
}
