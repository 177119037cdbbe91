import { type Fields, readFields } from '@opencpm/client/calls';
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

function fieldsOf(members: Readonly<Record<string, unknown>>): Fields {
  const fields = readFields(JSON.stringify(members));
  if (fields === undefined) throw new Error('the members are no object');
  return fields;
}

function outcome(members: Readonly<Record<string, unknown>>, proven = true, httpStatus = 200) {
  const fields = fieldsOf(members);
  const respcd = fields.text('respcd');
  const answer = { kind: 'answered', fields, respcd, httpStatus, proven, retryAfterMs: undefined } as const;
  return outcomeOfPayment(order, answer);
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
    expect(outcome(RIGHT, false).explanation).toContain('carries no signature');
    expect(outcome({ respcd: '1297' }, false).explanation).not.toContain('carries no signature');
  });

  it('says that nothing was started behind a 429', () => {
    expect(outcome({ respcd: '1297' }, true, 429)).toMatchObject({
      state: 'refused',
      explanation: expect.stringContaining('nothing was started'),
    });
  });

  it('knows nothing when there is no answer', () => {
    const none = outcomeOfPayment(order, {
      kind: 'unknown',
      reason: 'no answer within 10 s',
      credentialsRefused: false,
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
    expect(outcomeOfRow(order, readTransaction(fieldsOf(row))).state).toBe('paid');
    expect(outcomeOfRow(order, readTransaction(fieldsOf({ ...row, respcd: '1143' }))).state).toBe(
      'waiting_for_payer',
    );
  });

  it('takes a row without a currency, as old services write it', () => {
    expect(outcomeOfRow(order, readTransaction(fieldsOf({ ...row, txcurrcd: '' }))).state).toBe('paid');
  });

  it('does not know what a row with another amount means', () => {
    expect(outcomeOfRow(order, readTransaction(fieldsOf({ ...row, txamt: '1' }))).state).toBe('unknown');
  });
});
