import type { Attempt } from '../attempt.ts';

/** An attempt that has just been sent, with a basket and a code of its own. */
export function testAttempt(orderNumber: string, change: Partial<Attempt> = {}): Attempt {
  return {
    orderNumber,
    basketId: `basket of ${orderNumber}`,
    amountMinor: 1050,
    currency: 'HKD',
    payType: '800108',
    storeId: undefined,
    authCodeHash: `hash of ${orderNumber}`,
    callerTime: '2026-03-02 08:00:00',
    startedAtMs: 1_000_000,
    signType: 'SHA256',
    stage: 'sending',
    syssn: '',
    verdict: undefined,
    release: undefined,
    ...change,
  };
}
