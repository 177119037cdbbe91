import type { Random } from './engine/random.ts';
import { Scheduler } from './engine/scheduler.ts';
import { Trace } from './engine/trace.ts';
import { Recorder } from './oracle/recorder.ts';
import type { Weather } from './weather.ts';

/** A rule that did not hold. */
export interface Violation {
  /** Number of the invariant, such as `I1`, or `T7` for the history checker. */
  readonly rule: string;
  readonly text: string;
}

/** A process as its ports see it. */
export interface ProcessEnd {
  readonly alive: boolean;
  /** When a process that was stopped goes on; in the past for one that runs. */
  readonly stoppedUntilMs: number;
}

/** What all parts of one world share. */
export class World {
  readonly weather: Weather;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly recorder = new Recorder();
  readonly violations: Violation[] = [];
  /** How often each noteworthy situation was met. */
  readonly reached = new Map<string, number>();
  /** Wall clock of somebody whose clock is right, at the beginning of the world. */
  readonly beganAtMs: number;
  /** Work outside virtual time that must settle before the next event, such as a commit of a real database. */
  outside = 0;
  /** Whether nothing is under way but waits of minutes and hours; see `processTimers`. */
  drowsy = false;
  /** Who was last given the lease of each transaction. */
  readonly leases = new Map<number, { readonly end: ProcessEnd; readonly version: number }>();
  #calm = false;

  constructor(weather: Weather, random: Random, beganAtMs: number, keepTrace: boolean) {
    this.weather = weather;
    this.scheduler = new Scheduler(random.fork('scheduler'));
    this.trace = new Trace(keepTrace);
    this.beganAtMs = beganAtMs;
  }

  /** Milliseconds since the world began. */
  get nowMs(): number {
    return this.scheduler.nowMs;
  }

  /** Whether faults have ended. */
  get calm(): boolean {
    return this.#calm;
  }

  endFaults(): void {
    this.#calm = true;
    this.note('faults end');
  }

  /** The right time, milliseconds since 1970-01-01 UTC. */
  get trueTimeMs(): number {
    return this.beganAtMs + this.scheduler.nowMs;
  }

  note(text: string): void {
    this.trace.note(this.scheduler.nowMs, text);
  }

  reach(situation: string): void {
    this.reached.set(situation, (this.reached.get(situation) ?? 0) + 1);
  }

  violate(rule: string, text: string): void {
    this.note(`VIOLATION ${rule}: ${text}`);
    this.violations.push({ rule, text });
  }

  /** Runs something inside a process as soon as it is not stopped; never when it is dead by then. */
  inside(end: ProcessEnd, run: () => void): void {
    if (!end.alive) return;
    const waitMs = end.stoppedUntilMs - this.nowMs;
    if (waitMs <= 0) run();
    else this.scheduler.after(waitMs, () => this.inside(end, run));
  }

  /** Holds the next event back until a promise of a real database has settled; in memory they settle at once. */
  hold<T>(promise: Promise<T>): Promise<T> {
    if (this.weather.storeEngine === 'memory') return promise;
    this.outside += 1;
    const release = (): void => {
      this.outside -= 1;
    };
    promise.then(release, release);
    return promise;
  }
}
