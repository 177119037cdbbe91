import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Behaviour, NAMED_BEHAVIOURS } from './behaviour.ts';
import { inShort, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';

let test: TestSandbox;

beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

/** Test code with the number of a behaviour. */
function codeOf(behaviour: Behaviour): string {
  const index = NAMED_BEHAVIOURS.findIndex(({ name }) => name === behaviour);
  return `2812345678904100${String(index + 1).padStart(2, '0')}`;
}

describe('a payment that may be paid until an instant', () => {
  const LIFE_MS = 4_000;

  it.each<[Behaviour, string]>([
    ['password-unanswered', 'declined 1142'],
    ['password-approved', 'declined 1142'],
    ['processing-paid', 'declined 1142'],
    ['late-success', 'declined 1142'],
  ])('%s is not paid from then on', async (behaviour, then) => {
    const order = sale('ORDER', { authCode: codeOf(behaviour), payUntilMs: test.time.nowMs() + LIFE_MS });
    await test.sandbox.charge(order, PATIENT);
    test.time.advance(LIFE_MS - 1);
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).not.toBe(then);
    test.time.advance(1);
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe(then);
    test.time.advance(200_000);
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe(then);
  });

  it('can be confirmed until then, and not afterwards', async () => {
    const early = sale('EARLY', {
      authCode: codeOf('password-unanswered'),
      payUntilMs: test.time.nowMs() + LIFE_MS,
    });
    await test.sandbox.charge(early, PATIENT);
    test.time.advance(LIFE_MS - 1);
    await test.sandbox.approve('EARLY');
    expect(inShort(await test.sandbox.query(referenceOf(early), PATIENT))).toBe('paid');
    const late = { ...early, channelOrderId: 'LATE', payUntilMs: test.time.nowMs() + LIFE_MS };
    await test.sandbox.charge(late, PATIENT);
    test.time.advance(LIFE_MS);
    await expect(test.sandbox.approve('LATE')).rejects.toThrow(/closed/);
  });

  it('is refused when it arrives later', async () => {
    const order = sale('ORDER', { payUntilMs: test.time.nowMs() });
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('declined 1142');
  });

  it.each<Behaviour>(['declined-then-charged', 'reversal-ignored'])(
    'is charged all the same by a wallet that keeps no word: %s',
    async (behaviour) => {
      const order = sale('ORDER', { authCode: codeOf(behaviour), payUntilMs: test.time.nowMs() + LIFE_MS });
      await test.sandbox.charge(order, PATIENT);
      test.time.advance(150_000);
      expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe('paid');
    },
  );

  it('that is paid in time stays paid', async () => {
    const order = sale('ORDER', {
      authCode: codeOf('password-approved'),
      payUntilMs: test.time.nowMs() + 60_000,
    });
    await test.sandbox.charge(order, PATIENT);
    test.time.advance(60_000);
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe('paid');
  });
});
