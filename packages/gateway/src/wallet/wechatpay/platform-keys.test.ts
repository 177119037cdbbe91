import { createCipheriv } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../../clock/test-time.ts';
import {
  type CertificateFetch,
  type PlatformKey,
  PlatformKeys,
  readCertificateList,
} from './platform-keys.ts';
import { PLATFORM_PUBLIC_KEY, VECTORS } from './vectors/test-vectors.ts';

const HOUR_MS = 3_600_000;
const KEY: PlatformKey = { serial: 'A1', publicKey: PLATFORM_PUBLIC_KEY };

let time: ManualTime;
let lists: number;
let next: () => Promise<CertificateFetch>;
let alerts: string[];

beforeEach(() => {
  time = new ManualTime();
  lists = 0;
  alerts = [];
  next = async () => ({ ok: true, keys: [KEY] });
});

function open(fixed: readonly PlatformKey[] = []): PlatformKeys {
  return new PlatformKeys({
    fixed,
    list: () => {
      lists += 1;
      return next();
    },
    clock: time,
    timers: time,
    alert: (why) => alerts.push(why),
  });
}

describe('the list', () => {
  it('is fetched once before the first call, however many come at once', async () => {
    const keys = open();
    expect(await Promise.all([keys.ready(), keys.ready(), keys.find('A1')])).toEqual([
      undefined,
      undefined,
      PLATFORM_PUBLIC_KEY,
    ]);
    expect(await keys.ready()).toBeUndefined();
    expect(lists).toBe(1);
    expect(time.running).toBe(0);
  });

  it('is fetched again after twelve hours, and for a serial it does not have', async () => {
    const keys = open();
    await keys.ready();
    time.advance(12 * HOUR_MS - 1);
    await keys.ready();
    expect(lists).toBe(1);
    time.advance(1);
    await keys.ready();
    expect(lists).toBe(2);
    next = async () => ({ ok: true, keys: [KEY, { ...KEY, serial: 'B2' }] });
    expect(await keys.find('B2')).toBe(PLATFORM_PUBLIC_KEY);
    expect(lists).toBe(3);
  });

  it('is not fetched again and again for a serial nobody has', async () => {
    const keys = open();
    await keys.ready();
    for (let tries = 0; tries < 3; tries += 1) expect(await keys.find('C3')).toBeUndefined();
    expect(lists).toBe(2);
    expect(await keys.find('')).toBeUndefined();
    time.advance(10_000);
    await keys.find('C3');
    expect(lists).toBe(3);
    for (let other = 0; other < 40; other += 1) await keys.find(`D${other}`);
    expect(await keys.find('A1')).toBe(PLATFORM_PUBLIC_KEY);
  });

  it('that cannot be had is asked for again after a pause; what is known goes on', async () => {
    next = async () => ({ ok: false, why: 'the line is cut' });
    const keys = open();
    expect(await keys.ready()).toBe('no key of the platform is in force: the line is cut');
    expect(await keys.ready()).toContain('the line is cut');
    expect(lists).toBe(1);
    expect(alerts).toEqual(['the platform certificates cannot be used: the line is cut']);
    next = async () => ({ ok: true, keys: [KEY] });
    time.advance(10_000);
    expect(await keys.ready()).toBeUndefined();
    next = async () => ({ ok: false, why: 'again' });
    time.advance(12 * HOUR_MS);
    expect(await keys.ready()).toBeUndefined();
    expect(alerts).toHaveLength(2);
  });

  it('is given up after a while', async () => {
    let given: AbortSignal | undefined;
    const keys = new PlatformKeys({
      fixed: [],
      list: (signal) =>
        new Promise((resolve) => {
          given = signal;
          signal.addEventListener('abort', () => resolve({ ok: false, why: 'given up' }), { once: true });
        }),
      clock: time,
      timers: time,
      alert: () => undefined,
    });
    const ready = keys.ready();
    time.advance(8_000);
    expect(await ready).toContain('given up');
    expect(given?.aborted).toBe(true);
  });
});

describe('keys', () => {
  it('from the configuration are taken as they are, and nothing is fetched', async () => {
    const keys = open([KEY]);
    expect(await keys.ready()).toBeUndefined();
    expect(await keys.find('A1')).toBe(PLATFORM_PUBLIC_KEY);
    expect(await keys.find('B2')).toBeUndefined();
    expect(lists).toBe(0);
  });

  it('hold for their time and five minutes on either side', async () => {
    const nowMs = time.nowMs();
    next = async () => ({ ok: true, keys: [{ ...KEY, fromMs: nowMs + 300_001, toMs: nowMs + HOUR_MS }] });
    const keys = open();
    expect(await keys.ready()).toContain('no key of the platform is in force');
    time.advance(1);
    expect(await keys.ready()).toBeUndefined();
    time.advance(HOUR_MS + 299_999);
    expect(await keys.find('A1')).toBe(PLATFORM_PUBLIC_KEY);
    time.advance(1);
    expect(await keys.find('A1')).toBeUndefined();
  });
});

describe('a list that cannot be read', () => {
  const apiV3Key = Buffer.from(VECTORS.sealed.key);

  function entry(
    plaintext: string,
    changes: Readonly<Record<string, unknown>> = {},
  ): Readonly<Record<string, unknown>> {
    const cipher = createCipheriv('aes-256-gcm', apiV3Key, 'nonce0000000');
    cipher.setAAD(Buffer.from('certificate'));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return {
      serial_no: 'A1',
      encrypt_certificate: {
        algorithm: 'AEAD_AES_256_GCM',
        nonce: 'nonce0000000',
        associated_data: 'certificate',
        ciphertext: sealed.toString('base64'),
        ...changes,
      },
    };
  }

  it.each<readonly [Readonly<Record<string, unknown>>, string]>([
    [{}, 'has no certificates'],
    [{ data: [] }, 'has no certificates'],
    [{ data: [null] }, 'no serial or another algorithm'],
    [{ data: [entry('x', { algorithm: 'AEAD_SM4_GCM' })] }, 'no serial or another algorithm'],
    [{ data: [entry('x', { nonce: 'nonce0000001' })] }, 'the APIv3 key does not open it'],
    [{ data: [entry('x', { ciphertext: 12 })] }, 'the APIv3 key does not open it'],
    [{ data: [entry(VECTORS.sealed.plaintext)] }, 'is no certificate'],
  ])('%#', (body, why) => {
    expect(readCertificateList(apiV3Key, body)).toMatchObject({
      ok: false,
      why: expect.stringContaining(why),
    });
  });
});
