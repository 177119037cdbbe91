import { describe, expect, it } from 'vitest';
import type { WalletAnswer } from '../connector.ts';
import { ALIPAY_CODES } from './codes.ts';
import { AlipayConnector } from './connector.ts';
import type { AlipayDialectName } from './dialect.ts';
import { resultOf, ScriptedHttp, signedReply, TEST_ORDER, testSettings } from './test-alipay.ts';

const PATIENT = new AbortController().signal;
const DONE = resultOf('S', 'SUCCESS');
const FACTS = {
  paymentRequestId: TEST_ORDER.channelOrderId,
  paymentId: 'P1',
  paymentAmount: { value: '3800', currency: 'HKD' },
  paymentTime: '2026-01-02T10:00:02+08:00',
};

async function query(content: object, dialect: AlipayDialectName = 'ams') {
  const http = new ScriptedHttp(({ url }) => signedReply(url, content));
  const connector = new AlipayConnector(testSettings(dialect), http.ports());
  return { answer: await connector.query(TEST_ORDER, PATIENT), http };
}

function status(paymentStatus: unknown, paymentResultCode?: string): object {
  return { ...DONE, ...FACTS, paymentStatus, paymentResultCode };
}

describe('an enquiry', () => {
  it('names the payment by our number', async () => {
    const { http } = await query(status('SUCCESS'));
    expect(http.sent[0]?.url).toBe(
      'https://open-sea-global.alipay.com/ams/sandbox/api/v1/payments/inquiryPayment',
    );
    expect(http.bodies).toEqual([{ paymentRequestId: TEST_ORDER.channelOrderId }]);
  });

  it.each<[string, object, Partial<WalletAnswer>]>([
    ['paid', status('SUCCESS', 'SUCCESS'), { kind: 'paid', amountMinor: 3_800, walletNumber: 'P1' }],
    ['paid, whatever the code says', status('SUCCESS', 'UNKNOWN_EXCEPTION'), { kind: 'paid' }],
    ['waiting', status('PROCESSING', 'PAYMENT_IN_PROCESS'), { kind: 'waiting_for_payer' }],
    ['waiting, without a code', status('PROCESSING'), { kind: 'waiting_for_payer' }],
    ['pending', status('PENDING'), { kind: 'waiting_for_payer' }],
    [
      'waiting, whatever the code says',
      status('PROCESSING', 'UNKNOWN_EXCEPTION'),
      { kind: 'waiting_for_payer' },
    ],
    ['declined', status('FAIL', 'RISK_REJECT'), { kind: 'declined', respcd: '1294', mayStillCharge: false }],
    ['failed for no reason', status('FAIL', 'UNKNOWN_EXCEPTION'), { kind: 'declined', respcd: '1205' }],
    ['failed without a code', status('FAIL'), { kind: 'declined', respcd: '1205' }],
    ['failed with an unlisted code', status('FAIL', 'BRAND_NEW'), { kind: 'declined', respcd: '1205' }],
    ['expired', status('FAIL', 'ORDER_IS_CLOSED'), { kind: 'declined', respcd: '1205' }],
    ['cancelled', status('CANCELLED', 'UNKNOWN_EXCEPTION'), { kind: 'reversed' }],
    ['an unlisted status', status('SETTLED'), { kind: 'unknown' }],
    ['no status', status(null), { kind: 'unknown' }],
    ['paid without an amount', { ...status('SUCCESS'), paymentAmount: null }, { kind: 'unknown' }],
    ['about another payment', { ...status('SUCCESS'), paymentRequestId: 'x' }, { kind: 'unknown' }],
    ['absent', resultOf('F', 'ORDER_NOT_EXIST'), { kind: 'not_found' }],
    ['absent in older words', resultOf('F', 'PROCESS_FAIL', 'order not exist'), { kind: 'not_found' }],
    ['failed to ask', resultOf('F', 'PROCESS_FAIL', 'busy'), { kind: 'unknown' }],
    [
      'a status beside a failed enquiry',
      { ...status('SUCCESS'), ...resultOf('U', 'UNKNOWN_EXCEPTION') },
      { kind: 'unknown' },
    ],
    ['a payment’s code as the enquiry’s', resultOf('F', 'USER_BALANCE_NOT_ENOUGH'), { kind: 'unknown' }],
  ])('%s', async (_name, content, expected) => {
    const { answer } = await query(content);
    expect(answer).toMatchObject(expected);
    if (answer.kind === 'unknown' && expected.kind === 'unknown' && !('processing' in expected)) {
      expect(answer.processing).toBeUndefined();
    }
  });

  it.each(ALIPAY_CODES.filter(({ calls }) => calls.includes('query')))(
    '$code decides nothing',
    async (entry) => {
      for (const letter of ['F', 'U'] as const) {
        const { answer } = await query(resultOf(letter, entry.code));
        const absent = letter === 'F' && entry.result === 'not found';
        expect(answer.kind).toBe(absent ? 'not_found' : 'unknown');
      }
    },
  );
});

describe('an enquiry at Alipay+', () => {
  const outcome = (resultStatus: string, resultCode: string): object => ({
    ...DONE,
    ...FACTS,
    paymentResult: { resultStatus, resultCode, resultMessage: 'words' },
  });

  it.each<[string, object, Partial<WalletAnswer>]>([
    ['paid', outcome('S', 'SUCCESS'), { kind: 'paid', amountMinor: 3_800 }],
    ['waiting', outcome('U', 'PAYMENT_IN_PROCESS'), { kind: 'waiting_for_payer' }],
    ['processing', outcome('U', 'UNKNOWN_EXCEPTION'), { kind: 'unknown', processing: true }],
    ['declined', outcome('F', 'USER_BALANCE_NOT_ENOUGH'), { kind: 'declined', respcd: '1201' }],
    ['closed or cancelled', outcome('F', 'ORDER_IS_CLOSED'), { kind: 'reversed' }],
    ['done with another code', outcome('S', 'PAYMENT_IN_PROCESS'), { kind: 'unknown' }],
    ['a status of the other dialect', status('SUCCESS'), { kind: 'unknown' }],
    ['absent', resultOf('F', 'ORDER_NOT_EXIST'), { kind: 'not_found' }],
  ])('%s', async (_name, content, expected) => {
    expect((await query(content, 'acqp')).answer).toMatchObject(expected);
  });

  it('of AlipayHK names acquirer and wallet', async () => {
    const { http } = await query(outcome('S', 'SUCCESS'), 'alipayhk');
    expect(http.sent[0]?.url).toContain('/aps/api/intl/wallet/v1/payments/inquiryPayment');
    expect(http.bodies).toEqual([
      { paymentRequestId: TEST_ORDER.channelOrderId, acquirerId: 'A1', pspId: 'P1' },
    ]);
  });
});
