import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneTurns } from './lane-turns.ts';

const lane = (merchantNumber: number) => ({ merchantNumber, endpoint: 'https://hooks.example' });
const [ONE, TWO, THREE] = [lane(1), lane(2), lane(3)];

describe('turns of lanes', () => {
  it('follow the order in which lanes are given, as long as none has had a try', () => {
    expect(new LaneTurns().inOrder([TWO, ONE, THREE])).toEqual([TWO, ONE, THREE]);
  });

  it('come to the others before a lane has its second try', () => {
    const turns = new LaneTurns();
    turns.began(ONE, 1);
    expect(turns.inOrder([ONE, TWO, THREE])).toEqual([TWO, THREE, ONE]);
    turns.began(TWO, 1);
    expect(turns.inOrder([ONE, TWO, THREE])).toEqual([THREE, ONE, TWO]);
  });

  it('count every try, and nothing that was not begun', () => {
    const turns = new LaneTurns();
    turns.began(ONE, 2);
    turns.began(TWO, 1);
    turns.began(THREE, 0);
    expect(turns.inOrder([ONE, TWO, THREE])).toEqual([THREE, TWO, ONE]);
  });

  it('let a lane that comes anew wait behind those of the present round', () => {
    const turns = new LaneTurns();
    for (let tries = 0; tries < 5; tries += 1) turns.began(ONE, 1);
    expect(turns.inOrder([ONE, TWO])).toEqual([TWO, ONE]);
    turns.began(TWO, 1);
    expect(turns.inOrder([ONE, TWO])).toEqual([ONE, TWO]);
  });

  it('tell endpoints of one merchant apart', () => {
    const turns = new LaneTurns();
    const other = { merchantNumber: 1, endpoint: 'https://other.example' };
    turns.began(ONE, 1);
    expect(turns.inOrder([ONE, other])).toEqual([other, ONE]);
  });

  it('starve no lane that waits, whichever others come and go', () => {
    const crowd = fc.array(fc.uniqueArray(fc.integer({ min: 2, max: 9 }), { maxLength: 8 }), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(crowd, (looks) => {
        const turns = new LaneTurns();
        let passedOver = 0;
        for (const others of looks) {
          // The lane that waits all the time is given last: only its turn can bring it forward.
          const [next = ONE] = turns.inOrder([...others.map(lane), ONE]);
          turns.began(next, 1);
          passedOver = next === ONE ? 0 : passedOver + 1;
          // Two tries of each of the others, if they come in the middle of a round.
          expect(passedOver).toBeLessThanOrEqual(16);
        }
      }),
    );
  });

  it('are remembered for lanes of the present round alone', () => {
    const turns = new LaneTurns();
    for (let merchant = 1; merchant <= 1_000; merchant += 1) {
      turns.began(lane(merchant), 1);
      turns.began(lane(merchant), 1);
    }
    expect(turns.remembered).toBeLessThan(3);
  });
});
