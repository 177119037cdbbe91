import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../packages/protocol/src/index.ts';
import { CODE_DAMAGES, type CodeDamage, damageCode } from '../../packages/sandbox/src/payment-code/damage.ts';
import { type Burst, BurstReader } from '../../packages/till/pages/till/scan/burst.ts';
import { wholeScan } from '../../packages/till/pages/till/scan/whole-scan.ts';
import type { ApiFailure } from '../../packages/till/src/page-api/index.ts';
import { useShop } from './support/shop.ts';

const DIGITS = [
  '134957201846375920',
  '284957201846375920',
  '301010897274821897274821',
  '62305819473620581942',
];
const EMV_TEXT =
  'hQVDUFYwMWFbYzOfNgIAB58mCBPpZt/EhcQxnycBgIICAACfNwR76ibEnxARBwABA6AAAAEINzY3NDY5NzlaCmIwWBlHNiBYGU+fGQYAAAYjBYFfLQRlbnpoTwigAAADMwEBAw==';
/** Twice this is more than a code may have. */
const LONG_EMV_TEXT =
  'hQVDUFYwMWGBvk8IoAAAAzMBAQJQCFVuaW9uUGF5VxNikmEDWERDNWQdMBIgEAAAGIAfXyAMQ0hBTi9UQUkgTUFOXy0Eemhlbl9QEHRlbDorODUyMDAwMDAwMDCfCAIAEJ8ZBgAAYpJhA58kHVYwMDEwMDEzMDEyMzQ1Njc4OTAxMjM0NTY3ODkwnyUCVkFfNAEBYzOfJggBAgMEBQYHCJ8nAYCfEBEHAAEDoAAAAQgwMDAwMDAwMZ82AgAHggIAAJ83BKGyw9Q=';

/** The keys a scanner presses for a text: control characters come as keys of their own. */
function keysOf(text: string): readonly { readonly key: string; readonly ctrl: boolean }[] {
  const controls = new Map([
    ['\r', { key: 'Enter', ctrl: false }],
    ['\n', { key: 'j', ctrl: true }],
    ['\x1d', { key: ']', ctrl: true }],
  ]);
  return Array.from(text, (key) => controls.get(key) ?? { key, ctrl: false });
}

/** What the page makes of a text that a scanner types with these gaps. */
function typed(text: string, gapsMs: readonly number[]): readonly Burst[] {
  const reader = new BurstReader();
  const bursts: (Burst | undefined)[] = [];
  let atMs = 0;
  for (const [index, key] of keysOf(text).entries()) {
    atMs += gapsMs[index % gapsMs.length] ?? 10;
    bursts.push(reader.press({ ...key, atMs }).ended);
  }
  bursts.push(reader.silence(atMs + 1_000));
  return bursts.filter((burst) => burst !== undefined);
}

/** Every damage of every code it does something to. */
const ARRIVALS = CODE_DAMAGES.flatMap(({ name }) =>
  [...DIGITS, EMV_TEXT, LONG_EMV_TEXT].flatMap((code) => {
    const arrived = damageCode(name, code);
    return arrived === undefined ? [] : [{ name, code, arrived }];
  }),
);

/** What a classification says, whatever the scan looked like. */
function gist(scan: string): unknown {
  const found = classify(scan);
  return found.kind === 'recognised' ? { family: found.family, code: found.code } : found;
}

it.each(ARRIVALS)('$name of $code reaches the till as one scan, and as it was damaged', ({ arrived }) => {
  // A scanner is never faster than 5 ms a key, may be as slow as 45, and is held up once for 90.
  const gaps = fc.array(fc.integer({ min: 5, max: 45 }), { minLength: 7, maxLength: 31 });
  fc.assert(
    fc.property(gaps, fc.nat({ max: 16 }), (gapsMs, at) => {
      const stalled = keysOf(arrived).map((_, index) =>
        index === at ? 90 : (gapsMs[index % gapsMs.length] ?? 5),
      );
      const [scan, ...others] = typed(arrived, stalled);
      expect(others).toEqual([]);
      expect(scan?.kind).toBe('scan');
      expect(gist(wholeScan(scan?.text ?? '', '').text)).toEqual(gist(arrived));
    }),
    { numRuns: 50 },
  );
});

const shop = useShop();

/** A code off a phone of the sandbox, as it arrives. */
async function damagedCode(
  wallet: string,
  face: 'auth_code' | 'emv_text',
  damage: CodeDamage,
): Promise<string> {
  const answer = await fetch(`${shop().gateway.url}/sandbox/wallets/${wallet}/codes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ damage }),
  });
  const { damaged } = (await answer.json()) as { damaged: Partial<Record<typeof face, string>> };
  return damaged[face] ?? '';
}

describe('a phone’s code that arrives damaged', () => {
  it.each<[string, 'auth_code' | 'emv_text', readonly CodeDamage[]]>([
    ['wechatpay', 'auth_code', ['line-end', 'aim-prefix', 'group-separator', 'full-width']],
    ['alipayhk', 'auth_code', ['line-end', 'aim-prefix', 'group-separator', 'full-width']],
    ['unionpay', 'auth_code', ['line-end', 'aim-prefix', 'group-separator', 'full-width']],
    ['unionpay', 'emv_text', ['line-end', 'aim-prefix', 'group-separator', 'padding-lost', 'plus-as-blank']],
  ])('is paid at the till when nothing of it is lost: %s, %s', async (wallet, face, damages) => {
    await shop().openTill();
    const page = await shop().manager();
    for (const damage of damages) {
      await page.sell({ code: await damagedCode(wallet, face, damage) });
      const { sale } = await page.until('paid');
      expect(sale.wallet, damage).toBe(wallet === 'alipayhk' ? 'alipay' : wallet);
      await page.call('POST', `/sales/${sale.id}/dismiss`);
    }
  });

  it.each<[CodeDamage, string, 'auth_code' | 'emv_text', string]>([
    ['caps-lock', 'unionpay', 'emv_text', 'Turn Caps Lock off and scan again.'],
    [
      'full-width',
      'unionpay',
      'emv_text',
      'Switch the input method of the keyboard to English and scan again.',
    ],
    [
      'cut',
      'unionpay',
      'emv_text',
      'The code was not read correctly. Let the customer refresh it, then scan again.',
    ],
    [
      'encoded-twice',
      'unionpay',
      'emv_text',
      'The code was URL-encoded twice on its way. Tell who maintains the till.',
    ],
    [
      'cut',
      'wechatpay',
      'auth_code',
      'This is no known pay code. Ask the customer to open the pay code of the wallet.',
    ],
    ['glued', 'wechatpayhk', 'auth_code', 'The code was read twice at once. Scan it again, once.'],
    ['glued', 'alipay', 'auth_code', 'The code was read twice at once. Scan it again, once.'],
  ])('%s of %s (%s) begins no sale, and the cashier hears: %s', async (damage, wallet, face, words) => {
    // A till without PayMe: an unknown code could be one of PayMe's, whose format nobody knows.
    await shop().openTill({}, { payTypes: ['800008'] });
    const page = await shop().manager();
    const answer = await page.send<ApiFailure>('POST', '/sales', {
      scanId: crypto.randomUUID(),
      basketId: crypto.randomUUID(),
      amountMinor: 1050,
      currency: 'HKD',
      code: await damagedCode(wallet, face, damage),
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'code_refused', words: { en: words } } },
    });
  });

  it('is refused by Alipay when its last digit is missing, though it still looks like a code', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.sell({ code: await damagedCode('alipayhk', 'auth_code', 'cut') });
    expect(await page.until('not_paid')).toMatchObject({ respcd: '1202' });
  });
});
