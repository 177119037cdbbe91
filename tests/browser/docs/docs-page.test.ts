import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn, sidewaysPixels } from '../support/accessibility.ts';
import { Desk, SMALL_PHONE } from '../support/desk.ts';
import { takePicture } from '../support/picture.ts';
import { digestOf } from '../../wire/support/wire-signing.ts';

const DESKTOP = { width: 1440, height: 900 } as const;

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});

afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

afterAll(() => desk.close());

async function openDocs(changes: Parameters<Desk['openWindow']>[1] = {}): Promise<Page> {
  const page = await desk.openWindow('/docs', { viewport: DESKTOP, ...changes });
  await page.getByRole('heading', { level: 1, name: 'OpenCPM merchant interface' }).waitFor();
  await page.getByText('Sandbox: play money').waitFor();
  await page.locator('[data-test="code-0000"]').waitFor();
  return page;
}

/** Opens the form of a call, sends it as it is filled in unless told otherwise, and reads the answer. */
async function tryCall(
  page: Page,
  call: string,
  {
    signType,
    fields = {},
  }: { readonly signType?: string; readonly fields?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly verdict: string; readonly body: Readonly<Record<string, unknown>> }> {
  const form = page.locator(`[data-test="try-${call}"]`);
  if ((await form.getAttribute('open')) === null) await form.locator('summary').first().click();
  if (signType !== undefined) await form.getByLabel('Signed with').selectOption(signType);
  for (const [name, value] of Object.entries(fields)) await form.locator(`#${call}-${name}`).fill(value);
  const answered = page.waitForResponse((response) => /\/v1\//.test(response.url()));
  await form.locator(`[data-test="send-${call}"]`).click();
  const body = (await (await answered).json()) as Readonly<Record<string, unknown>>;
  const result = form.locator(`[data-test="result-${call}"]`);
  await result.getByText(String(body['resperr'])).waitFor();
  return { verdict: (await result.locator('p').first().textContent()) ?? '', body };
}

describe('the reference page', () => {
  it('has every call, its rules and its answers, and takes the reader there', async () => {
    const page = await openDocs();
    for (const name of [
      'payment',
      'query',
      'refund',
      'reversal',
      'close',
      'addNote',
      'tradeBill',
      'health',
    ]) {
      await page.locator(`nav a[href="#${name}"]`).click();
      expect(await page.locator(`article#${name} h3`).isVisible()).toBe(true);
    }
    const payment = page.locator('article#payment');
    expect(await payment.textContent()).toContain(
      'must be a whole number of minor units (1050, not 10.50) from 1 to 99999999999',
    );
    expect(await payment.locator('.status').allTextContents()).toEqual(
      expect.arrayContaining(['200', '400', '404', '405', '408', '413', '429']),
    );
    expect(await page.locator('article#notification').textContent()).toContain('X-QF-SIGNATURE-V2');
  });

  it('shows each call in five languages, with the credentials of the sandbox', async () => {
    const page = await openDocs();
    const sample = page.locator('article#payment .example .code').first();
    for (const [language, words] of [
      ['curl', 'openssl dgst -sha256'],
      ['typescript', 'createHash("sha256")'],
      ['python', 'hashlib.sha256'],
      ['java', 'HttpClient.newHttpClient()'],
      ['php', '<?php'],
    ] as const) {
      await page.locator(`article#payment [data-test="language-${language}"]`).click();
      await expect.poll(() => sample.textContent()).toContain(words);
      expect(await sample.textContent()).toContain(desk.till.credentials.appCode);
    }
    // The choice holds for the whole page.
    expect(await page.locator('article#refund .example .code').first().textContent()).toContain('<?php');
  });

  it.each(['SHA256', 'MD5', 'HMAC-SHA256'])(
    'signs and sends a payment with %s and proves the answer',
    async (signType) => {
      const page = await openDocs();
      const { verdict, body } = await tryCall(page, 'payment', { signType });
      expect(body).toMatchObject({ respcd: '0000', txamt: 1050 });
      expect(verdict).toBe('200 the signature of the answer is right');
    },
  );

  it('plays a whole story: charge, enquire, refund, note', async () => {
    const page = await openDocs();
    const { body: paid } = await tryCall(page, 'payment');
    expect(paid).toMatchObject({ respcd: '0000' });
    const { body: enquiry } = await tryCall(page, 'query');
    expect(enquiry).toMatchObject({ respcd: '0000', data: [{ syssn: paid['syssn'] }] });
    expect((await tryCall(page, 'refund')).body).toMatchObject({ respcd: '0000', orig_syssn: paid['syssn'] });
    expect((await tryCall(page, 'reversal')).body).toMatchObject({
      respcd: '1260',
      orig_syssn: paid['syssn'],
    });
    expect((await tryCall(page, 'addNote')).body).toMatchObject({ respcd: '0000' });
    const statement = page.locator('[data-test="try-tradeBill"]');
    await statement.locator('summary').first().click();
    await statement.locator('[data-test="send-tradeBill"]').click();
    await statement.getByText('bytes of application/zip').waitFor();
  });

  it('names the store when a partner is chosen', async () => {
    const page = await openDocs();
    const form = page.locator('[data-test="try-payment"]');
    await form.locator('summary').first().click();
    await form.getByLabel('Sandbox merchant').selectOption({ index: 1 });
    expect(await form.locator('#payment-mchid').inputValue()).not.toBe('');
    expect((await tryCall(page, 'payment')).body).toMatchObject({ respcd: '0000' });
  });

  it('shows a refusal as the gateway words it', async () => {
    const page = await openDocs();
    const { body } = await tryCall(page, 'payment', { fields: { txamt: '10.50' } });
    expect(body).toMatchObject({
      respcd: '1104',
      respmsg: expect.stringContaining('txamt: must be a whole number'),
    });
  });

  it('signs in the box as the gateway does', async () => {
    const page = await openDocs();
    const box = page.locator('#signature');
    await box.getByLabel('Body or query string').fill('txamt=10&txcurrcd=HKD');
    await box.getByLabel('Client key').fill('KEY');
    const result = box.locator('[data-test="signature-result"]');
    await expect.poll(() => result.textContent()).toContain('txamt=10&txcurrcd=HKD<key>');
    const sha256 = await page.evaluate(async () => {
      const bytes = await crypto.subtle.digest(
        'SHA-256',
        new TextEncoder().encode('txamt=10&txcurrcd=HKDKEY'),
      );
      return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase();
    });
    expect(await result.textContent()).toContain(sha256);
    await box.getByLabel('X-QF-SIGNTYPE').selectOption('HMAC-SHA256');
    await expect.poll(() => result.textContent()).toContain('QF2');
    await box.getByLabel('X-QF-SIGNTYPE').selectOption('MD5');
    await box.getByLabel('Body or query string').fill('txamt=10&txamt=11');
    await expect.poll(() => result.textContent()).toContain('txamt: is given more than once');
  });

  it('names the mistake in a signature', async () => {
    const page = await openDocs();
    const box = page.locator('#signature');
    const explain = async (signature: string): Promise<string> => {
      await box.getByLabel('X-QF-SIGN that was sent').fill(signature);
      await box.locator('[data-test="explain"]').click();
      const explanation = box.locator('[data-test="explanation"]');
      await explanation.locator('p').first().waitFor();
      return (await explanation.textContent()) ?? '';
    };
    await box.getByLabel('Body or query string').fill('txcurrcd=HKD&txamt=10&mchid=5&pay_type=800108');
    await box.getByLabel('Client key').fill('KEY');
    await box.getByLabel('App code').fill('APP');
    const right = digestOf('SHA256', 'mchid=5&pay_type=800108&txamt=10&txcurrcd=HKDKEY');
    expect(await explain(right)).toContain('This signature verifies.');
    const unsorted = digestOf('SHA256', 'txcurrcd=HKD&txamt=10&mchid=5&pay_type=800108KEY');
    await expect
      .poll(() => explain(unsorted))
      .toMatch(/does not verify. It is reproduced by:.*(?:sort|order)/i);
    await expect
      .poll(() => explain(digestOf('MD5', 'mchid=5&pay_type=800108&txamt=10&txcurrcd=HKDKEY')))
      .toContain('X-QF-SIGNTYPE');
    await expect.poll(() => explain('zz')).toContain('This cannot be explained');
  });

  it('explains response codes in three languages', async () => {
    const page = await openDocs();
    const codes = page.locator('#response-codes');
    await codes.getByLabel('Find a code or a word').fill('1143');
    await expect.poll(() => codes.locator('.codes > li').count()).toBe(1);
    await codes.getByLabel('Language').selectOption('zh-Hant');
    await expect.poll(() => codes.locator('.codes').getAttribute('lang')).toBe('zh-Hant');
    const traditional = await codes.locator('.codes').textContent();
    await codes.getByLabel('Language').selectOption('zh-Hans');
    await expect.poll(() => codes.locator('.codes').textContent()).not.toBe(traditional);
    await codes.getByLabel('Find a code or a word').fill('');
    const own = await codes.locator('.codes > li').count();
    await codes.getByLabel('Also codes only other gateways send').check();
    await expect.poll(() => codes.locator('.codes > li').count()).toBeGreaterThan(own);
  });

  it('can be tried on no gateway but the sandbox', async () => {
    const page = await desk.openWindow('/healthz', { viewport: DESKTOP });
    // As a gateway with real money answers: it has no such address.
    await page.route('**/sandbox/merchants', (route) => route.fulfill({ status: 404, body: '{}' }));
    await page.goto(`${desk.url}/docs`);
    await page.locator('[data-test="code-0000"]').waitFor();
    expect(await page.locator('[data-test^="try-"]').count()).toBe(0);
    expect(await page.locator('article#payment .example').textContent()).toContain('YOUR CLIENT KEY');
  });

  it('says so when the gateway is gone, and works from a link to a place', async () => {
    const page = await desk.openWindow('/docs#refund', { viewport: DESKTOP });
    await page.getByText('Sandbox: play money').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.querySelector('#refund')?.getBoundingClientRect().top ?? 9_999),
      )
      .toBeLessThan(200);
    await page.route('**/openapi.json', (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').waitFor();
  });

  it.each([
    ['light', 'desktop', DESKTOP],
    ['dark', 'desktop', DESKTOP],
    ['light', 'phone', SMALL_PHONE],
    ['dark', 'phone', SMALL_PHONE],
  ] as const)(
    'keeps nobody out: %s, on a %s, with every part opened',
    async (colorScheme, name, viewport) => {
      const page = await openDocs({ colorScheme, viewport });
      await takePicture(page, `docs-${name}-${colorScheme}`);
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
      });
      expect(await sidewaysPixels(page)).toBe(0);
      expect(await barriersOn(page)).toEqual([]);
    },
  );

  it('keeps nobody out of the answer to a trial', async () => {
    const page = await openDocs();
    await tryCall(page, 'payment');
    for (const [place, picture] of [
      ['#payment', 'docs-payment-light'],
      ['[data-test="try-payment"]', 'docs-try-it-light'],
    ] as const) {
      await page.evaluate((selector) => document.querySelector(selector)?.scrollIntoView(), place);
      await takePicture(page, picture);
    }
    expect(await barriersOn(page)).toEqual([]);
  });

  it('is walked by keyboard alone', async () => {
    const page = await openDocs();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      'Skip to the content',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.closest('main')?.id);
    expect(focused).toBe('main');
  });
});
