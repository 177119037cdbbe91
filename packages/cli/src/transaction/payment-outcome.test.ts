import { describe, expect, it } from 'vitest';
import { outcomeOfPayment, outcomeOfRow, type PaymentOrder } from './payment-outcome.ts';
import { readTransaction } from './transaction.ts';

const order: PaymentOrder = { orderNumber: 'A-1', amountMinor: 1050, currency: 'HKD', payType: '800008' };
const RIGHT = {
  respcd: '0000',
  resperr: '交易成功',
  respmsg: 'OK',
  syssn: '7',
  out_trade_no: 'A-1',
  txamt: 1050,
  txcurrcd: 'HKD',
};

function outcome(
  fields: Readonly<Record<string, unknown>>,
  signature: 'verified' | 'absent' = 'verified',
  httpStatus = 200,
) {
  const respcd = String(fields['respcd']);
  return outcomeOfPayment(order, { kind: 'answered', fields, respcd, httpStatus, signature });
}

describe('outcomeOfPayment', () => {
  it('believes a success for this order, this amount, this currency', () => {
    expect(outcome(RIGHT)).toEqual({
      state: 'paid',
      syssn: '7',
      respcd: '0000',
      explanation: '0000 Success (交易成功)',
    });
  });

  it('reads the amount as a number or as text', () => {
    expect(outcome({ ...RIGHT, txamt: '1050' }).state).toBe('paid');
  });

  it.each([
    ['another amount', { txamt: 1051 }],
    ['another currency', { txcurrcd: 'USD' }],
    ['another order', { out_trade_no: 'A-2' }],
  ])('does not know what a success for %s means', (_what, change) => {
    const found = outcome({ ...RIGHT, ...change });
    expect(found.state).toBe('unknown');
    expect(found.explanation).toMatch(/the answer names/);
  });

  it('does not know what a refusal for another order means', () => {
    expect(outcome({ respcd: '1205', out_trade_no: 'A-2' }).state).toBe('unknown');
  });

  it('takes a refusal that names nothing', () => {
    expect(outcome({ respcd: '1108', resperr: 'no' }).state).toBe('refused');
  });

  it('says when a success is not signed', () => {
    expect(outcome(RIGHT, 'absent').explanation).toContain('carries no signature');
    expect(outcome({ respcd: '1108' }, 'absent').explanation).not.toContain('carries no signature');
  });

  it('says that nothing was started behind a 429', () => {
    expect(outcome({ respcd: '1297' }, 'verified', 429)).toMatchObject({
      state: 'refused',
      explanation: expect.stringContaining('nothing was started'),
    });
  });

  it('knows nothing when there is no answer', () => {
    const none = outcomeOfPayment(order, {
      kind: 'unknown',
      reason: 'time_out',
      detail: 'no answer within 10 s',
    });
    expect(none).toEqual({ state: 'unknown', syssn: '', respcd: '', explanation: 'no answer within 10 s' });
  });
});

describe('outcomeOfRow', () => {
  const row = {
    syssn: '7',
    out_trade_no: 'A-1',
    txamt: '1050',
    txcurrcd: 'HKD',
    respcd: '0000',
    errmsg: 'ok',
    cancel: '0',
  };

  it('reads the state of the row', () => {
    expect(outcomeOfRow(order, readTransaction(row)).state).toBe('paid');
    expect(outcomeOfRow(order, readTransaction({ ...row, respcd: '1143' })).state).toBe('waiting_for_payer');
  });

  it('takes a row without a currency, as old services write it', () => {
    expect(outcomeOfRow(order, readTransaction({ ...row, txcurrcd: '' })).state).toBe('paid');
  });

  it('does not know what a row with another amount means', () => {
    expect(outcomeOfRow(order, readTransaction({ ...row, txamt: '1' })).state).toBe('unknown');
  });
});
