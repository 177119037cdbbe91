import { describe, expect, it } from 'vitest';
import { type Account, SEED_ACCOUNTS } from './account.ts';
import { NAMED_BEHAVIOURS, planOf } from './behaviour.ts';
import { type ChargeDecision, decideCharge, type PresentedCode } from './charge-rule.ts';

const NOW_MS = 1_000_000;

function account(changes: Partial<Account> = {}): Account {
  const [first] = SEED_ACCOUNTS;
  if (first === undefined) throw new Error('There is no seed account.');
  return { ...first, balanceMinor: 10_000, freeLimitMinor: 5_000, ...changes };
}

function issued(changes: Partial<PresentedCode & { kind: 'issued' }> = {}): PresentedCode {
  return {
    kind: 'issued',
    expiresAtMs: NOW_MS + 1,
    used: false,
    account: account(),
    debitMinor: 100,
    spendsCodeOnRefusal: false,
    lateCode: { graceMs: 5_000, asksPassword: false },
    ...changes,
  };
}

function inShort({ behaviour, spendsCode }: ChargeDecision): string {
  return spendsCode ? `${behaviour}, code spent` : behaviour;
}

const closed = account({ status: 'closed' });

describe('a charge with a code a phone has issued', () => {
  it.each<[string, PresentedCode, string]>([
    ['within the free limit', issued({ debitMinor: 5_000 }), 'paid, code spent'],
    ['above the free limit', issued({ debitMinor: 5_001 }), 'password-unanswered, code spent'],
    ['of the whole balance', issued({ debitMinor: 10_000 }), 'password-unanswered, code spent'],
    ['above the balance', issued({ debitMinor: 10_001 }), 'declined-1201'],
    [
      'above the balance, at Alipay',
      issued({ debitMinor: 10_001, spendsCodeOnRefusal: true }),
      'declined-1201, code spent',
    ],
    ['on a closed account', issued({ account: closed }), 'declined-1203'],
    [
      'on a closed account, at Alipay',
      issued({ account: closed, spendsCodeOnRefusal: true }),
      'declined-1203, code spent',
    ],
    ['with a used code', issued({ used: true }), 'declined-1202'],
    ['in the last millisecond of the code', issued({ expiresAtMs: NOW_MS + 1 }), 'paid, code spent'],
    ['just after the phone has changed the code', issued({ expiresAtMs: NOW_MS }), 'paid, code spent'],
    ['in the last millisecond of the grace', issued({ expiresAtMs: NOW_MS - 4_999 }), 'paid, code spent'],
    ['with an expired code', issued({ expiresAtMs: NOW_MS - 5_000 }), 'declined-1202'],
    [
      'with a late code, at WeChat Pay',
      issued({ expiresAtMs: NOW_MS, lateCode: { graceMs: 10_000, asksPassword: true } }),
      'password-unanswered, code spent',
    ],
    [
      'in time, at WeChat Pay',
      issued({ expiresAtMs: NOW_MS + 1, lateCode: { graceMs: 10_000, asksPassword: true } }),
      'paid, code spent',
    ],
    ['with a used code of a closed account', issued({ used: true, account: closed }), 'declined-1202'],
  ])('%s', (_, presented, expected) => {
    expect(inShort(decideCharge(presented, 100, NOW_MS))).toBe(expected);
  });

  it.each(NAMED_BEHAVIOURS)('follows the account’s behaviour $name', ({ name }) => {
    const presented = issued({ account: account({ behaviour: name, freeLimitMinor: 0 }) });
    const { start } = planOf(name);
    const spends = start !== 'nothing' && start !== 'declined';
    expect(decideCharge(presented, 401201, NOW_MS)).toEqual({
      behaviour: name,
      reversalBehaviour: 'done',
      reason: '',
      spendsCode: spends,
    });
  });

  it.each([
    ['risk', 'declined-1294', false, 'declined-1294'],
    ['risk at Alipay', 'declined-1294', true, 'declined-1294, code spent'],
    ['paid although money is lacking', 'paid', false, 'declined-1201'],
    ['answer lost although money is lacking', 'answer-lost', false, 'declined-1201'],
    ['late success although money is lacking now', 'late-success', false, 'late-success, code spent'],
    ['busy although money is lacking', 'busy', true, 'busy'],
  ] as const)('by a behaviour: %s', (_, behaviour, spendsCodeOnRefusal, expected) => {
    const debitMinor = expected === 'declined-1201' || behaviour !== 'declined-1294' ? 10_001 : 100;
    const presented = issued({ account: account({ behaviour }), debitMinor, spendsCodeOnRefusal });
    expect(inShort(decideCharge(presented, 100, NOW_MS))).toBe(expected);
  });

  it('does not let a late request use a code twice', () => {
    const presented = issued({ account: account({ behaviour: 'late-success' }), used: true });
    expect(decideCharge(presented, 100, NOW_MS).behaviour).toBe('declined-1202');
  });
});

describe('a charge with another code', () => {
  it('of no wallet is refused', () => {
    expect(decideCharge({ kind: 'foreign' }, 410001, NOW_MS).behaviour).toBe('declined-1202');
  });

  it('whose EMV text was changed is refused', () => {
    expect(decideCharge({ kind: 'altered' }, 410001, NOW_MS).behaviour).toBe('declined-1202');
    expect(decideCharge({ kind: 'cut' }, 410001, NOW_MS).behaviour).toBe('declined-1202');
  });

  it('that is a test code goes by its number', () => {
    const presented: PresentedCode = { kind: 'test', digits: '281234567890410015' };
    expect(decideCharge(presented, 100, NOW_MS).behaviour).toBe('busy');
  });
});
