import { type Figure, keepsFloor, type LoadFigures, loadFiguresOf, ratiosOf } from './figures.ts';
import type { Machine } from './machine.ts';
import type { LoadResult } from './load-plan.ts';
import { type Round, STEPS } from './measure.ts';
import type { BenchOptions } from './options.ts';

/** Everything a run has found out. */
export interface Report {
  readonly machine: Machine;
  readonly method: readonly string[];
  readonly ratios: readonly Figure[];
  readonly loads: readonly LoadFigures[];
  /** Wrong answers, missing payments: with one of these the figures mean nothing. */
  readonly problems: readonly string[];
  /** Circumstances that make the figures doubtful. */
  readonly warnings: readonly string[];
  /** Figures below their floors; empty for a quick run, which judges none. */
  readonly missed: readonly string[];
}

/** A generator busier than this, in cores, may be what is measured. */
const GENERATOR_BUSY = 0.9;
/** Other programs that take more than this, in cores, take it from the loads. */
const OTHERS_BUSY = 0.2;

/** Draws the conclusions of a run. */
export function reportOf(machine: Machine, options: BenchOptions, rounds: readonly Round[]): Report {
  const ratios = ratiosOf(rounds);
  const missed = options.quick ? [] : ratios.filter((figure) => !keepsFloor(figure));
  return {
    machine,
    method: methodOf(options),
    ratios,
    loads: STEPS.map((step) => loadFiguresOf(step, rounds)),
    problems: rounds.flatMap((round, index) =>
      STEPS.flatMap((step) => round[step].problems.map((text) => `round ${index + 1}, ${step}: ${text}`)),
    ),
    warnings: warningsOf(rounds.flatMap((round) => STEPS.map((step) => round[step].load))),
    missed: missed.map(({ name }) => name),
  };
}

function warningsOf(loads: readonly LoadResult[]): readonly string[] {
  const warnings: string[] = [];
  const warn = (what: string, shares: readonly (number | undefined)[], limit: number): void => {
    const high = shares.filter((share) => share !== undefined && share > limit);
    if (high.length === 0) return;
    const most = Math.max(...high.map((share) => share ?? 0)) * 100;
    warnings.push(
      `${what} took up to ${most.toFixed(0)} % of a core, in ${high.length} of ${loads.length} loads`,
    );
  };
  warn(
    'the load generator may have been the limit: it',
    loads.map(({ cpu }) => cpu.generator),
    GENERATOR_BUSY,
  );
  warn(
    'the machine was not quiet: other programs',
    loads.map(({ cpu }) => cpu.others),
    OTHERS_BUSY,
  );
  if (loads.some(({ usedUp }) => usedUp)) {
    warnings.push('all prepared payments were used up; the measured part of that load was shorter');
  }
  return warnings;
}

function methodOf({
  rounds,
  warmUpMs,
  measureMs,
  connections,
  stored,
  quick,
}: BenchOptions): readonly string[] {
  return [
    `${rounds} round(s); each load ${measureMs / 1000} s after ${warmUpMs / 1000} s of warm-up, ${connections} keep-alive connections, one request under way on each.`,
    'Gateway, yardstick and load generator are processes of their own; every load gets fresh ones. The gateway is opencpm start with the sandbox wallets in its process, SQLite with synchronous=FULL, logging to nowhere, request rates off.',
    'The yardstick is a bare node:http server that reads the same requests and answers with the same headers and a body of the same length.',
    'Every payment is a request of its own, signed before the load begins, and must be answered with 0000; signatures of a sample are verified; store and wallet book are compared with the answers. Enquiries ask for the payments just made and may ask twice.',
    `"Many stored" is ${stored} payments of the 30 days before, made by the gateway's own code on a clock that runs ahead; the wallet's book holds them too.`,
    'A ratio is taken within a round, from loads that stood side by side; the value is the median over the rounds.',
    ...(quick ? ['QUICK RUN: too short to judge; floors are shown and not applied.'] : []),
  ];
}
