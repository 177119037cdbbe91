import { FLOORS, type Floor } from './floors.ts';
import type { Round, StepName } from './measure.ts';
import { median } from './statistics.ts';
import type { StepResult } from './step.ts';

/** One figure: its value in every round, and the median that counts. */
export interface Figure {
  readonly name: string;
  readonly meaning: string;
  readonly rounds: readonly number[];
  readonly value: number;
  readonly floor: Floor | undefined;
}

/** The ratios of the run, each of two loads that stood beside each other in the same round. */
export function ratiosOf(rounds: readonly Round[]): readonly Figure[] {
  const ratio = (name: string, meaning: string, subject: StepName, yardstick: StepName): Figure => {
    const values = rounds.map((round) => rateOf(round[subject]) / rateOf(round[yardstick]));
    return {
      name,
      meaning,
      rounds: values,
      value: median(values),
      floor: FLOORS.find(({ figure }) => figure === name),
    };
  };
  return [
    ratio('payment', 'signed, durable payments ÷ echo of the same bytes', 'empty', 'echo_payment'),
    ratio('query', 'enquiries by syssn ÷ echo of the same bytes', 'query', 'echo_query'),
    ratio('growth', 'payments with many stored ÷ payments with none', 'filled', 'empty'),
    ratio('growth_random', 'the same, with random order numbers', 'filled_random', 'empty'),
  ];
}

/** Whether a figure keeps its floor; one without a floor always does. */
export function keepsFloor({ value, floor }: Figure): boolean {
  return floor === undefined || value >= floor.atLeast;
}

/** One kind of load over all rounds; medians. */
export interface LoadFigures {
  readonly step: StepName;
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpu: number;
  /** CPU time of the server for one answer, in microseconds: shakes less than the rate when the machine is busy. */
  readonly serverMicrosPerAnswer: number;
  readonly generatorCpu: number;
  readonly othersCpu: number;
  readonly peakMemoryBytes: number;
  readonly startUpFromSpawnMs: number;
  readonly startUpFromProcessMs: number;
}

/** What the rounds say about one kind of load; NaN for what the system did not tell. */
export function loadFiguresOf(step: StepName, rounds: readonly Round[]): LoadFigures {
  const over = (read: (result: StepResult) => number | undefined): number =>
    median(rounds.map((round) => read(round[step]) ?? Number.NaN));
  return {
    step,
    answersPerSecond: over(rateOf),
    p50Ms: over(({ load }) => load.p50Ms),
    p99Ms: over(({ load }) => load.p99Ms),
    serverCpu: over(({ load }) => load.cpu.server),
    serverMicrosPerAnswer: over(serverMicrosOf),
    generatorCpu: over(({ load }) => load.cpu.generator),
    othersCpu: over(({ load }) => load.cpu.others),
    peakMemoryBytes: over(({ peakMemoryBytes }) => peakMemoryBytes),
    startUpFromSpawnMs: over(({ startUp }) => startUp?.fromSpawnMs),
    startUpFromProcessMs: over(({ startUp }) => startUp?.fromProcessMs),
  };
}

function serverMicrosOf({ load }: StepResult): number | undefined {
  const { cpu, answersPerSecond } = load;
  return cpu.server === undefined ? undefined : (cpu.server / answersPerSecond) * 1e6;
}

function rateOf({ load }: StepResult): number {
  return load.answersPerSecond;
}
