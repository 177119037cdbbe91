import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Tone } from '../terminal/paint.ts';

/** How a state is told to people and to scripts. */
export interface StateMeaning {
  readonly words: string;
  readonly tone: Tone;
  readonly exitCode: ExitCode;
}

/** What every state of a kind means. */
export type StateMeanings<State extends string> = Readonly<Record<State, StateMeaning>>;

/** The words of states that a payment and money on its way back share. */
export const OPEN_STATES = {
  processing: { words: 'PENDING, processing', tone: 'waiting', exitCode: EXIT.pending },
  unknown: { words: 'UNKNOWN', tone: 'waiting', exitCode: EXIT.pending },
} as const satisfies StateMeanings<'processing' | 'unknown'>;

/** Whether no later answer can differ. */
export function isSettled({ exitCode }: StateMeaning): boolean {
  return exitCode !== EXIT.pending;
}
