import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmvCpmCode, parseEmvCpm } from '@opencpm/protocol';
import { Choice } from './payment-code/choice.ts';
import { CODE_DAMAGES } from './payment-code/damage.ts';
import { writeEmvText } from './payment-code/emv-text.ts';
import { bookOf } from './book/book.ts';
import { openDatabase } from './book/open-database.ts';
import { issueCode } from './issue-code.ts';
import { bytesFrom, TestSandbox } from './test-sandbox.ts';
import { WALLETS, wallet } from './wallet.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

/** Charges a code for an amount under a new number. */
const charge = (...code: Parameters<TestSandbox['chargeCode']>): Promise<string> => test.chargeCode(...code);

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

  it('gets another card when its counter has run full', () => {
    const database = openDatabase(':memory:');
    const book = bookOf(database);
    const card = { token: '6236098835899996543', counter: 0xfffe };
    book.codes.insert({ digits: '621', account: 'sun-li', expiresAtMs: 1, emv: { text: 'hQVDUFYw', card } });
    const next = (seed: number) => {
      issueCode(book, 'unionpay', { account: 'sun-li' }, bytesFrom(seed), 0);
      return book.codes.latestCard('sun-li');
    };
    expect(next(1)).toEqual({ ...card, counter: 0xffff });
    expect(next(2)).toEqual({ token: expect.not.stringMatching(card.token), counter: 1 });
    database.close();
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

describe('a phone without a network', () => {
  it.each(['wechatpay', 'wechatpayhk', 'alipay', 'alipayhk'] as const)(
    'shows the codes it has kept, each good once and in its minute: %s',
    async (id) => {
      const codes = await test.sandbox.issueOfflineCodes(id);
      const { graceMs } = wallet(id).lateCode;
      expect(new Set(codes.map(({ authCode }) => authCode)).size).toBe(15);
      for (const { authCode, expiresAtMs } of codes.slice(0, 3)) {
        expect(expiresAtMs - test.time.nowMs()).toBe(60_000);
        test.time.advance(59_999);
        expect(await charge(id, authCode)).toBe('paid');
        expect(await charge(id, authCode)).toBe('declined 1202');
        test.time.advance(1);
      }
      const [, , , missed, next] = codes;
      test.time.advance(60_000 + graceMs);
      expect(await charge(id, missed?.authCode ?? '')).toBe('declined 1202');
      expect(await charge(id, next?.authCode ?? '')).toBe('paid');
    },
  );

  it('pays above the limit only when it is back on the network, and its owner types the password', async () => {
    const [code] = await test.sandbox.issueOfflineCodes('wechatpay', 'zhang-min');
    expect(await charge('wechatpay', code?.authCode ?? '', 200_000)).toBe('waiting_for_payer');
    await test.sandbox.approve('latest', '123456');
    expect((await test.sandbox.phone('zhang-min')).history).toMatchObject([{ state: 'paid' }]);
  });

  it.each(['unionpay', 'payme'] as const)('shows none with %s', async (id) => {
    await expect(test.sandbox.issueOfflineCodes(id)).rejects.toThrow(
      `wallet: a phone with ${id} keeps no codes; it fetches each over the network.`,
    );
  });

  it('of an account there is not keeps none', async () => {
    await expect(test.sandbox.issueOfflineCodes('alipay', 'nobody')).rejects.toThrow('account: ');
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
