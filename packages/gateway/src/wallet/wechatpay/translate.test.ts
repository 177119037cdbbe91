import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RefundAnswer, ReversalAnswer, WalletAnswer } from '../connector.ts';
import type { CodeResult, WalletCall } from '../wallet-codes.ts';
import { meaningOf, plainCode, WECHATPAY_CODES, type WechatPayCode } from './codes.ts';
import type { WechatPayAnswer } from './exchange.ts';
import {
  answerOf,
  IDENTITY,
  JUDGEMENT,
  ORDER,
  PAID_BODY,
  REFUND,
  RETURNED_BODY,
  SIGNED_AT_MS,
} from './test-answers.ts';
import {
  operatorShouldKnow,
  readCharge,
  readQuery,
  readRefund,
  readRefundQuery,
  readReversal,
} from './translate.ts';

const OLD_MS = 60_000;

/** A call's answer as a connector would give it when nothing more is asked. */
function read(
  call: WalletCall,
  exchange: WechatPayAnswer,
  believed = false,
): WalletAnswer | ReversalAnswer | RefundAnswer {
  const judgement = { ...JUDGEMENT, unsignedErrorsBelieved: believed };
  switch (call) {
    case 'charge':
      return readCharge(judgement, exchange, ORDER).answer;
    case 'query':
      return readQuery(judgement, exchange, ORDER);
    case 'reverse':
      return readReversal(judgement, exchange, OLD_MS);
    case 'refund': {
      const reading = readRefund(judgement, exchange, REFUND);
      if (reading.kind === 'accepted') return { kind: 'processing' };
      return reading.kind === 'ask' ? reading.otherwise : reading.answer;
    }
    case 'queryRefund':
      return readRefundQuery(judgement, exchange, REFUND);
  }
}

const STATES = new Set([
  'SUCCESS',
  'REFUND',
  'NOTPAY',
  'ACCEPT',
  'CLOSED',
  'REVOKED',
  'PAYERROR',
  'USERPAYING',
]);
const REFUND_STATES = new Set(['SUCCESS', 'PROCESSING', 'REFUNDCLOSE', 'CLOSED', 'ABNORMAL', 'CHANGE']);

/** The answer a code or state comes in. */
function answerWith(call: WalletCall, code: string): WechatPayAnswer {
  if ((call === 'charge' || call === 'query') && STATES.has(code)) {
    return answerOf(200, { ...PAID_BODY, trade_state: code });
  }
  if (call === 'queryRefund' && REFUND_STATES.has(code)) {
    return answerOf(200, { ...RETURNED_BODY, status: code });
  }
  return answerOf(400, { code, message: 'words' });
}

/** What the port hears of a result in the answer to a call. */
function expectedOf(call: WalletCall, { result, respcd = '1147' }: WechatPayCode): object {
  const kinds: Readonly<Record<CodeResult, object>> = {
    paid: { kind: 'paid', amountMinor: 12_880, currency: 'HKD' },
    'waiting for payer': { kind: 'waiting_for_payer' },
    processing: call === 'queryRefund' ? { kind: 'processing' } : { kind: 'unknown', processing: true },
    unknown: { kind: 'unknown' },
    'not found': call === 'reverse' ? { kind: 'reversed' } : { kind: 'not_found' },
    'not sent': { kind: 'not_sent' },
    reversed: { kind: 'reversed' },
    declined: { kind: 'declined', respcd, mayStillCharge: false },
    'declined for now': { kind: 'declined', respcd, mayStillCharge: true },
    refused:
      call === 'reverse'
        ? { kind: 'refused', respcd, mayRetry: false }
        : { kind: 'refused', respcd, mayStillReturn: false },
    'refused for now':
      call === 'reverse'
        ? { kind: 'refused', respcd, mayRetry: true }
        : { kind: 'refused', respcd, mayStillReturn: true },
    returned: { kind: 'returned', amountMinor: 5_000, currency: 'HKD' },
  };
  return kinds[result];
}

const ROWS = WECHATPAY_CODES.flatMap((row) => row.calls.map((call) => ({ call, row, code: row.code })));

describe('the table', () => {
  it('names each code once for each call', () => {
    const names = ROWS.map(({ call, code }) => `${call} ${plainCode(code)}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(ROWS)('$code in the answer to $call', ({ call, row, code }) => {
    expect(read(call, answerWith(call, code))).toMatchObject(expectedOf(call, row));
    // Documents and reality disagree about underscores.
    if (!STATES.has(code) && !REFUND_STATES.has(code)) {
      expect(read(call, answerWith(call, code.replaceAll('_', '')))).toMatchObject(expectedOf(call, row));
    }
  });

  it.each(ROWS.filter(({ row }) => row.result !== 'unknown'))(
    '$code decides nothing for $call at a status of 500, or unsigned',
    ({ call, row, code }) => {
      const error = answerOf(500, { code });
      expect(read(call, error).kind).toBe(row.countsAt500 === true ? 'declined' : 'unknown');
      const unsigned = answerOf(403, { code }, { signed: false, signedAtMs: undefined });
      expect(read(call, unsigned).kind).toBe('unknown');
      if (answerWith(call, code).status === 400) {
        expect(read(call, unsigned, true)).toMatchObject(expectedOf(call, row));
      }
    },
  );

  it('makes nothing final of a code it does not name', () => {
    const known = (call: WalletCall, code: string): boolean => meaningOf(call, code) !== undefined;
    fc.assert(
      fc.property(
        fc.constantFrom<WalletCall>('charge', 'query', 'reverse', 'refund', 'queryRefund'),
        fc.oneof(fc.string(), fc.stringMatching(/^[A-Z_]{0,24}$/)),
        fc.integer({ min: 300, max: 599 }),
        fc.boolean(),
        (call, code, status, signed) => {
          fc.pre(!known(call, code));
          expect(read(call, answerOf(status, { code }, { signed }), true)).toMatchObject({ kind: 'unknown' });
        },
      ),
    );
  });

  it('says which numbers behind a Request-ID end a reversal for good', () => {
    const late = answerOf(400, { code: 'INVALID_REQUEST' }, { cause: '268449386' });
    expect(readReversal(JUDGEMENT, late, OLD_MS)).toMatchObject({
      kind: 'refused',
      respcd: '1260',
      mayRetry: false,
    });
  });
});

describe('paid', () => {
  const paidOf = (body: object): WalletAnswer =>
    readCharge(JUDGEMENT, answerOf(200, { ...body }), ORDER).answer;

  it('has the facts of the answer', () => {
    expect(paidOf(PAID_BODY)).toEqual({
      kind: 'paid',
      amountMinor: 12_880,
      currency: 'HKD',
      walletNumber: '4200000000202510090000000001',
      payerAccount: 'oTESTonly0000000000000000001',
      paidAtMs: SIGNED_AT_MS,
      debitedAmountMinor: 11_785,
      debitedCurrency: 'CNY',
    });
  });

  it.each([
    [
      'another amount, for the gateway to compare',
      { amount: { total: 1, currency: 'HKD' } },
      { kind: 'paid', amountMinor: 1 },
    ],
    [
      'another currency, likewise',
      { amount: { total: 12_880, currency: 'CNY' } },
      { kind: 'paid', currency: 'CNY' },
    ],
    [
      'the other name of its number',
      { id: undefined, transaction_id: '42' },
      { kind: 'paid', walletNumber: '42' },
    ],
    [
      'no time, and takes that of the signature',
      { success_time: 'today' },
      { kind: 'paid', paidAtMs: SIGNED_AT_MS },
    ],
    ['a payer of the shop', { payer: { sub_openid: 'oSub', sp_openid: 'oSp' } }, { payerAccount: 'oSub' }],
    ['a payer of a direct merchant', { payer: { openid: 'oDirect' } }, { payerAccount: 'oDirect' }],
    ['nobody named', { payer: null }, { payerAccount: '' }],
    ['fields nobody knows', { hippo: 1 }, { kind: 'paid' }],
  ])('may have %s', (_, changes, expected) =>
    expect(paidOf({ ...PAID_BODY, ...changes })).toMatchObject(expected),
  );

  it.each([
    ['no amount', { amount: undefined }],
    ['an amount that is no number', { amount: { total: '12880', currency: 'HKD' } }],
    ['an amount with a fraction', { amount: { total: 1.5, currency: 'HKD' } }],
    ['no currency', { amount: { total: 12_880 } }],
    ['no number of ours', { out_trade_no: undefined }],
    ['the number of another order', { out_trade_no: 'T2' }],
    ['another institution', { sp_mchid: '1' }],
    ['another shop', { sub_mchid: '1' }],
    ['a state nobody knows', { trade_state: 'HIBERNATING' }],
    ['no state', { trade_state: undefined }],
  ])('does not count with %s', (_, changes) =>
    expect(paidOf({ ...PAID_BODY, ...changes }).kind).toBe('unknown'),
  );

  it('does not count with any other status', () => {
    for (const status of [201, 202, 204, 206]) {
      expect(readCharge(JUDGEMENT, answerOf(status, PAID_BODY), ORDER).answer.kind).toBe('unknown');
    }
    expect(readQuery(JUDGEMENT, answerOf(202, PAID_BODY), ORDER).kind).toBe('unknown');
  });
});

describe('a payment that waits for its payer', () => {
  it.each([{ trade_state: 'USERPAYING' }, { code: 'USERPAYING', message: 'words' }, { code: 'USER_PAYING' }])(
    'is %j',
    (body) =>
      expect(readCharge(JUDGEMENT, answerOf(202, body), ORDER).answer).toEqual({ kind: 'waiting_for_payer' }),
  );

  it('is merely accepted when nothing more is said', () => {
    expect(readCharge(JUDGEMENT, answerOf(202), ORDER).answer).toMatchObject({
      kind: 'unknown',
      processing: true,
    });
    expect(readCharge(JUDGEMENT, answerOf(202, { code: 'NEW' }), ORDER).answer).not.toHaveProperty(
      'processing',
    );
  });
});

describe('a reversal', () => {
  it('is done with 204', () => {
    expect(readReversal(JUDGEMENT, answerOf(204), 0)).toEqual({ kind: 'reversed' });
    expect(readReversal(JUDGEMENT, answerOf(200, { code: 'OK' }), 0).kind).toBe('unknown');
  });

  it('of an order nobody knows has to wait while the payment may yet arrive', () => {
    const unknownOrder = answerOf(404, { code: 'ORDER_NOT_EXIST' });
    expect(readReversal(JUDGEMENT, unknownOrder, 29_999)).toMatchObject({ kind: 'refused', mayRetry: true });
    expect(readReversal(JUDGEMENT, unknownOrder, 30_000)).toEqual({ kind: 'reversed' });
  });

  it('passes on what the line says', () => {
    const lost = { kind: 'unknown', reason: 'reset' } as const;
    expect(readReversal(JUDGEMENT, lost, 0)).toBe(lost);
    expect(readQuery(JUDGEMENT, lost, ORDER)).toBe(lost);
    expect(readRefundQuery(JUDGEMENT, lost, REFUND)).toBe(lost);
  });
});

describe('a refund', () => {
  it('that is accepted is no money', () => {
    const { status: _, ...accepted } = RETURNED_BODY;
    expect(readRefund(JUDGEMENT, answerOf(200, accepted), REFUND)).toEqual({ kind: 'accepted' });
  });

  it('has the facts of the answer', () => {
    expect(readRefundQuery(JUDGEMENT, answerOf(200, RETURNED_BODY), REFUND)).toEqual({
      kind: 'returned',
      amountMinor: 5_000,
      currency: 'HKD',
      walletNumber: '5030000000202510090000000001',
      payerAccount: 'balance',
      returnedAtMs: Date.parse('2025-10-09T17:00:20+08:00'),
    });
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['no currency', { amount: { refund: 5_000 } }],
    ['the number of another refund', { out_refund_no: 'R2' }],
    ['no number', { out_refund_no: undefined }],
    ['the number of another order', { out_trade_no: 'T2' }],
    ['another shop', { sub_mchid: '1' }],
    ['a state nobody knows', { status: 'HIBERNATING' }],
  ])('does not count with %s', (_, changes) => {
    const answer = readRefundQuery(JUDGEMENT, answerOf(200, { ...RETURNED_BODY, ...changes }), REFUND);
    expect(answer.kind).toBe('unknown');
  });

  it('takes the time it was made when there is none of its end', () => {
    const answer = readRefundQuery(
      JUDGEMENT,
      answerOf(200, { ...RETURNED_BODY, success_time: undefined }),
      REFUND,
    );
    expect(answer).toMatchObject({ returnedAtMs: Date.parse('2025-10-09T17:00:00+08:00') });
  });

  it.each(['REFUND_FEE_MISMATCH', 'OUT_REFUND_NO_USED'])('%s is looked up before it counts', (code) =>
    expect(readRefund(JUDGEMENT, answerOf(400, { code }), REFUND).kind).toBe('ask'),
  );
});

describe('what an operator should know', () => {
  it.each([
    ['charge', answerOf(403, { code: 'NO_AUTH' }), 'not open for this merchant'],
    ['query', answerOf(401, { code: 'SIGN_ERROR' }, { signed: false }), 'clock is wrong'],
    ['query', answerOf(200, { ...PAID_BODY, trade_state: 'HIBERNATING' }), 'no table names this'],
    ['charge', answerOf(418), 'no table names this'],
    ['queryRefund', answerOf(200, { ...RETURNED_BODY, status: 'ABNORMAL' }), 'merchant platform'],
  ] as const)('%s', (call, exchange, words) => expect(operatorShouldKnow(call, exchange)).toContain(words));

  it.each([
    ['charge', answerOf(200, PAID_BODY)],
    ['reverse', answerOf(204)],
    ['charge', answerOf(403, { code: 'NOTENOUGH' })],
  ] as const)('nothing of %s that is as usual', (call, exchange) =>
    expect(operatorShouldKnow(call, exchange)).toBeUndefined(),
  );
});

it('reasons hold the code and nothing the wallet says in words', () => {
  const message = 'auth_code 130000000000000001 of Mr Li';
  const body = { code: 'TRADE_ERROR', message };
  const { answer } = readCharge(JUDGEMENT, answerOf(403, body, { cause: '12' }), ORDER);
  expect(answer).toMatchObject({ reason: 'WeChat Pay: TRADE_ERROR (403, cause 12)' });
  const strange = readCharge(JUDGEMENT, answerOf(403, { code: `${message}\n` }), ORDER).answer;
  expect(JSON.stringify(strange)).not.toContain(' of ');
  expect(IDENTITY.mode).toBe('institution');
});
