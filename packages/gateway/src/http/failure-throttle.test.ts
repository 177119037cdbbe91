import { describe, expect, it } from 'vitest';
import { FailureThrottle, networkOf } from './failure-throttle.ts';

const BURST = 300;

function admitted(throttle: FailureThrottle, count: number, address: string, app: string, nowMs = 0): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) if (throttle.admit(address, app, nowMs)) sum += 1;
  return sum;
}

describe('FailureThrottle', () => {
  it('lets a burst through, then five a second', () => {
    const throttle = new FailureThrottle();
    expect(admitted(throttle, 1_000, '192.0.2.1', 'A')).toBe(BURST);
    expect(admitted(throttle, 100, '192.0.2.1', 'A', 999)).toBe(4);
    expect(admitted(throttle, 100, '192.0.2.1', 'A', 11_000)).toBe(50);
    expect(admitted(throttle, 1_000, '192.0.2.1', 'A', 10_000_000)).toBe(BURST);
  });

  it('counts by address, whatever app code is guessed', () => {
    const throttle = new FailureThrottle();
    let sum = 0;
    for (let index = 0; index < 1_000; index += 1) {
      if (throttle.admit('192.0.2.1', `APP${index}`, 0)) sum += 1;
    }
    expect(sum).toBe(BURST);
    expect(throttle.admit('192.0.2.2', 'APP', 0)).toBe(true);
  });

  it('counts by app code, from however many addresses it is tried', () => {
    const throttle = new FailureThrottle();
    let sum = 0;
    for (let index = 0; index < 1_000; index += 1) {
      if (throttle.admit(`192.0.${index >> 8}.${index & 255}`, 'A', 0)) sum += 1;
    }
    expect(sum).toBe(BURST);
    expect(throttle.admit('198.51.100.1', 'B', 0)).toBe(true);
  });

  it('watches no more than ten thousand names; all others share one allowance', () => {
    const throttle = new FailureThrottle();
    for (let index = 0; index < 5_000; index += 1) throttle.admit(`a${index}`, `b${index}`, 0);
    // The address and the app code of each take from the shared allowance.
    let sum = 0;
    for (let index = 0; index < 1_000; index += 1) if (throttle.admit(`c${index}`, `d${index}`, 0)) sum += 1;
    expect(sum).toBe(BURST / 2);
    // Those who are watched have their own still, and once they rest their places are free again.
    expect(throttle.admit('a0', 'b0', 0)).toBe(true);
    expect(throttle.admit('e', 'f', 60_000)).toBe(true);
    expect(admitted(throttle, 1_000, 'g', 'h', 60_000)).toBe(BURST);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %j is %j', (address, network) => expect(networkOf(address)).toBe(network));
});
