import { keepsFloor, type Ratio, ratiosOf, type SubjectFigures, subjectFiguresOf } from './figures.ts';
import { PENDING_MEMORY_MAX } from './floors.ts';
import type { Slice } from './load-plan.ts';
import type { Machine } from './machine.ts';
import { type Round, SUBJECTS } from './measure.ts';
import type { BenchOptions } from './options.ts';

/** Everything a run has found out. */
export interface Report {
  readonly machine: Machine;
  readonly method: readonly string[];
  readonly ratios: readonly Ratio[];
  readonly subjects: readonly SubjectFigures[];
  /** Wrong answers, missing payments: with one of these the figures mean nothing. */
  readonly problems: readonly string[];
  /** Circumstances that make the figures doubtful. */
  readonly warnings: readonly string[];
  /** Names of the ratios below their floors; empty for a quick run, which judges none. */
  readonly missed: readonly string[];
}

/** A generator busier than this, in cores, may be what is measured. */
const GENERATOR_BUSY = 0.9;
/** Other programs that take more than this, in cores, take it from the servers. */
const OTHERS_BUSY = 0.2;

/** Draws the conclusions of a run. */
export function reportOf(machine: Machine, options: BenchOptions, rounds: readonly Round[]): Report {
  const ratios = ratiosOf(rounds);
  const missed = options.quick ? [] : ratios.filter((ratio) => !keepsFloor(ratio));
  const slices = rounds.flatMap((round) => SUBJECTS.flatMap((subject) => round[subject].lane.slices));
  return {
    machine,
    method: methodOf(options),
    ratios,
    subjects: SUBJECTS.map((subject) => subjectFiguresOf(subject, rounds)),
    problems: [
      ...rounds.flatMap((round, index) =>
        SUBJECTS.flatMap((subject) =>
          round[subject].problems.map((text) => `round ${index + 1}, ${subject}: ${text}`),
        ),
      ),
      ...memoryProblems(rounds),
    ],
    warnings: warningsOf(slices),
    missed: missed.map(({ name }) => name),
  };
}

function memoryProblems(rounds: readonly Round[]): readonly string[] {
  return rounds.flatMap(({ beside_pending: { peakMemoryBytes } }, index) =>
    peakMemoryBytes !== undefined && peakMemoryBytes > PENDING_MEMORY_MAX
      ? [
          `round ${index + 1}, beside_pending: ${(peakMemoryBytes / 1e6).toFixed(0)} MB of memory, more than ${PENDING_MEMORY_MAX / 1e6} MB`,
        ]
      : [],
  );
}

function warningsOf(slices: readonly Slice[]): readonly string[] {
  return [
    ...warnAbove(
      GENERATOR_BUSY,
      slices.map(({ generatorCpu }) => generatorCpu),
      'the load generator may have been the limit',
    ),
    ...warnAbove(
      OTHERS_BUSY,
      slices.map(({ othersCpu }) => othersCpu ?? 0),
      'other programs made the machine busy',
    ),
  ];
}

function warnAbove(limit: number, shares: readonly number[], meaning: string): readonly string[] {
  const above = shares.filter((share) => share > limit);
  if (above.length === 0) return [];
  const most = (Math.max(...above) * 100).toFixed(0);
  return [`${meaning}: up to ${most} % of a core, in ${above.length} of ${shares.length} slices`];
}

function methodOf(options: BenchOptions): readonly string[] {
  const { rounds, warmUpMs, sliceMs, cycles, connections, stored, pending, quick } = options;
  return [
    `${rounds} round(s). Servers that are compared run at once and take turns: after ${warmUpMs / 1000} s of warm-up each, ${cycles} cycles in which each is loaded for ${sliceMs / 1000} s, over ${connections} keep-alive connections with one request under way on each.`,
    'Gateways, yardstick and load generator are processes of their own, fresh in every round. A gateway is opencpm start with the sandbox wallets in its process, SQLite with synchronous=FULL, logging to nowhere, request rates off.',
    'The yardstick is a bare node:http server that reads the same requests and answers with the same headers and a body of the same length.',
    'Every payment is a request of its own, signed before its slice begins, and must be answered with 0000; signatures of a sample are verified; store and wallet book are compared with the answers. Enquiries ask for the payments just made.',
    `"Many stored" is ${stored} payments of the 30 days before, made by the gateway's own code on a clock that runs ahead; the wallet's book holds them too.`,
    `"Open ones" are ${pending} payments that never reached their wallet; the gateway finds them when it starts, and its resolver asks and reverses while new payments are measured.`,
    'A ratio is taken in every cycle; the value is the median over all cycles.',
    ...(quick ? ['QUICK RUN: too short to judge; floors are shown and not applied.'] : []),
  ];
}
