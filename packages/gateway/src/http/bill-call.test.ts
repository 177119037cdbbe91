import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { businessDayOf } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { BusinessClock } from '../clock/business-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import { KeptLog } from '../log/test-log.ts';
import { directMerchant } from '../merchant/test-merchant.ts';
import { StorageUnavailable } from '../store/store.ts';
import type { StatementStore } from '../store/statement-store.ts';
import { billCall } from './bill-call.ts';
import type { CallResult } from './call.ts';

const EMPTY: StatementStore = {
  closeDay: async () => undefined,
  statementPage: async () => ({ transactions: [], next: undefined }),
  lateMovements: async () => [],
};

/** Asks for statements as merchants told apart by one hex digit. */
function asking(store: StatementStore, log = new KeptLog()): (digit: string) => Promise<CallResult> {
  const call = billCall({ store, clock: new BusinessClock(new ManualTime(), 0), log });
  return (digit) =>
    call.handle({
      merchant: { ...directMerchant(), appCode: digit.repeat(32) },
      parameters: [{ name: 'trade_date', value: '2026-02-27', raw: '2026-02-27' }],
      answerKey: { secret: 'key', algorithm: 'MD5' },
    });
}

function bodyOf({ answer }: CallResult): Readable {
  if (typeof answer.body === 'string') throw new Error(`no statement: ${answer.body}`);
  return answer.body;
}

describe('billCall', () => {
  it('writes one statement at a time for a merchant, and four for all', async () => {
    const ask = asking(EMPTY);
    const first = await ask('A');
    expect((await ask('A')).answer).toMatchObject({ status: 429, headers: { 'Retry-After': '5' } });
    for (const digit of ['B', 'C', 'D']) bodyOf(await ask(digit));
    expect((await ask('E')).answer.status).toBe(429);
    await buffer(bodyOf(first));
    bodyOf(await ask('E'));
  });

  it('lets the merchant ask again after the reader has gone', async () => {
    const ask = asking(EMPTY);
    const body = bodyOf(await ask('A'));
    const closed = once(body, 'close');
    body.destroy();
    await closed;
    bodyOf(await ask('A')).destroy();
  });

  it('gives out no statement before it is on the disk that the day has had one', async () => {
    const closed: number[] = [];
    const refusing = () => Promise.reject(new StorageUnavailable('disk full'));
    const ask = asking({
      ...EMPTY,
      closeDay: (lastMs) => (closed.push(lastMs) === 1 ? refusing() : Promise.resolve()),
    });
    const refused = await ask('A');
    expect(refused.log).toMatchObject({ respcd: '1100' });
    expect(refused.answer.body).toContain('cannot write now');
    await buffer(bodyOf(await ask('A')));
    const { toMs } = businessDayOf('2026-02-27') ?? { toMs: 0 };
    expect(closed).toEqual([toMs, toMs]);
  });

  it('breaks off when the store fails, and says so in the log', async () => {
    const log = new KeptLog();
    const ask = asking({ ...EMPTY, statementPage: () => Promise.reject(new Error('no disk')) }, log);
    await expect(buffer(bodyOf(await ask('A')))).rejects.toThrow('no disk');
    expect(JSON.stringify(log)).toContain('trade_bill_cut_off');
  });
});
