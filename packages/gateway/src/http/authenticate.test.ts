import { randomBytes } from 'node:crypto';
import { type DigestAlgorithm, signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { describe, expect, it } from 'vitest';
import { KeyVault } from '../merchant/key-vault.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { MerchantDirectory } from '../merchant/merchant-directory.ts';
import { directMerchant } from '../merchant/test-merchant.ts';
import { useTrade, withOperations } from '../trade/test-trade.ts';
import { authenticate } from './authenticate.ts';
import type { WireRequest } from './wire-request.ts';

const APP = 'C'.repeat(32);
const KEY = 'FIRST SECRET';
const NEWER_KEY = 'SECOND SECRET';
const PARAMETERS = [
  ['goods_name', 'tea & cake'],
  ['txamt', '1050'],
] as const;

const vault = new KeyVault(Buffer.alloc(32, 7), randomBytes);

function signed(key = KEY, algorithm: DigestAlgorithm = 'SHA256'): WireRequest {
  return {
    method: 'POST',
    appCode: APP,
    signature: signRequest(PARAMETERS, key, algorithm, nodeDigest),
    signType: algorithm,
    contentType: 'application/x-www-form-urlencoded',
    query: '',
    body: Buffer.from(writeForm(PARAMETERS)),
  };
}

/** As a client signs that joins the values after URL-encoding them. */
function signedRaw(): WireRequest {
  const raw = PARAMETERS.map(([name, value]) => [name, encodeURIComponent(value)] as const);
  return { ...signed(), signature: signRequest(raw, KEY, 'SHA256', nodeDigest) };
}

describe('authenticate', () => {
  const trade = useTrade();
  const open = async (changes: Partial<Merchant> = {}) => {
    const { store, time } = trade();
    const sealed = (keyId: string, secret: string) => ({
      keyId,
      sealed: vault.seal(APP, keyId, secret),
      createdAtMs: time.nowMs(),
    });
    await store.addMerchant(directMerchant({ appCode: APP, ...changes }), sealed('k1', KEY));
    const parts = { merchants: new MerchantDirectory(store, vault), vault, clock: time };
    return {
      store,
      time,
      rotate: (overlapMs: number) => store.rotateKey(APP, sealed('k2', NEWER_KEY), time.nowMs() + overlapMs),
      ask: (request: WireRequest) => authenticate(parts, request),
    };
  };

  it('knows the sender of a signed request and answers with its key and algorithm', async () => {
    const { ask, store } = await open();
    expect(await ask(signed())).toEqual({
      ok: true,
      merchant: await store.findMerchant(APP),
      parameters: [
        { name: 'goods_name', value: 'tea & cake', raw: 'tea%20%26%20cake' },
        { name: 'txamt', value: '1050', raw: '1050' },
      ],
      answerKey: { secret: KEY, algorithm: 'SHA256' },
    });
    expect(await ask(signed(KEY, 'MD5'))).toMatchObject({ ok: true, answerKey: { algorithm: 'MD5' } });
  });

  it('takes MD5 when no algorithm is named', async () => {
    const { ask } = await open();
    const plain = { ...signed(KEY, 'MD5'), signType: undefined };
    expect(await ask(plain)).toMatchObject({ ok: true, answerKey: { algorithm: 'MD5' } });
  });

  it.each([
    ['no app code', { appCode: undefined }, 'header X-QF-APPCODE is missing'],
    ['an empty app code', { appCode: '' }, 'header X-QF-APPCODE is missing'],
    ['no signature', { signature: undefined }, 'header X-QF-SIGN is missing'],
    ['an algorithm nobody knows', { signType: 'SHA1' }, 'header X-QF-SIGNTYPE must be MD5 or SHA256'],
  ])('refuses %s with 1108, naming the header', async (_what, changes, message) => {
    const { ask } = await open();
    expect(await ask({ ...signed(), ...changes })).toMatchObject({
      ok: false,
      refusal: { respcd: '1108', message },
    });
  });

  it('refuses parameters that cannot be read with 1103', async () => {
    const { ask } = await open();
    const twice = { ...signed(), body: Buffer.from('a=1&a=2') };
    expect(await ask(twice)).toMatchObject({
      refusal: { respcd: '1103', message: 'a: is given more than once' },
    });
  });

  it('gives a stranger nothing to tell an unknown app code from a wrong signature', async () => {
    const { ask } = await open();
    const wrong = await ask({ ...signed(), signature: 'A'.repeat(64) });
    const unknown = await ask({ ...signed(), appCode: 'F'.repeat(32) });
    expect(wrong).toMatchObject({ ok: false, refusal: { respcd: '1108' } });
    if (wrong.ok || unknown.ok) throw new Error('not refused');
    expect(unknown.refusal).toEqual(wrong.refusal);
    // Both answers are signed; the key of the unknown one is nobody's, and the same at every try.
    expect(unknown.answerKey).toEqual({ secret: vault.dummyKey('F'.repeat(32)), algorithm: 'SHA256' });
    expect(wrong.answerKey.secret).toBe(KEY);
  });

  it('does not take a signature by the dummy key for one of somebody', async () => {
    const { ask } = await open();
    const appCode = 'F'.repeat(32);
    const forged = { ...signed(vault.dummyKey(appCode)), appCode };
    expect(await ask(forged)).toMatchObject({ ok: false, refusal: { respcd: '1108' } });
  });

  it.each(['', 'ABC', 'A'.repeat(63), 'A'.repeat(65), 'Z'.repeat(64), `${'A'.repeat(64)}\n`])(
    'refuses the signature %j',
    async (signature) => {
      const { ask } = await open();
      expect(await ask({ ...signed(), signature })).toMatchObject({ refusal: { respcd: '1108' } });
    },
  );

  it('refuses a body that was changed after signing', async () => {
    const { ask } = await open();
    const body = Buffer.from(writeForm(PARAMETERS).replace('1050', '1051'));
    expect(await ask({ ...signed(), body })).toMatchObject({ refusal: { respcd: '1108' } });
  });

  it('takes the older key until its time is over, and answers with the key that was used', async () => {
    const { ask, rotate, time } = await open();
    await rotate(60_000);
    expect(await ask(signed(NEWER_KEY))).toMatchObject({ ok: true, answerKey: { secret: NEWER_KEY } });
    expect(await ask(signed(KEY))).toMatchObject({ ok: true, answerKey: { secret: KEY } });
    time.advance(59_999);
    expect(await ask(signed(KEY))).toMatchObject({ ok: true });
    time.advance(1);
    expect(await ask(signed(KEY))).toMatchObject({ ok: false, answerKey: { secret: NEWER_KEY } });
    expect(await ask(signed(NEWER_KEY))).toMatchObject({ ok: true });
  });

  it('holds a merchant that takes SHA256 only to it', async () => {
    const { ask } = await open({ signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: true } });
    expect(await ask(signed())).toMatchObject({ ok: true });
    expect(await ask(signed(KEY, 'MD5'))).toMatchObject({
      refusal: { respcd: '1108', message: expect.stringContaining('takes SHA256 only') },
    });
    // Whoever has not the key learns nothing about the policy.
    expect(await ask(signed('WRONG', 'MD5'))).toMatchObject({
      refusal: { message: expect.stringContaining('is unknown or X-QF-SIGN does not fit') },
    });
  });

  it('takes signatures over undecoded values unless the merchant is pinned to decoded ones', async () => {
    const { ask } = await open();
    expect(await ask(signedRaw())).toMatchObject({ ok: true });
  });

  it('refuses signatures over undecoded values of a merchant that is pinned', async () => {
    const { ask } = await open({ signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: false } });
    expect(await ask(signed())).toMatchObject({ ok: true });
    expect(await ask(signedRaw())).toMatchObject({
      refusal: { respcd: '1108', message: expect.stringContaining('over decoded values only') },
    });
  });

  it('verifies a merchant without a live key like one that does not exist', async () => {
    const { store, time } = await open();
    const listKeys = async (appCode: string) =>
      (await store.listKeys(appCode)).map((key) => ({ ...key, expiresAtMs: time.nowMs() }));
    const merchants = new MerchantDirectory(withOperations(store, { listKeys }), vault);
    expect(await authenticate({ merchants, vault, clock: time }, signed())).toMatchObject({
      ok: false,
      refusal: { respcd: '1108', message: expect.stringContaining('is unknown or') },
      answerKey: { secret: vault.dummyKey(APP) },
    });
  });
});
