import { type Figure, keepsFloor, type LoadFigures, loadFiguresOf, ratiosOf } from './figures.ts';
import type { Machine } from './machine.ts';
import { type Round, type StepName, STEPS } from './measure.ts';
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
const MEBIBYTE = 1024 * 1024;

/** Draws the conclusions of a run. */
export function reportOf(machine: Machine, options: BenchOptions, rounds: readonly Round[]): Report {
  const ratios = ratiosOf(rounds);
  const missed = options.quick ? [] : ratios.filter((figure) => !keepsFloor(figure));
  return {
    machine,
    method: methodOf(options),
    ratios,
    loads: STEPS.map((step) => loadFiguresOf(step, rounds)),
    problems: rounds.flatMap((round, index) => eachStep(round, index, ({ problems }) => problems)),
    warnings: rounds.flatMap((round, index) => eachStep(round, index, warningsOf)),
    missed: missed.map(({ name }) => name),
  };
}

function eachStep(
  round: Round,
  index: number,
  read: (result: Round[StepName]) => readonly string[],
): readonly string[] {
  return STEPS.flatMap((step) => read(round[step]).map((text) => `round ${index + 1}, ${step}: ${text}`));
}

function warningsOf({ load: { cpu, usedUp } }: Round[StepName]): readonly string[] {
  const warnings: string[] = [];
  if (cpu.generator > GENERATOR_BUSY) {
    warnings.push(`the load generator took ${percent(cpu.generator)} of a core and may have been the limit`);
  }
  if (cpu.others !== undefined && cpu.others > OTHERS_BUSY) {
    warnings.push(`other programs took ${percent(cpu.others)} of a core`);
  }
  if (usedUp) warnings.push('all prepared requests were used up; the measured part was shorter');
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

/** The report for people. */
export function reportText(report: Report): string {
  const { machine, ratios, loads, problems, warnings, missed } = report;
  const blocks = [
    [
      `Machine   ${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / MEBIBYTE / 1024).toFixed(0)} GiB, ${machine.system}`,
      `          Node ${machine.node}, SQLite ${machine.sqlite}, ${machine.fileSystem}, 4 KiB to disk in ${machine.syncMs.toFixed(2)} ms`,
    ].join('\n'),
    report.method.map((line) => `- ${line}`).join('\n'),
    table([
      ['ratio', 'value', 'floor', '', 'rounds', 'meaning'],
      ...ratios.map((figure) => [
        figure.name,
        figure.value.toFixed(3),
        figure.floor?.atLeast.toFixed(2) ?? '-',
        missed.includes(figure.name) ? 'MISSED' : '',
        figure.rounds.map((value) => value.toFixed(3)).join(' '),
        figure.meaning,
      ]),
    ]),
    table([
      [
        'load',
        'per second',
        'p50 ms',
        'p99 ms',
        'server',
        'generator',
        'others',
        'peak MiB',
        'start ms',
        'of process',
      ],
      ...loads.map((load) => [
        load.step,
        whole(load.answersPerSecond),
        load.p50Ms.toFixed(2),
        load.p99Ms.toFixed(2),
        percent(load.serverCpu),
        percent(load.generatorCpu),
        percent(load.othersCpu),
        whole(load.peakMemoryBytes / MEBIBYTE),
        whole(load.startUpFromSpawnMs),
        whole(load.startUpFromProcessMs),
      ]),
    ]),
  ];
  if (warnings.length > 0) blocks.push(`Warnings\n${list(warnings)}`);
  if (problems.length > 0) blocks.push(`PROBLEMS: the figures mean nothing\n${list(problems)}`);
  for (const { name, value, floor } of ratios) {
    if (floor === undefined || !missed.includes(name)) continue;
    blocks.push(`FLOOR MISSED: ${name} is ${value.toFixed(3)}, below ${floor.atLeast}\n  ${floor.reason}`);
  }
  return `${blocks.join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

function percent(part: number): string {
  return Number.isNaN(part) ? '-' : `${(part * 100).toFixed(0)}%`;
}

function whole(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(0);
}

/** Columns as wide as their widest cell, two blanks between them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
