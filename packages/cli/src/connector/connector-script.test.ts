import type { Connector, RefundAnswer, ReversalAnswer, WalletAnswer } from '@opencpm/gateway';
import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../test-support/run-command.ts';
import { TestClock } from '../test-support/test-clock.ts';
import { type TrialEnd, type TrialOrder, tryConnector } from './connector-script.ts';

const ORDER: TrialOrder = {
  channelOrderId: '20260305999900020000000001',
  channelRefundId: '20260305999900020000000002',
  payType: '800108',
  family: 'alipay',
  authCode: '281234567890123456',
  amountMinor: 1,
  currency: 'HKD',
};

const PAID: WalletAnswer = {
  kind: 'paid',
  amountMinor: 1,
  currency: 'HKD',
  walletNumber: 'W-1',
  payerAccount: 'buyer',
  paidAtMs: TEST_NOW_MS,
};
const RETURNED: RefundAnswer = {
  kind: 'returned',
  amountMinor: 1,
  currency: 'HKD',
  walletNumber: 'R-1',
  payerAccount: 'buyer',
  returnedAtMs: TEST_NOW_MS,
};
const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };
const LOST: WalletAnswer = { kind: 'unknown', reason: 'time-out' };
const NOT_FOUND: WalletAnswer = { kind: 'not_found', reason: 'no such order' };
const REFUND_LOST: RefundAnswer = { kind: 'unknown', reason: 'time-out' };
const UNDONE: ReversalAnswer = { kind: 'reversed' };

interface Answers {
  readonly charge: WalletAnswer;
  /** One after the other; the last one for ever. */
  readonly query?: readonly WalletAnswer[];
  readonly reverse?: ReversalAnswer;
  readonly refund?: RefundAnswer;
  readonly queryRefund?: RefundAnswer;
}

/** Runs a trial over a wallet with these answers; a call it has no answer for fails the test. */
async function trial(
  answers: Answers,
): Promise<{ end: TrialEnd; calls: string; refunded: readonly string[] }> {
  const given = <Answer>(answer: Answer | undefined): Promise<Answer> =>
    answer === undefined ? Promise.reject(new Error('this call was not expected')) : Promise.resolve(answer);
  const refunded: string[] = [];
  let asks = 0;
  const connector: Connector = {
    name: 'trial',
    charge: () => given(answers.charge),
    query: () => {
      asks += 1;
      return given(answers.query?.[asks - 1] ?? answers.query?.at(-1));
    },
    reverse: () => given(answers.reverse),
    refund: ({ walletNumber }) => {
      refunded.push(walletNumber);
      return given(answers.refund);
    },
    queryRefund: () => given(answers.queryRefund),
  };
  const calls: string[] = [];
  const end = await tryConnector(connector, ORDER, new TestClock(TEST_NOW_MS), ({ call }) =>
    calls.push(call),
  );
  return { end, calls: calls.join(' '), refunded };
}

const ASKED_TO_THE_END = Array<string>(20).fill('query').join(' ');
const RETURN_ASKED_TO_THE_END = Array<string>(20).fill('queryRefund').join(' ');

describe('the trial of a connector', () => {
  it.each<[string, Answers, TrialEnd, string]>([
    ['gives back at once', { charge: PAID, refund: RETURNED }, 'returned', 'charge refund'],
    [
      'asks until it is paid, and until it is back',
      { charge: LOST, query: [WAITING, PAID], refund: REFUND_LOST, queryRefund: RETURNED },
      'returned',
      'charge query query refund queryRefund',
    ],
    [
      'ends at a final refusal',
      { charge: { kind: 'declined', respcd: '1201', mayStillCharge: false, reason: 'no' } },
      'not charged',
      'charge',
    ],
    [
      'ends where the charge was not sent: nothing can have moved',
      { charge: { kind: 'not_sent', reason: 'the clocks differ' } },
      'not sent',
      'charge',
    ],
    [
      'undoes what nobody pays',
      { charge: WAITING, query: [...Array<WalletAnswer>(20).fill(WAITING), NOT_FOUND], reverse: UNDONE },
      'not charged',
      `charge ${ASKED_TO_THE_END} reverse query`,
    ],
    [
      'gives back what was paid while it was undone',
      {
        charge: WAITING,
        query: [...Array<WalletAnswer>(20).fill(WAITING), PAID],
        reverse: { kind: 'unknown', reason: 'time-out' },
        refund: RETURNED,
      },
      'returned',
      `charge ${ASKED_TO_THE_END} reverse query refund`,
    ],
    [
      'says that money may have moved when nobody confirms the reversal',
      { charge: LOST, query: [LOST], reverse: UNDONE },
      'open',
      `charge ${ASKED_TO_THE_END} reverse query`,
    ],
    [
      'says that money may have moved when the refund is never confirmed',
      { charge: PAID, refund: REFUND_LOST, queryRefund: REFUND_LOST },
      'open',
      `charge refund ${RETURN_ASKED_TO_THE_END}`,
    ],
  ])('%s', async (_what, answers, end, calls) => {
    const result = await trial(answers);
    expect(result).toMatchObject({ end, calls });
    if (calls.includes('refund')) expect(result.refunded).toEqual(['W-1']);
  });
});
