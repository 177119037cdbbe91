import { OutgoingCalls } from './outgoing-calls.ts';
import type { MachineTime } from './virtual-time.ts';

/** Quiet turns of the event loop after which nothing is expected to follow. */
const QUIET_TURNS = 4;

/** Most turns that are waited; work without an end must not hold the clock. */
const TURNS_MAX = 2_000;

/** A call that has had no answer for so long hangs, and time goes on without it. */
const CALL_PATIENCE_MS = 1_000;

/** How often a call that is under way is looked at. */
const LOOK_MS = 2;

/** Work the event loop will come back to by itself: commits of a group, and files being read or written. */
const WORK = /^(?:Immediate|FSReq|CloseReq|Zlib|RandomBytes|PBKDF2|Scrypt)/;

function hasWork(): boolean {
  return process.getActiveResourcesInfo().some((name) => WORK.test(name));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Watches whether the work of this process has come to rest. */
export class SettledWork {
  readonly #machine: MachineTime;
  readonly #calls: OutgoingCalls;

  constructor(machine: MachineTime) {
    this.#machine = machine;
    this.#calls = new OutgoingCalls(() => machine.monotonicMs());
  }

  /**
   * Waits until nothing has been going on for a few turns of the event loop: no commit, no file, no HTTP request that
   * waits for its answer. What waits for a timer, or for a party that does not answer, counts as at rest.
   */
  async settle(): Promise<void> {
    let quiet = 0;
    for (let turn = 0; turn < TURNS_MAX && quiet < QUIET_TURNS; turn++) {
      await nextTurn();
      if (this.#calls.youngerThan(CALL_PATIENCE_MS) > 0) {
        quiet = 0;
        await new Promise<void>((resolve) => {
          this.#machine.after(LOOK_MS, resolve);
        });
      } else {
        quiet = hasWork() ? 0 : quiet + 1;
      }
    }
  }

  /** Stops watching. */
  close(): void {
    this.#calls.close();
  }
}
