import { describe, expect, it } from 'vitest';
import { OpenTries, TRIES_MAX, TRIES_PER_MERCHANT_MAX } from './open-tries.ts';

const lane = (merchantNumber: number, endpoint: string) => ({ merchantNumber, endpoint });

describe('tries that are under way', () => {
  it('are counted by endpoint, whoever they belong to', () => {
    const open = new OpenTries();
    expect(open.take(lane(1, 'a'), 3)).toBe(3);
    expect(open.take(lane(2, 'a'), 1)).toBe(1);
    expect([open.to('a'), open.to('b')]).toEqual([4, 0]);
    open.giveBack(lane(1, 'a'), 2);
    expect(open.to('a')).toBe(2);
  });

  it('are counted for each merchant at an endpoint', () => {
    const open = new OpenTries();
    open.take(lane(1, 'a'), 3);
    open.take(lane(2, 'a'), 1);
    open.giveBack(lane(1, 'a'), 1);
    expect([lane(1, 'a'), lane(2, 'a'), lane(1, 'b')].map((one) => open.of(one))).toEqual([2, 1, 0]);
  });

  it('of one merchant end at sixteen, however many endpoints it names', () => {
    const open = new OpenTries();
    const taken = Array.from({ length: 9 }, (_, index) => open.take(lane(1, `e${index}`), 4));
    expect(taken).toEqual([4, 4, 4, 4, 0, 0, 0, 0, 0]);
    expect(open.take(lane(2, 'e0'), 4)).toBe(4);
    open.giveBack(lane(1, 'e3'), 1);
    expect(open.take(lane(1, 'e9'), 4)).toBe(1);
    expect(TRIES_PER_MERCHANT_MAX).toBe(16);
  });

  it('of the gateway are bounded', () => {
    const open = new OpenTries();
    let taken = 0;
    for (let merchant = 1; merchant <= 100; merchant += 1)
      taken += open.take(lane(merchant, `e${merchant}`), 4);
    expect(taken).toBe(TRIES_MAX);
  });

  it('takes nothing when nothing is allowed', () => {
    expect(new OpenTries().take(lane(1, 'a'), -1)).toBe(0);
  });
});
