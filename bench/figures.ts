import { FLOORS, type Floor } from './floors.ts';
import type { Slice } from './load-plan.ts';
import type { Round, SubjectName } from './measure.ts';
import { median } from './statistics.ts';
import type { SubjectResult } from './subject.ts';

/** One ratio. Each cycle of each round gives a value; the median of all counts. */
export interface Ratio {
  readonly name: string;
  readonly meaning: string;
  /** Median of each round. */
  readonly rounds: readonly number[];
  readonly value: number;
  readonly floor: Floor | undefined;
}

/** The ratios of the run, each of two servers that were loaded in turns. */
export function ratiosOf(rounds: readonly Round[]): readonly Ratio[] {
  const ratio = (name: string, meaning: string, subject: SubjectName, yardstick: SubjectName): Ratio => {
    const compared = rounds.map((round) => ({ subject: round[subject], yardstick: round[yardstick] }));
    return {
      name,
      meaning,
      ...ratioOf(compared),
      floor: FLOORS.find(({ figure }) => figure === name),
    };
  };
  return [
    ratio('payment', 'signed, durable payments ÷ echo of the same bytes', 'empty', 'echo_payment'),
    ratio('query', 'enquiries by syssn ÷ echo of the same bytes', 'query', 'echo_query'),
    ratio('growth', 'payments with many stored ÷ payments with none', 'filled', 'empty'),
    ratio('growth_random', 'the same, with random order numbers', 'filled_random', 'empty'),
    ratio('pending', 'payments beside many open ones ÷ payments with none', 'beside_pending', 'empty'),
  ];
}

/** The ratio of two servers that were loaded in turns: the median over all cycles of all rounds. */
export function ratioOf(
  rounds: readonly { readonly subject: SubjectResult; readonly yardstick: SubjectResult }[],
): Pick<Ratio, 'value' | 'rounds'> {
  const perRound = rounds.map(({ subject, yardstick }) => cycleRatios(subject, yardstick));
  return { rounds: perRound.map(median), value: median(perRound.flat()) };
}

function cycleRatios(subject: SubjectResult, yardstick: SubjectResult): readonly number[] {
  return subject.lane.slices.map(
    ({ answersPerSecond }, cycle) =>
      answersPerSecond / (yardstick.lane.slices[cycle]?.answersPerSecond ?? Number.NaN),
  );
}

/** Whether a ratio keeps its floor; one without a floor always does. */
export function keepsFloor({ value, floor }: Ratio): boolean {
  return floor === undefined || value >= floor.atLeast;
}

/** One subject over all rounds; medians, NaN for what the system did not tell. */
export interface SubjectFigures {
  readonly subject: SubjectName;
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the server for one answer, in microseconds: shakes less than the rate when the machine is busy. */
  readonly serverMicrosPerAnswer: number;
  readonly serverCpu: number;
  readonly generatorCpu: number;
  readonly othersCpu: number;
  readonly peakMemoryBytes: number;
  readonly startUpFromSpawnMs: number;
  readonly startUpFromProcessMs: number;
}

/** What the rounds say about one subject. */
export function subjectFiguresOf(subject: SubjectName, rounds: readonly Round[]): SubjectFigures {
  const overSlices = (read: (slice: Slice) => number | undefined): number =>
    median(rounds.flatMap((round) => round[subject].lane.slices.map((slice) => read(slice) ?? Number.NaN)));
  const overRounds = (read: (result: SubjectResult) => number | undefined): number =>
    median(rounds.map((round) => read(round[subject]) ?? Number.NaN));
  return {
    subject,
    answersPerSecond: overSlices(({ answersPerSecond }) => answersPerSecond),
    p50Ms: overRounds(({ lane }) => lane.p50Ms),
    p99Ms: overRounds(({ lane }) => lane.p99Ms),
    serverMicrosPerAnswer: overSlices(({ serverCpu, answersPerSecond }) =>
      serverCpu === undefined ? undefined : (serverCpu / answersPerSecond) * 1e6,
    ),
    serverCpu: overSlices(({ serverCpu }) => serverCpu),
    generatorCpu: overSlices(({ generatorCpu }) => generatorCpu),
    othersCpu: overSlices(({ othersCpu }) => othersCpu),
    peakMemoryBytes: overRounds(({ peakMemoryBytes }) => peakMemoryBytes),
    startUpFromSpawnMs: overRounds(({ startUp }) => startUp?.fromSpawnMs),
    startUpFromProcessMs: overRounds(({ startUp }) => startUp?.fromProcessMs),
  };
}
