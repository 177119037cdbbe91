import { expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { withinBudget } from './answer-budget.ts';

it('gives the outcome when it comes in time', async () => {
  const time = new ManualTime();
  const meanwhile = { known: 'open', onError: () => undefined };
  expect(await withinBudget(time, 100, Promise.resolve('done'), meanwhile)).toBe('done');
  expect(time.running).toBe(0);
});

it('gives what was known when the time is over', async () => {
  const time = new ManualTime();
  const meanwhile = { known: 'open', onError: () => undefined };
  const waited = withinBudget(time, 100, new Promise<string>(() => undefined), meanwhile);
  time.advance(100);
  expect(await waited).toBe('open');
});

it('gives what was known, and tells why, when the outcome fails', async () => {
  const time = new ManualTime();
  const errors: unknown[] = [];
  const failed = Promise.reject(new Error('full'));
  const meanwhile = { known: 'open', onError: (error: unknown) => errors.push(error) };
  expect(await withinBudget(time, 100, failed, meanwhile)).toBe('open');
  expect(errors).toEqual([new Error('full')]);
  expect(time.running).toBe(0);
});
