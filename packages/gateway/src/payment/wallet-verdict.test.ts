import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WalletAnswer } from '../wallet/connector.ts';
import { newPayment } from './new-payment.ts';
import type { Payment } from './payment.ts';
import { PAYMENT_STATES, type PaymentState, WIRE_VIEWS } from './state.ts';
import { samplePayment } from './test-payment.ts';
import { saysNotPaid, type Verdict, weighAnswer } from './wallet-verdict.ts';

const fresh = newPayment(samplePayment());

const PAID: WalletAnswer = {
  kind: 'paid',
  amountMinor: 1050,
  currency: 'HKD',
  walletNumber: 'W-1',
  payerAccount: 'buyer',
  paidAtMs: 1_772_000_000_000,
  debitedAmountMinor: 972,
  debitedCurrency: 'CNY',
};
const PAID_WITHOUT_DEBIT: WalletAnswer = {
  kind: 'paid',
  amountMinor: 1050,
  currency: 'HKD',
  walletNumber: 'W-2',
  payerAccount: 'other buyer',
  paidAtMs: 1_772_000_009_999,
};
const WRONG_AMOUNT: WalletAnswer = { ...PAID, amountMinor: 1051 };
const WRONG_CURRENCY: WalletAnswer = { ...PAID, currency: 'CNY' };
const DECLINED: WalletAnswer = {
  kind: 'declined',
  respcd: '1201',
  mayStillCharge: false,
  reason: 'Not enough money',
};
const REFUSED_FOR_NOW: WalletAnswer = { ...DECLINED, mayStillCharge: true };
const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };
const UNKNOWN: WalletAnswer = { kind: 'unknown', reason: 'time-out' };
const NOT_FOUND: WalletAnswer = { kind: 'not_found', reason: 'no such payment' };
const REVERSED: WalletAnswer = { kind: 'reversed', reason: 'undone' };
const NOT_SENT: WalletAnswer = { kind: 'not_sent', reason: 'connection refused' };

const ANSWERS = [
  PAID,
  PAID_WITHOUT_DEBIT,
  WRONG_AMOUNT,
  WRONG_CURRENCY,
  DECLINED,
  REFUSED_FOR_NOW,
  WAITING,
  UNKNOWN,
  NOT_SENT,
] as const;

function inState(state: PaymentState): Payment {
  return { ...fresh, state, version: 5 };
}

/** The payment after the store has taken a verdict. */
function after(payment: Payment, verdict: Verdict): Payment {
  return verdict.kind === 'move'
    ? { ...payment, ...verdict.progress, version: payment.version + 1 }
    : payment;
}

function afterAll(answers: readonly WalletAnswer[], start = fresh): Payment {
  return answers.reduce((payment, answer) => after(payment, weighAnswer(payment, answer)), start);
}

const anyAnswers = fc.array(fc.constantFrom(...ANSWERS), { maxLength: 12 });

describe('weighAnswer of a fresh payment', () => {
  it('takes "paid" with everything the wallet says', () => {
    expect(weighAnswer(fresh, PAID)).toEqual({
      kind: 'move',
      alarm: undefined,
      progress: {
        state: 'paid',
        respcd: '0000',
        detail: 'OK',
        paidAtMs: 1_772_000_000_000,
        walletNumber: 'W-1',
        payerAccount: 'buyer',
        debitedAmountMinor: 972,
        debitedCurrency: 'CNY',
        dueAtMs: undefined,
        asks: 0,
      },
    });
  });

  it('takes "paid" without a debit of another currency', () => {
    expect(weighAnswer(fresh, PAID_WITHOUT_DEBIT)).toMatchObject({
      kind: 'move',
      progress: { state: 'paid', debitedAmountMinor: undefined, debitedCurrency: '' },
    });
  });

  it('takes a final refusal with its code and words', () => {
    expect(weighAnswer(fresh, DECLINED)).toEqual({
      kind: 'move',
      alarm: undefined,
      progress: {
        state: 'declined',
        respcd: '1201',
        detail: 'Not enough money',
        paidAtMs: undefined,
        walletNumber: '',
        payerAccount: '',
        debitedAmountMinor: undefined,
        debitedCurrency: '',
        dueAtMs: undefined,
        asks: 0,
      },
    });
  });

  it.each([
    ['waits for the payer', WAITING, 'waiting_for_payer', '1143'],
    ['stays open after an unknown outcome', UNKNOWN, 'processing', '1145'],
    ['stays open when nothing was sent', NOT_SENT, 'processing', '1145'],
    ['stays open after a refusal that may still charge', REFUSED_FOR_NOW, 'processing', '1145'],
  ] as const)('%s', (_what, answer, state, respcd) => {
    const verdict = weighAnswer(fresh, answer);
    expect(verdict).toMatchObject({ kind: 'move', alarm: undefined, progress: { state, respcd } });
    expect(after(fresh, verdict).paidAtMs).toBeUndefined();
  });

  it.each([
    ['another amount', WRONG_AMOUNT, 'wallet reports HKD 1051, order is HKD 1050'],
    ['another currency', WRONG_CURRENCY, 'wallet reports CNY 1050, order is HKD 1050'],
  ])('holds a payment that was paid with %s, and raises an alarm', (_what, answer, alarm) => {
    const verdict = weighAnswer(fresh, answer);
    expect(verdict).toMatchObject({ kind: 'move', alarm, progress: { state: 'processing', respcd: '1145' } });
    // Raised again at every enquiry, until somebody has looked.
    expect(weighAnswer(after(fresh, verdict), answer)).toEqual({ kind: 'stay', alarm });
  });
});

describe('weighAnswer later on', () => {
  it.each(['declined', 'reversed'] as const)('reports money taken after %s as a late charge', (state) => {
    expect(weighAnswer(inState(state), PAID)).toEqual({ kind: 'late_charge', receipt: PAID });
  });

  it.each(['paid', 'partly_refunded', 'refunded'] as const)(
    'raises an alarm at a refusal in state %s and stays',
    (state) => {
      expect(weighAnswer(inState(state), DECLINED)).toEqual({
        kind: 'stay',
        alarm: `declined_by_wallet contradicts state ${state}`,
      });
    },
  );

  it.each([
    // answer, reversal unconfirmed, acknowledged, refused
    [PAID, 'reversing', 'reversing', 'paid'],
    [WRONG_AMOUNT, 'reversing', 'reversing', 'reversing'],
    [DECLINED, 'reversing', 'reversed', 'reversed'],
    [REFUSED_FOR_NOW, 'reversing', 'reversing', 'reversing'],
    [NOT_FOUND, 'reversing', 'reversed', 'reversing'],
    [REVERSED, 'reversed', 'reversed', 'reversed'],
    [WAITING, 'reversing', 'reversing', 'reversing'],
    [UNKNOWN, 'reversing', 'reversing', 'reversing'],
    [NOT_SENT, 'reversing', 'reversing', 'reversing'],
  ] as const)(
    'weighs $kind by what is known of the reversal',
    (answer, unconfirmed, acknowledged, refused) => {
      const payment = inState('reversing');
      expect(after(payment, weighAnswer(payment, answer)).state).toBe(unconfirmed);
      expect(after(payment, weighAnswer(payment, answer, 'unconfirmed')).state).toBe(unconfirmed);
      expect(after(payment, weighAnswer(payment, answer, 'acknowledged')).state).toBe(acknowledged);
      expect(after(payment, weighAnswer(payment, answer, 'refused')).state).toBe(refused);
    },
  );

  it('shows a reversed payment as cancelled, and one that could not be reversed as paid with its receipt', () => {
    expect(weighAnswer(inState('reversing'), NOT_FOUND, 'acknowledged')).toMatchObject({
      progress: { respcd: '1142', detail: 'The payment was reversed' },
    });
    expect(weighAnswer(inState('reversing'), PAID, 'refused')).toMatchObject({
      progress: { respcd: '0000', walletNumber: 'W-1', paidAtMs: 1_772_000_000_000 },
    });
  });

  it('looks at the reversal of a payment that is being reversed only', () => {
    for (const state of PAYMENT_STATES.filter((each) => each !== 'reversing')) {
      for (const answer of [...ANSWERS, NOT_FOUND, REVERSED]) {
        const payment = inState(state);
        const plain = weighAnswer(payment, answer);
        expect(weighAnswer(payment, answer, 'acknowledged')).toEqual(plain);
        expect(weighAnswer(payment, answer, 'refused')).toEqual(plain);
      }
    }
  });

  it('does not take away that the payer is typing when an answer is lost', () => {
    expect(weighAnswer(inState('waiting_for_payer'), UNKNOWN)).toEqual({ kind: 'stay', alarm: undefined });
  });

  it('keeps what the wallet said about itself when a weaker answer moves the payment', () => {
    const known = { ...fresh, walletNumber: 'W-9', payerAccount: 'known' };
    expect(weighAnswer(known, WAITING)).toMatchObject({
      progress: { walletNumber: 'W-9', payerAccount: 'known' },
    });
  });
});

describe('weighAnswer in any history of answers', () => {
  it('never says "paid" without the wallet having said so with this amount and currency', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const believed = answers.some((answer) => answer === PAID || answer === PAID_WITHOUT_DEBIT);
        if (afterAll(answers).state === 'paid') expect(believed).toBe(true);
      }),
    );
  });

  it('never says "declined" without a final refusal', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        if (afterAll(answers).state === 'declined') expect(answers).toContain(DECLINED);
      }),
    );
  });

  it('lets the first verdict stand, whatever comes after it', () => {
    fc.assert(
      fc.property(anyAnswers, anyAnswers, (answers, later) => {
        const payment = afterAll(answers);
        if (WIRE_VIEWS[payment.state].final) expect(afterAll(later, payment)).toEqual(payment);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no fact of money: each is the verdict, a known one, a late charge, or an alarm', () => {
    fc.assert(
      fc.property(anyAnswers, fc.constantFrom(PAID, WRONG_AMOUNT, WRONG_CURRENCY), (answers, paid) => {
        const payment = afterAll(answers);
        const verdict = weighAnswer(payment, paid);
        const becomesPaid = verdict.kind === 'move' && verdict.progress.state === 'paid';
        const isKnown = payment.state === 'paid' && payment.paidAtMs !== undefined;
        const isReported = verdict.kind === 'late_charge' || verdict.alarm !== undefined;
        expect(becomesPaid || isKnown || isReported).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('comes to the same whether an answer is heard once or twice', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const twice = answers.flatMap((answer) => [answer, answer]);
        const { version: _once, ...once } = afterAll(answers);
        const { version: _twice, ...again } = afterAll(twice);
        expect(again).toEqual(once);
      }),
    );
  });

  it('shows the code of its state, and never a code of failure while money may still move', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PAYMENT_STATES), anyAnswers, (state, answers) => {
        const start = inState(state);
        const payment = afterAll(answers, start);
        if (payment === start) return;
        const { respcd, final } = WIRE_VIEWS[payment.state];
        expect(payment.respcd).toBe(respcd === 'code of the refusal' ? '1201' : respcd);
        if (!final) expect(['1143', '1145']).toContain(payment.respcd);
      }),
    );
  });
});

describe('saysNotPaid', () => {
  it.each([
    [WAITING, true],
    [NOT_FOUND, true],
    [DECLINED, true],
    [REFUSED_FOR_NOW, true],
    [{ ...UNKNOWN, processing: true }, true],
    [UNKNOWN, false],
    [NOT_SENT, false],
    [PAID, false],
    [WRONG_AMOUNT, false],
    [REVERSED, false],
  ] as readonly (readonly [WalletAnswer, boolean])[])('%j', (answer, said) => {
    expect(saysNotPaid(answer)).toBe(said);
  });
});
