import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../test-sandbox.ts';
import { ADVANCE_MAX_MS, VirtualTime } from './virtual-time.ts';

const START_MS = Date.UTC(2026, 2, 1, 12);

let machine: ManualTime;
let time: VirtualTime;
let fired: string[];
let settle: () => Promise<void>;

beforeEach(() => {
  machine = new ManualTime();
  fired = [];
  settle = () => Promise.resolve();
  time = new VirtualTime({ machine, settle: () => settle() });
});

/** Notes the name and how far the clock had come when a timer fired. */
function note(name: string): () => void {
  return () => fired.push(`${name} ${time.nowMs() - START_MS}`);
}

describe('virtual time that nobody moves', () => {
  it('is the machine’s', () => {
    time.after(1_000, note('a'));
    machine.advance(999);
    expect(fired).toEqual([]);
    machine.advance(1);
    expect(fired).toEqual(['a 1000']);
    expect([time.nowMs(), time.monotonicMs()]).toEqual([machine.nowMs(), machine.monotonicMs()]);
    expect([time.aheadMs, time.running, machine.running]).toEqual([0, 0, 0]);
  });

  it('fires no timer that was called off', () => {
    const callOff = time.after(10, note('a'));
    callOff();
    callOff();
    machine.advance(100);
    expect(fired).toEqual([]);
    expect([time.running, machine.running]).toEqual([0, 0]);
  });

  it('waits longer than the event loop can', () => {
    const longMs = 2 ** 31 + 5_000;
    time.after(longMs, note('a'));
    machine.advance(2 ** 31 - 1);
    expect(fired).toEqual([]);
    machine.advance(5_000);
    expect(fired).toEqual([]);
    machine.advance(1);
    expect(fired).toEqual([`a ${longMs}`]);
  });
});

describe('moving the clock', () => {
  it('fires what is due on the way, in the order and at the instant of its time', async () => {
    time.after(900_000, note('late'));
    time.after(3_000, note('b'));
    time.after(1_000, note('a'));
    time.after(3_000, note('c'));
    time.after(1_000_001, note('too far'));
    expect(await time.advance(1_000_000)).toEqual({ fired: 4 });
    expect(fired).toEqual(['a 1000', 'b 3000', 'c 3000', 'late 900000']);
    expect(time.nowMs()).toBe(START_MS + 1_000_000);
    expect(time.monotonicMs()).toBe(machine.monotonicMs() + 1_000_000);
    expect(time.aheadMs).toBe(1_000_000);
  });

  it('fires what a timer sets on the way', async () => {
    const tick = (): void => {
      note('tick')();
      time.after(400, tick);
    };
    time.after(400, tick);
    await time.advance(1_200);
    expect(fired).toEqual(['tick 400', 'tick 800', 'tick 1200']);
    await time.advance(0);
    expect(fired).toHaveLength(3);
  });

  it('fires nothing that another timer called off', async () => {
    const callOff = time.after(20, note('b'));
    time.after(10, () => callOff());
    await time.advance(100);
    expect(fired).toEqual([]);
  });

  it('waits between two timers until the work of the first has settled', async () => {
    let settled = 0;
    settle = () => {
      settled += 1;
      return Promise.resolve();
    };
    time.after(10, () => fired.push(`a after ${settled}`));
    time.after(20, () => fired.push(`b after ${settled}`));
    await time.advance(50);
    expect(fired).toEqual(['a after 1', 'b after 2']);
    expect(settled).toBe(3);
  });

  it('sees the timers that work sets while it settles', async () => {
    settle = async () => {
      if (settle !== undefined && fired.length === 0) time.after(5, note('from work'));
      settle = () => Promise.resolve();
    };
    await time.advance(10);
    expect(fired).toEqual(['from work 5']);
  });

  it('lets the machine fire the rest in time', async () => {
    time.after(10_000, note('a'));
    await time.advance(9_000);
    machine.advance(999);
    expect(fired).toEqual([]);
    machine.advance(1);
    expect(fired).toEqual(['a 10000']);
    expect(machine.running).toBe(0);
  });

  it('goes on from where the machine has come meanwhile', async () => {
    settle = () => {
      machine.advance(30);
      settle = () => Promise.resolve();
      return Promise.resolve();
    };
    time.after(20, note('a'));
    await time.advance(100);
    expect(fired).toEqual(['a 30']);
    expect(time.nowMs()).toBe(START_MS + 100);
    expect(time.aheadMs).toBe(70);
  });

  it('never moves back when the work takes longer than the move', async () => {
    settle = () => {
      machine.advance(500);
      return Promise.resolve();
    };
    await time.advance(100);
    expect(time.aheadMs).toBe(0);
    expect(time.nowMs()).toBe(START_MS + 500);
  });

  it('stays on whole milliseconds while the machine counts fractions', async () => {
    const fractions = {
      nowMs: () => machine.nowMs(),
      monotonicMs: () => machine.monotonicMs() + 0.75,
      after: (delayMs: number, callback: () => void) => machine.after(delayMs, callback),
    };
    time = new VirtualTime({ machine: fractions, settle });
    time.after(10.5, note('a'));
    await time.advance(100);
    expect(Number.isInteger(time.nowMs())).toBe(true);
    expect(fired).toEqual(['a 11']);
    expect(time.aheadMs).toBe(100);
  });

  it('ends where it stands when it is stopped', async () => {
    time.after(10, () => time.stop());
    time.after(20, note('a'));
    expect(await time.advance(100)).toEqual({ fired: 1 });
    expect(await time.advance(100)).toEqual({ fired: 0 });
    expect(time.aheadMs).toBe(10);
    machine.advance(10);
    expect(fired).toEqual(['a 20']);
  });

  it('does one move after another', async () => {
    time.after(150, note('a'));
    const moves = [time.advance(100), time.advance(100)];
    expect(await Promise.all(moves)).toEqual([{ fired: 0 }, { fired: 1 }]);
    expect(time.aheadMs).toBe(200);
  });

  it('keeps the other timers when one fails', async () => {
    time.after(10, () => {
      throw new Error('a fault');
    });
    time.after(20, note('b'));
    await expect(time.advance(15)).rejects.toThrow('a fault');
    await time.advance(10);
    expect(fired).toEqual(['b 20']);
  });

  it.each([-1, 0.5, Number.NaN, ADVANCE_MAX_MS + 1])('refuses to move by %d', (durationMs) => {
    expect(() => time.advance(durationMs)).toThrow('The clock moves by 0 to');
    expect(time.aheadMs).toBe(0);
  });

  it('gives the same course as time that passes by itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 }),
        async (delays, moves) => {
          const course = async (move: (own: VirtualTime, by: number, of: ManualTime) => Promise<unknown>) => {
            const ownMachine = new ManualTime();
            const own = new VirtualTime({ machine: ownMachine, settle: () => Promise.resolve() });
            const seen: string[] = [];
            for (const [index, delay] of delays.entries()) {
              own.after(delay, () => seen.push(`${index} at ${own.nowMs() - START_MS}`));
            }
            for (const by of moves) await move(own, by, ownMachine);
            return seen;
          };
          const moved = await course((own, by) => own.advance(by));
          const passed = await course(async (_own, by, of) => {
            for (let passedMs = 0; passedMs < by; passedMs++) of.advance(1);
            of.advance(0);
          });
          expect(moved).toEqual(passed);
        },
      ),
    );
  });
});
