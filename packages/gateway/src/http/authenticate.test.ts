import { randomBytes } from 'node:crypto';
import {
  type DigestAlgorithm,
  signRequest,
  signRequestV2,
  type SignedRequest,
  writeForm,
} from '@opencpm/protocol';
import { nodeByteHashes, nodeDigest } from '@opencpm/protocol/node';
import { describe, expect, it } from 'vitest';
import { KeyVault } from '../merchant/key-vault.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { MerchantDirectory } from '../merchant/merchant-directory.ts';
import { directMerchant } from '../merchant/test-merchant.ts';
import { useTrade, withOperations } from '../trade/test-trade.ts';
import { authenticate } from './authenticate.ts';
import type { WireRequest } from './wire-request.ts';

const APP = 'C'.repeat(32);
const PATH = '/trade/v1/payment';
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
      rotatePinned: (overlapMs: number) =>
        store.rotateKey(
          APP,
          { ...sealed('k2', NEWER_KEY), minimumAlgorithm: 'SHA256' },
          time.nowMs() + overlapMs,
        ),
      rotate: (overlapMs: number) => store.rotateKey(APP, sealed('k2', NEWER_KEY), time.nowMs() + overlapMs),
      ask: (request: WireRequest) => authenticate(parts, request, PATH),
    };
  };

  it('knows the sender of a signed request and answers with its key and algorithm', async () => {
    const { ask, store } = await open();
    expect(await ask(signed())).toMatchObject({
      ok: true,
      merchant: await store.findMerchant(APP),
      parameters: [
        { name: 'goods_name', value: 'tea & cake', raw: 'tea%20%26%20cake' },
        { name: 'txamt', value: '1050', raw: '1050' },
      ],
      answerKey: { secret: KEY, algorithm: 'SHA256' },
      key: { keyId: 'k1', secret: KEY },
      signedText: 'goods_name=tea & cake&txamt=1050',
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
    [
      'an algorithm nobody knows',
      { signType: 'SHA1' },
      'header X-QF-SIGNTYPE must be MD5, SHA256 or HMAC-SHA256',
    ],
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

  it('holds a key that takes SHA256 only to it, and the key before it to nothing', async () => {
    const { ask, rotatePinned } = await open();
    await rotatePinned(60_000);
    expect(await ask(signed(NEWER_KEY))).toMatchObject({ ok: true });
    expect(await ask(signed(NEWER_KEY, 'MD5'))).toMatchObject({
      refusal: { respcd: '1108', message: expect.stringContaining('this key takes SHA256 only') },
      alert: 'signature_downgraded',
    });
    expect(await ask(signed(KEY, 'MD5'))).toMatchObject({ ok: true });
  });

  it('tells the holder of the key that the header got lost, and nobody else', async () => {
    const { ask } = await open({ signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: true } });
    for (const signType of [undefined, 'MD5']) {
      expect(await ask({ ...signed(), signType })).toMatchObject({
        refusal: { respcd: '1108', message: expect.stringContaining('did not arrive with it') },
        alert: 'signature_downgraded',
      });
      const stranger = await ask({ ...signed('WRONG'), signType });
      expect(stranger).toMatchObject({ refusal: { message: expect.stringContaining('does not fit') } });
      expect(stranger).not.toHaveProperty('alert');
      const appCode = 'F'.repeat(32);
      const forged = await ask({ ...signed(vault.dummyKey(appCode)), appCode, signType });
      expect(forged).toMatchObject({ refusal: { message: expect.stringContaining('does not fit') } });
      expect(forged).not.toHaveProperty('alert');
    }
  });

  describe('of the newer form', () => {
    const NONCE = '0123456789abcdef';
    /** A request signed for this moment, with its signature made over something else when told so. */
    const timestamped = (
      nowMs: number,
      changes: Partial<WireRequest> = {},
      signedDifferently: Partial<SignedRequest> = {},
      key = KEY,
    ): WireRequest => {
      const timestamp = String(Math.floor(nowMs / 1000));
      const body = Buffer.from(writeForm(PARAMETERS));
      const usual = { ...signed(), signType: 'HMAC-SHA256', timestamp, nonce: NONCE, body, ...changes };
      const { method, nonce, query } = usual;
      const content = usual.body.length > 0 ? usual.body : Buffer.from(query);
      const request = {
        method,
        path: PATH,
        appCode: APP,
        timestamp: usual.timestamp ?? '',
        nonce: nonce ?? '',
        content,
      };
      const signature = signRequestV2({ ...request, ...signedDifferently }, key, nodeByteHashes);
      return { ...usual, signature };
    };

    it('knows the sender and answers in the same form, bound to the nonce', async () => {
      const { ask, time } = await open();
      const answer = await ask(timestamped(time.nowMs()));
      expect(answer).toMatchObject({
        ok: true,
        answerKey: { secret: KEY, timestamped: { appCode: APP, nonce: NONCE, nowMs: time.nowMs() } },
      });
      expect(answer).toHaveProperty('signedText', undefined);
    });

    it('takes the query string for the body where there is none', async () => {
      const { ask, time } = await open();
      const get = { method: 'GET', body: Buffer.alloc(0), query: 'a=1+2&b=%20' } as const;
      expect(await ask(timestamped(time.nowMs(), get))).toMatchObject({ ok: true });
      const other = { ...timestamped(time.nowMs(), get), query: 'a=1+2&b=+' };
      expect(await ask(other)).toMatchObject({ refusal: { respcd: '1108' } });
    });

    it.each<[what: string, signedDifferently: Partial<SignedRequest>]>([
      ['another path', { path: '/trade/v1/refund' }],
      ['another method', { method: 'GET' }],
      ['another time', { timestamp: '1' }],
      ['another nonce', { nonce: 'fedcba9876543210' }],
      ['another app code', { appCode: 'D'.repeat(32) }],
      ['another body', { content: Buffer.from('txamt=1') }],
    ])('refuses a signature made for %s', async (_what, signedDifferently) => {
      const { ask, time } = await open();
      expect(await ask(timestamped(time.nowMs(), {}, signedDifferently))).toMatchObject({
        ok: false,
        refusal: { respcd: '1108', message: expect.stringContaining('does not fit') },
      });
    });

    it.each<[what: string, changes: Partial<WireRequest>, message: RegExp]>([
      ['no time', { timestamp: undefined }, /^header X-QF-TIMESTAMP must be/],
      ['a time that is none', { timestamp: 'now' }, /^header X-QF-TIMESTAMP must be/],
      ['no nonce', { nonce: undefined }, /^header X-QF-NONCE must be/],
      ['a nonce that is too short', { nonce: 'a' }, /^header X-QF-NONCE must be/],
      ['a time long ago', { timestamp: '1' }, /^X-QF-TIMESTAMP is more than 300 s/],
    ])('refuses %s, and answers in the same form', async (_what, changes, message) => {
      const { ask, time } = await open();
      const request = { ...timestamped(time.nowMs()), ...changes };
      const answer = await ask(request);
      expect(answer).toMatchObject({ ok: false, refusal: { respcd: '1108' } });
      if (answer.ok) throw new Error('not refused');
      expect(answer.refusal.message).toMatch(message);
      expect(answer.answerKey.timestamped?.nonce).toBe('nonce' in changes ? '' : NONCE);
    });

    it('takes a time within 300 seconds, either way', async () => {
      const { ask, time } = await open();
      for (const [offsetMs, ok] of [
        [-300_000, true],
        [300_000, true],
        [-301_000, false],
        [301_000, false],
      ] as const) {
        expect(await ask(timestamped(time.nowMs() + offsetMs))).toMatchObject({ ok });
      }
    });

    it('takes the older key until its time is over', async () => {
      const { ask, rotate, time } = await open();
      await rotate(60_000);
      const old = await ask(timestamped(time.nowMs()));
      expect(old).toMatchObject({ ok: true, key: { keyId: 'k1' }, answerKey: { secret: KEY } });
      const fresh = await ask(timestamped(time.nowMs(), {}, {}, NEWER_KEY));
      expect(fresh).toMatchObject({ ok: true, key: { keyId: 'k2' }, answerKey: { secret: NEWER_KEY } });
      time.advance(60_000);
      expect(await ask(timestamped(time.nowMs()))).toMatchObject({ ok: false });
    });

    it('is the only one taken of a merchant that is pinned to it', async () => {
      const { ask, time } = await open({
        signaturePolicy: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: false },
      });
      expect(await ask(timestamped(time.nowMs()))).toMatchObject({ ok: true });
      for (const algorithm of ['MD5', 'SHA256'] as const) {
        expect(await ask(signed(KEY, algorithm))).toMatchObject({
          refusal: { respcd: '1108', message: expect.stringContaining('takes HMAC-SHA256 only') },
          alert: 'signature_downgraded',
        });
      }
    });

    it('does not take a signature by the dummy key, nor one over unreadable parameters', async () => {
      const { ask, time } = await open();
      const appCode = 'F'.repeat(32);
      const forged = timestamped(time.nowMs(), { appCode }, { appCode }, vault.dummyKey(appCode));
      expect(await ask(forged)).toMatchObject({ ok: false, refusal: { respcd: '1108' } });
      const twice = timestamped(time.nowMs(), { body: Buffer.from('a=1&a=2') });
      expect(await ask(twice)).toMatchObject({ ok: false, refusal: { respcd: '1103' } });
    });
  });

  it('verifies a merchant without a live key like one that does not exist', async () => {
    const { store, time } = await open();
    const listKeys = async (appCode: string) =>
      (await store.listKeys(appCode)).map((key) => ({ ...key, expiresAtMs: time.nowMs() }));
    const merchants = new MerchantDirectory(withOperations(store, { listKeys }), vault);
    expect(await authenticate({ merchants, vault, clock: time }, signed(), PATH)).toMatchObject({
      ok: false,
      refusal: { respcd: '1108', message: expect.stringContaining('is unknown or') },
      answerKey: { secret: vault.dummyKey(APP) },
    });
  });
});
