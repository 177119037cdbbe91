import { describe, expect, it } from 'vitest';
import { useTrade } from '../trade/test-trade.ts';
import type { Call } from './call.ts';
import { refuseForeignText } from './pin-request.ts';

const TEXT = 'out_trade_no=A-1&syssn=1&txamt=10&txdtm=2026-03-05 18:00:00';

describe('refuseForeignText', () => {
  const trade = useTrade();
  /** What becomes of a signed text at a call: `undefined` when it may go on. */
  const ask = async (
    call: Pick<Call, 'takesAuthCode' | 'pinned'>,
    changes: {
      readonly appCode?: string;
      readonly signedText?: string | undefined;
      readonly authCode?: string;
    } = {},
  ): Promise<string | undefined> => {
    const { store } = trade();
    const { appCode = 'A', authCode } = changes;
    const parameters = authCode === undefined ? [] : [{ name: 'auth_code', value: authCode, raw: authCode }];
    const signedText = 'signedText' in changes ? changes.signedText : TEXT;
    const refusal = await refuseForeignText({ store }, call, {
      appCode,
      parameters,
      signedText,
    });
    expect(refusal?.respcd ?? '1108').toBe('1108');
    return refusal?.message;
  };

  it('keeps a text to the kind of call it was first used for', async () => {
    expect(await ask({ pinned: 'refund' })).toBeUndefined();
    expect(await ask({ pinned: 'refund' })).toBeUndefined();
    expect(await ask({ pinned: 'reversal' })).toMatch(/^these parameters were signed for a refund; sign/);
    expect(await ask({ pinned: 'note' })).toMatch(/for a refund/);
    expect(await ask({ pinned: 'reversal' }, { signedText: `${TEXT}&udid=1` })).toBeUndefined();
  });

  it('keeps the texts of each app code apart', async () => {
    expect(await ask({ pinned: 'refund' })).toBeUndefined();
    expect(await ask({ pinned: 'reversal' }, { appCode: 'B' })).toBeUndefined();
  });

  it('remembers nothing of an enquiry and of a payment, and refuses neither', async () => {
    expect(await ask({})).toBeUndefined();
    expect(await ask({ takesAuthCode: true }, { authCode: '28' })).toBeUndefined();
    expect(await ask({ pinned: 'reversal' })).toBeUndefined();
    expect(await ask({})).toBeUndefined();
  });

  it.each(['28', ''])(
    'refuses a text of a payment everywhere else, remembering nothing: auth_code %j',
    async (authCode) => {
      for (const call of [{}, { pinned: 'reversal' }, { pinned: 'refund' }, { pinned: 'note' }] as const) {
        expect(await ask(call, { authCode })).toMatch(/signed for a payment/);
      }
      expect(await ask({ pinned: 'note' })).toBeUndefined();
    },
  );

  it('leaves requests alone whose signature covers the path', async () => {
    for (const pinned of ['reversal', 'refund', 'note'] as const) {
      expect(await ask({ pinned }, { signedText: undefined, authCode: '28' })).toBeUndefined();
    }
  });
});
