import type { KeyFact } from '@opencpm/gateway';
import { expect, it } from 'vitest';
import { KEY_WATCH_INTERVAL_MS, watchKeys } from './key-watch.ts';

const NOW_MS = Date.UTC(2026, 2, 5);

it('tells of certificates that have ended or end soon, every day, until it is ended', () => {
  let nowMs = NOW_MS;
  let waiting: (() => void) | undefined;
  const clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    after: (delayMs: number, callback: () => void) => {
      expect(delayMs).toBe(KEY_WATCH_INTERVAL_MS);
      waiting = callback;
      return () => {
        waiting = undefined;
      };
    },
  };
  const certificate = (setting: string, days: number): KeyFact => ({
    ...{ setting, what: 'certificate', fingerprint: '' },
    expiresAtMs: NOW_MS + days * KEY_WATCH_INTERVAL_MS,
  });
  const keys = [
    { setting: 'private_key', what: 'RSA private key', fingerprint: '' },
    certificate('far', 40),
    certificate('near', 1),
  ];
  const told: string[] = [];
  const end = watchKeys(new Map([['wechatpay', { keys: () => keys }]]), clock, (connector, why) =>
    told.push(`${connector} ${why}`),
  );
  expect(told.splice(0)).toEqual(['wechatpay near: ends within 2 days']);
  nowMs += 2 * KEY_WATCH_INTERVAL_MS;
  waiting?.();
  expect(told.splice(0)).toEqual(['wechatpay near: has expired; get the new one']);
  end();
  expect(waiting).toBeUndefined();
});
