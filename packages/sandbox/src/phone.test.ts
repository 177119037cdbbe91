import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmvCpmCode, parseEmvCpm } from '@opencpm/protocol';
import { Choice } from './payment-code/choice.ts';
import { CODE_DAMAGES } from './payment-code/damage.ts';
import { writeEmvText } from './payment-code/emv-text.ts';
import { openSandbox } from './sandbox.ts';
import { bytesFrom, inShort, ManualTime, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';
import { WALLETS, type WalletId, wallet } from './wallet.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

let orders = 0;

/** Charges a code for an amount under a new number. */
async function charge(id: WalletId, authCode: string, amountMinor = 1050): Promise<string> {
  const { family } = wallet(id);
  orders += 1;
  return inShort(
    await test.sandbox.charge(sale(`order-${orders}`, { family, authCode, amountMinor }), PATIENT),
  );
}

async function balanceMinor(account: string): Promise<number | undefined> {
  const wallets = await test.sandbox.listWallets();
  return wallets.flatMap(({ accounts }) => accounts).find(({ id }) => id === account)?.balanceMinor;
}

describe.each(WALLETS)('a code of $name', ({ id }) => {
  it('pays once', async () => {
    const { authCode, expiresAtMs } = await test.sandbox.issueCode(id);
    expect(expiresAtMs).toBe(test.time.nowMs() + 60_000);
    expect(await charge(id, authCode)).toBe('paid');
    expect(await charge(id, authCode)).toBe('declined 1202');
  });

  it('is good for a minute, and a moment longer when it was shown in time', async () => {
    const { graceMs, asksPassword } = wallet(id).lateCode;
    const [early, late, last, old] = [
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
    ];
    test.time.advance(59_999);
    expect(await charge(id, early.authCode)).toBe('paid');
    test.time.advance(1);
    expect(await charge(id, late.authCode)).toBe(asksPassword ? 'waiting_for_payer' : 'paid');
    test.time.advance(graceMs - 1);
    expect(await charge(id, last.authCode)).toBe(asksPassword ? 'waiting_for_payer' : 'paid');
    test.time.advance(1);
    expect(await charge(id, old.authCode)).toBe('declined 1202');
    expect(asksPassword).toBe(['wechatpay', 'wechatpayhk'].includes(id));
  });

  it('is refused without its last digit, and then still good', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    expect(await charge(id, authCode.slice(0, -1))).toBe('declined 1202');
    expect(await charge(id, authCode)).toBe('paid');
  });

  it('belongs to the account that shows it', async () => {
    const wallets = await test.sandbox.listWallets();
    const second = wallets.find((each) => each.id === id)?.accounts[1];
    const { authCode, account } = await test.sandbox.issueCode(id, second?.id);
    expect(account).toBe(second?.id);
    expect(await charge(id, authCode, 3_000)).toBe('declined 1201');
    expect(await balanceMinor(account)).toBe(2_000);
  });

  it('is not known to wallets of other families', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    for (const other of WALLETS) {
      if (other.family !== wallet(id).family) expect(await charge(other.id, authCode)).toBe('declined 1202');
    }
    expect(await charge(id, authCode)).toBe('paid');
  });

  it('works after a restart, and stays used over one', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    test.restart();
    expect(await charge(id, authCode)).toBe('paid');
    test.restart();
    expect(await charge(id, authCode)).toBe('declined 1202');
  });

  it('of a closed account is refused', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { status: 'closed' });
    expect(await charge(id, authCode)).toBe('declined 1203');
  });

  it('survives a refusal, except at Alipay', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { behaviour: 'declined-1294' });
    expect(await charge(id, authCode)).toBe('declined 1294');
    await test.sandbox.changeAccount(account, { behaviour: 'normal' });
    expect(await charge(id, authCode)).toBe(wallet(id).family === 'alipay' ? 'declined 1202' : 'paid');
  });

  it('is left alone by a busy wallet', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { behaviour: 'busy' });
    expect(await charge(id, authCode)).toBe('declined 1297');
    expect(await test.sandbox.book(id)).toEqual([]);
    await test.sandbox.changeAccount(account, { behaviour: 'normal' });
    expect(await charge(id, authCode)).toBe('paid');
  });
});

describe('UnionPay’s two faces of one credential', () => {
  it.each([
    ['digits', 'EMV text'],
    ['EMV text', 'digits'],
  ])('using the %s kills the %s', async (used, killed) => {
    const { authCode, emvText = '' } = await test.sandbox.issueCode('unionpay');
    const faces = new Map([
      ['digits', authCode],
      ['EMV text', emvText],
    ]);
    expect(await charge('unionpay', faces.get(used) ?? '')).toBe('paid');
    expect(await charge('unionpay', faces.get(killed) ?? '')).toBe('declined 1202');
  });

  it('takes the EMV text without its padding', async () => {
    const { authCode, emvText = '' } = await test.sandbox.issueCode('unionpay');
    expect(await charge('unionpay', emvText.replace(/=+$/, ''))).toBe('paid');
    expect(await charge('unionpay', authCode)).toBe('declined 1202');
  });

  it('takes no EMV text that was written anew, whatever part of it, and no card number alone', async () => {
    const { authCode, emvText = '' } = await test.sandbox.issueCode('unionpay');
    const { pan, transparent, commonTransparent } = emvOf(emvText);
    const blob = Buffer.from(transparent ?? commonTransparent ?? []);
    const bytes = Buffer.from(emvText, 'base64');
    const at = bytes.indexOf(blob);
    // The same objects in another order: nothing is lost, and the issuer cannot verify it any more.
    const rewritten = Buffer.from(bytes).fill(
      Buffer.concat(objectsOf(blob).toReversed()),
      at,
      at + blob.length,
    );
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(at + blob.length - 1) ^ 1, at + blob.length - 1);
    expect(rewritten).not.toEqual(bytes);
    for (const presented of [rewritten.toString('base64'), changed.toString('base64'), pan]) {
      expect(await charge('unionpay', presented)).toBe('declined 1202');
      expect((await test.sandbox.book('unionpay'))[0]).toMatchObject({
        reason: 'The payment code is not as the phone shows it.',
        account: undefined,
      });
    }
    expect(await charge('unionpay', authCode)).toBe('paid');
  });

  it('shows one card on a phone, whose counter rises with every code', async () => {
    const counterOf = async (account: string): Promise<readonly [pan: string, counter: number]> => {
      const { pan, transparent, commonTransparent } = emvOf(
        (await test.sandbox.issueCode('unionpay', account)).emvText ?? '',
      );
      const hex = Buffer.from(transparent ?? commonTransparent ?? []).toString('hex');
      return [pan, Number.parseInt(/9f3602(....)/.exec(hex)?.[1] ?? '', 16)];
    };
    const first = await counterOf('zhao-jun');
    const other = await counterOf('sun-li');
    test.restart();
    expect(await counterOf('zhao-jun')).toEqual([first[0], 2]);
    expect(await counterOf('zhao-jun')).toEqual([first[0], 3]);
    expect(first[1]).toBe(1);
    expect(other).toEqual([expect.not.stringMatching(first[0]), 1]);
  });

  it('lets an EMV text that no phone issued choose its outcome by its card number', async () => {
    const credential = { token: '6212345678901401201', counter: 1, holder: 'Sun Li' };
    const text = writeEmvText(credential, new Choice(bytesFrom(1)));
    expect(await charge('unionpay', text)).toBe('declined 1201');
  });

  it('only UnionPay shows an EMV text', async () => {
    for (const { id } of WALLETS) {
      const { emvText } = await test.sandbox.issueCode(id);
      expect(emvText !== undefined).toBe(id === 'unionpay');
    }
  });
});

describe('a phone', () => {
  it('does not take test numbers: its account decides', async () => {
    const { authCode } = await test.sandbox.issueCode('alipayhk');
    await test.sandbox.changeAccount('chan-tai-man', { freeLimitMinor: 1_000_000 });
    expect(await charge('alipayhk', authCode, 401_201)).toBe('paid');
  });

  it('must exist', async () => {
    await expect(test.sandbox.issueCode('payme', 'li-na')).rejects.toThrow(
      'account: the wallet payme has no such account; it has cheung-mei-ling, lam-ho-yin.',
    );
  });

  it('gives no code twice, whatever the random source does', async () => {
    const time = new ManualTime();
    const options = { file: ':memory:', clock: time, timers: time };
    const stuck = openSandbox({ ...options, randomBytes: (count) => new Uint8Array(count) });
    await stuck.issueCode('alipay');
    await expect(stuck.issueCode('alipay')).rejects.toThrow('randomBytes: ');
    stuck.close();
  });
});

describe('a payment that waits for its payer', () => {
  const order = sale('order-waiting', { amountMinor: 200_000 });

  /** Charges HKD 2,000.00 to an account that pays HKD 1,000.00 without asking. */
  async function startWaiting(): Promise<void> {
    const { authCode } = await test.sandbox.issueCode('alipayhk');
    expect(inShort(await test.sandbox.charge({ ...order, authCode }, PATIENT))).toBe('waiting_for_payer');
  }

  async function state(): Promise<string> {
    return inShort(await test.sandbox.query(referenceOf(order), PATIENT));
  }

  it('is listed until it is decided', async () => {
    await startWaiting();
    const waiting = {
      channelOrderId: 'order-waiting',
      state: 'waiting',
      dueAtMs: test.time.nowMs() + 180_000,
    };
    expect(await test.sandbox.waiting()).toMatchObject([waiting]);
    expect(await test.sandbox.refuse('order-waiting')).toMatchObject({ state: 'declined', respcd: '1205' });
    expect(await test.sandbox.waiting()).toEqual([]);
    expect(await state()).toBe('declined 1205');
    expect(await balanceMinor('chan-tai-man')).toBe(500_000);
  });

  it.each([
    ['order-waiting', '123456'],
    ['latest', '123456'],
    ['latest', undefined],
  ])('is paid when %s is approved with %s', async (number, password) => {
    await startWaiting();
    test.time.advance(179_999);
    const approved = await test.sandbox.approve(number, password);
    expect(approved).toMatchObject({ state: 'paid', timesCharged: 1, endedAtMs: test.time.nowMs() });
    expect(await state()).toBe('paid');
    expect(await balanceMinor('chan-tai-man')).toBe(300_000);
    await expect(test.sandbox.approve('order-waiting')).rejects.toThrow('is paid; choose one that waits');
    await expect(test.sandbox.refuse('order-waiting')).rejects.toThrow('is paid; choose one that waits');
    expect(await balanceMinor('chan-tai-man')).toBe(300_000);
  });

  it('means the newest one by "latest"', async () => {
    await startWaiting();
    await test.sandbox.charge(sale('newest', { amountMinor: 401_143 }), PATIENT);
    await test.sandbox.charge(sale('paid-later'), PATIENT);
    expect(await test.sandbox.approve('latest')).toMatchObject({ channelOrderId: 'newest', state: 'paid' });
    expect(await test.sandbox.approve('latest')).toMatchObject({ channelOrderId: 'order-waiting' });
    await expect(test.sandbox.approve('latest')).rejects.toThrow('number: no payment waits for its payer');
  });

  it('takes two wrong passwords and is declined by the third, over a restart', async () => {
    await startWaiting();
    await expect(test.sandbox.approve('latest', '000000')).rejects.toThrow(
      'password: it is wrong; attempts left: 2.',
    );
    await expect(test.sandbox.approve('latest', '')).rejects.toThrow(
      'password: it is wrong; attempts left: 1.',
    );
    test.restart();
    await expect(test.sandbox.approve('latest', '123457')).rejects.toThrow(
      'password: wrong for the third time',
    );
    expect(await state()).toBe('declined 1205');
    expect(await balanceMinor('chan-tai-man')).toBe(500_000);
  });

  it('takes the right password after two wrong ones', async () => {
    await startWaiting();
    for (const wrong of ['000000', '111111']) {
      await expect(test.sandbox.approve('latest', wrong)).rejects.toThrow('password: it is wrong');
    }
    expect(await test.sandbox.approve('latest', '123456')).toMatchObject({ state: 'paid' });
  });

  it('is declined when the account cannot pay any more', async () => {
    await startWaiting();
    await test.sandbox.changeAccount('chan-tai-man', { balanceMinor: 199_999 });
    expect(await test.sandbox.approve('latest')).toMatchObject({ state: 'declined', respcd: '1201' });
    expect(await balanceMinor('chan-tai-man')).toBe(199_999);
  });

  it('is closed after three minutes, and cannot be approved from then on', async () => {
    await startWaiting();
    test.time.advance(180_000);
    await expect(test.sandbox.approve('order-waiting')).rejects.toThrow('is closed; choose one that waits');
    expect(await state()).toBe('declined 1142');
    expect(await test.sandbox.waiting()).toEqual([]);
  });

  it('can be decided before its scripted end', async () => {
    await test.sandbox.charge(sale('scripted', { amountMinor: 410_002 }), PATIENT);
    expect(await test.sandbox.refuse('latest')).toMatchObject({
      channelOrderId: 'scripted',
      state: 'declined',
    });
    test.time.advance(5_000);
    expect(inShort(await test.sandbox.query(referenceOf(sale('scripted')), PATIENT))).toBe('declined 1205');
  });

  it('must be known to a wallet', async () => {
    await expect(test.sandbox.approve('nothing')).rejects.toThrow(
      'number: no wallet knows the payment nothing',
    );
    await test.sandbox.charge(sale('late', { amountMinor: 410_012 }), PATIENT);
    await expect(test.sandbox.refuse('late')).rejects.toThrow('number: no wallet knows the payment late');
  });
});

describe('a code that is asked for', () => {
  it('has the prefix and the length that are wished', async () => {
    const wish = { prefix: '281999', length: 24 };
    const { authCode } = await test.sandbox.issueCode('alipay', undefined, wish);
    expect(authCode).toMatch(/^281999\d{18}$/);
    expect(await charge('alipay', authCode)).toBe('paid');
  });

  it.each([
    [
      'alipay',
      { prefix: '62' },
      'prefix: codes of alipay have 16 to 24 digits, beginning with 25, 26, 27, 28, 29, 30.',
    ],
    [
      'wechatpay',
      { length: 17 },
      'length: codes of wechatpay have 18 digits, beginning with 10, 11, 12, 13, 14.',
    ],
    ['alipay', { damage: 'caps-lock' }, 'damage: caps-lock does nothing to digits; ask unionpay'],
  ] as const)('of %s cannot be %j', async (id, wish, text) => {
    await expect(test.sandbox.issueCode(id, undefined, wish)).rejects.toThrow(text);
    expect((await test.sandbox.phone(FIRST[id])).freshCodes).toEqual([]);
  });

  it.each(CODE_DAMAGES)('is shown whole and arrives damaged: $name', async ({ name: damage }) => {
    for (let issued = 0; issued < 20; issued++) {
      const code = await test.sandbox.issueCode('unionpay', undefined, { damage });
      const { authCode, emvText = '', damaged } = code;
      expect(parseEmvCpm(emvText).ok).toBe(true);
      expect(damaged?.emvText).toEqual(expect.any(String));
      expect(damaged?.emvText).not.toBe(emvText);
      expect(damaged?.authCode).not.toBe(authCode);
    }
  });
});

const FIRST = { alipay: 'li-na', wechatpay: 'zhang-min' } as const;

function emvOf(text: string): EmvCpmCode {
  const emv = parseEmvCpm(text);
  if (!emv.ok) throw new Error(emv.detail);
  return emv;
}

/** The objects of a transparent part, each with its tag and its length of one byte. */
function objectsOf(blob: Buffer): readonly Buffer[] {
  const objects: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    const lengthAt = at + (blob.readUInt8(at) === 0x9f ? 2 : 1);
    const end = lengthAt + 1 + blob.readUInt8(lengthAt);
    objects.push(blob.subarray(at, end));
    at = end;
  }
  return objects;
}
