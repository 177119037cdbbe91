import { describe, expect, it } from 'vitest';
import type { RefundAnswer, WalletAnswer } from '../wallet/connector.ts';
import { newPayment } from './new-payment.ts';
import type { Payment } from './payment.ts';
import { weighRefundAnswer } from './refund-verdict.ts';
import { samplePayment } from './test-payment.ts';
import { storedRefund } from './test-refund.ts';
import { type ReversalStanding, weighAnswer } from './wallet-verdict.ts';

const fresh = newPayment(samplePayment());

const PAID: WalletAnswer = {
  kind: 'paid',
  amountMinor: fresh.amountMinor,
  currency: fresh.currency,
  walletNumber: 'W-1',
  payerAccount: 'buyer',
  paidAtMs: 1_772_000_000_000,
};
const DECLINED: WalletAnswer = {
  kind: 'declined',
  respcd: '1201',
  mayStillCharge: false,
  reason: 'Too little',
};

/** Code and words that an answer leaves behind; what a till shows to the cashier. */
function wordsOf(payment: Payment, answer: WalletAnswer, standing?: ReversalStanding): unknown {
  const verdict = weighAnswer(payment, answer, standing);
  if (verdict.kind !== 'move') return verdict.kind;
  const { respcd, detail } = verdict.progress;
  return [respcd, detail];
}

describe('the words of an open payment', () => {
  it.each<readonly [string, WalletAnswer, string, string]>([
    [
      'no answer',
      { kind: 'unknown', reason: 'reset' },
      '1145',
      'The wallet has not given a result yet; ask again',
    ],
    [
      'nothing sent',
      { kind: 'not_sent', reason: 'DNS' },
      '1145',
      'The wallet has not given a result yet; ask again',
    ],
    [
      'no payment',
      { kind: 'not_found', reason: 'none' },
      '1145',
      'The wallet has not given a result yet; ask again',
    ],
    [
      'a password',
      { kind: 'waiting_for_payer' },
      '1143',
      'The customer has to confirm on the phone; ask again',
    ],
    [
      'a refusal for now',
      { ...DECLINED, mayStillCharge: true },
      '1145',
      'The wallet has not given a final result yet; ask again',
    ],
    [
      'another amount',
      { ...PAID, amountMinor: 1 },
      '1145',
      'The wallet reported another amount or currency; the payment is held for a check',
    ],
    ['success', PAID, '0000', 'OK'],
    ['a refusal', DECLINED, '1201', 'Too little'],
    ['a payment undone', { kind: 'reversed', reason: 'Undone' }, '1142', 'Undone'],
  ])('after %s', (_what, answer, respcd, detail) => {
    const state = answer.kind === 'reversed' ? 'reversing' : 'accepted';
    expect(wordsOf({ ...fresh, state }, answer)).toEqual([respcd, detail]);
  });

  it('say that it was reversed, once the wallet has acknowledged that and knows no payment', () => {
    const reversing: Payment = { ...fresh, state: 'reversing' };
    expect(wordsOf(reversing, { kind: 'not_found', reason: 'none' }, 'acknowledged')).toEqual([
      '1142',
      'The payment was reversed',
    ]);
  });
});

describe('success that is heard again', () => {
  it.each(['paid', 'partly_refunded', 'refunded'] as const)('is no late charge: %s', (state) => {
    expect(weighAnswer({ ...fresh, state }, PAID)).toEqual({ kind: 'stay', alarm: undefined });
  });

  it.each(['declined', 'reversed'] as const)('is a late charge after another verdict: %s', (state) => {
    expect(weighAnswer({ ...fresh, state }, PAID)).toEqual({ kind: 'late_charge', receipt: PAID });
    expect(weighAnswer({ ...fresh, state }, DECLINED).kind).toBe('stay');
  });
});

describe('the words of an open refund', () => {
  const RETURNED: RefundAnswer = {
    kind: 'returned',
    amountMinor: 400,
    currency: 'HKD',
    walletNumber: 'R-1',
    payerAccount: 'buyer',
    returnedAtMs: 1_772_000_000_000,
  };

  it.each<readonly [string, RefundAnswer, string]>([
    ['no answer', { kind: 'unknown', reason: 'reset' }, 'The wallet has not given a result yet; ask again'],
    ['no refund', { kind: 'not_found', reason: 'none' }, 'The wallet has not given a result yet; ask again'],
    ['a promise', { kind: 'processing' }, 'The wallet has taken the refund in; ask again'],
    [
      'a refusal for now',
      { kind: 'refused', respcd: '1265', mayStillReturn: true, reason: 'later' },
      'The wallet has not given a final result yet; ask again',
    ],
    [
      'another amount',
      { ...RETURNED, amountMinor: 1 },
      'The wallet reported another amount or currency; the refund is held for a check',
    ],
    ['success', RETURNED, 'OK'],
  ])('after %s', (_what, answer, detail) => {
    expect(weighRefundAnswer(storedRefund(), answer)).toMatchObject({ kind: 'move', progress: { detail } });
  });

  it('name no account as long as the wallet has named none', () => {
    expect(weighRefundAnswer(storedRefund(), { kind: 'processing' })).toMatchObject({
      progress: { payerAccount: '', walletNumber: '' },
    });
  });
});
