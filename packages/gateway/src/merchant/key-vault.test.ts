import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeyVault, KeyVaultProblem } from './key-vault.ts';

const MASTER = Buffer.alloc(32, 7);
const APP = 'A'.repeat(32);
const OTHER_APP = 'B'.repeat(32);
const KEY_ID = '0123456789abcdef';
const CLIENT_KEY = '0F1E2D3C4B5A69788796A5B4C3D2E1F0';

function vault(master: Uint8Array = MASTER): KeyVault {
  return new KeyVault(master, randomBytes);
}

describe('KeyVault', () => {
  it('opens what it sealed, also in another process with the same master key', () => {
    const sealed = vault().seal(APP, KEY_ID, CLIENT_KEY);
    expect(vault().open(APP, KEY_ID, sealed)).toBe(CLIENT_KEY);
  });

  it('does not show the key, and seals the same key differently every time', () => {
    const sealed = vault().seal(APP, KEY_ID, CLIENT_KEY);
    expect(Buffer.from(sealed).toString('latin1')).not.toContain(CLIENT_KEY.slice(0, 8));
    expect(vault().seal(APP, KEY_ID, CLIENT_KEY)).not.toEqual(sealed);
  });

  it('takes its nonce from the source of randomness, twelve bytes each time', () => {
    const asked: number[] = [];
    const counting = new KeyVault(MASTER, (length) => {
      asked.push(length);
      return new Uint8Array(length).fill(9);
    });
    const sealed = counting.seal(APP, KEY_ID, CLIENT_KEY);
    expect(asked).toEqual([12]);
    expect(sealed.subarray(0, 12)).toEqual(Buffer.alloc(12, 9));
  });

  it.each([
    ['another app code', (sealed: Uint8Array) => vault().open(OTHER_APP, KEY_ID, sealed)],
    ['another key id', (sealed: Uint8Array) => vault().open(APP, 'fedcba9876543210', sealed)],
    ['another master key', (sealed: Uint8Array) => vault(Buffer.alloc(32, 8)).open(APP, KEY_ID, sealed)],
    ['half of it', (sealed: Uint8Array) => vault().open(APP, KEY_ID, sealed.subarray(0, 30))],
    ['nothing', () => vault().open(APP, KEY_ID, new Uint8Array())],
  ])('opens nothing for %s', (_what, open) => {
    const sealed = vault().seal(APP, KEY_ID, CLIENT_KEY);
    expect(() => open(sealed)).toThrow(KeyVaultProblem);
    expect(() => open(sealed)).toThrow(/cannot be opened: the master key is not the one it was stored with/);
  });

  it('notices every changed byte', () => {
    const sealed = vault().seal(APP, KEY_ID, CLIENT_KEY);
    for (const [index, byte] of sealed.entries()) {
      const changed = Uint8Array.from(sealed);
      changed[index] = byte ^ 1;
      expect(() => vault().open(APP, KEY_ID, changed), `byte ${index}`).toThrow(KeyVaultProblem);
    }
  });

  it.each([0, 16, 31, 33])('refuses a master key of %i bytes', (length) => {
    expect(() => vault(new Uint8Array(length))).toThrow(`the master key must have 32 bytes, not ${length}`);
  });

  it('recognises an auth code by a keyed hash that does not hold it', () => {
    const hash = vault().hashAuthCode('281234567890123456');
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(vault().hashAuthCode('281234567890123456')).toBe(hash);
    expect(vault().hashAuthCode('281234567890123457')).not.toBe(hash);
    expect(vault(Buffer.alloc(32, 8)).hashAuthCode('281234567890123456')).not.toBe(hash);
  });

  it('makes a dummy key for every app code, shaped like a real one and the same each time', () => {
    const dummy = vault().dummyKey('X');
    expect(dummy).toMatch(/^[0-9A-F]{32}$/);
    expect(vault().dummyKey('X')).toBe(dummy);
    expect(vault().dummyKey('Y')).not.toBe(dummy);
    expect(vault(Buffer.alloc(32, 8)).dummyKey('X')).not.toBe(dummy);
  });
});
