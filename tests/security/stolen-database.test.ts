import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyVault, KeyVaultProblem } from '../../packages/gateway/src/merchant/key-vault.ts';
import { madeUpCode } from '../wire/support/payment-codes.ts';
import type { WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { signatureOf } from '../wire/support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;
let masterKey: Buffer;
const authCode = madeUpCode();

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
  masterKey = Buffer.from(readFileSync(join(gateway.directory, 'master.key'), 'utf8').trim(), 'hex');
  await shop.pay({ auth_code: authCode });
  await gateway.administration.rotateKey(shop.credentials.appCode, 60_000);
});
afterAll(() => gateway.close());

interface SealedRow {
  readonly keyId: string;
  readonly appCode: string;
  readonly sealed: Uint8Array;
}

function sealedRows(): readonly SealedRow[] {
  const database = gateway.openDatabase({ readOnly: true });
  const rows = database.prepare('SELECT key_id, app_code, sealed FROM client_keys').all();
  database.close();
  return rows.map(({ key_id: keyId, app_code: appCode, sealed }) => {
    if (!(sealed instanceof Uint8Array)) throw new Error('a key is missing');
    return { keyId: String(keyId), appCode: String(appCode), sealed };
  });
}

describe('row 20: whoever has the files of the database', () => {
  it('row 20: finds no client key, no master key, no payment code and no signature in them, log of writes included', () => {
    const names = readdirSync(gateway.directory).filter((name) => name.startsWith('opencpm.db'));
    expect(names).toContain('opencpm.db');
    expect(names).toContain('opencpm.db-wal');
    const bytes = Buffer.concat(names.map((name) => readFileSync(join(gateway.directory, name))));
    const text = bytes.toString('latin1').toUpperCase();
    const { clientKey } = shop.credentials;
    const secrets = [
      clientKey,
      Buffer.from(clientKey, 'hex').toString('latin1'),
      authCode,
      masterKey.toString('latin1'),
      masterKey.toString('hex'),
      signatureOf({ auth_code: authCode }, clientKey),
    ];
    for (const secret of secrets) expect(text).not.toContain(secret.toUpperCase());
    // The files hold what they should, so the search looks at the right thing.
    expect(text).toContain(shop.credentials.appCode);
  });

  it('row 20: opens no key with another master key', () => {
    const other = new KeyVault(randomBytes(32), randomBytes);
    for (const { appCode, keyId, sealed } of sealedRows()) {
      expect(() => other.open(appCode, keyId, sealed)).toThrow(KeyVaultProblem);
    }
  });

  it('row 20: even with the master key opens no key under another app code or key id, and none that was changed', () => {
    const vault = new KeyVault(masterKey, randomBytes);
    const rows = sealedRows();
    expect(rows.length).toBeGreaterThan(2);
    for (const { appCode, keyId, sealed } of rows) {
      expect(vault.open(appCode, keyId, sealed)).toMatch(/^[0-9A-F]{32}$/);
      for (const other of rows) {
        if (other.keyId === keyId) continue;
        expect(() => vault.open(appCode, other.keyId, sealed)).toThrow(KeyVaultProblem);
      }
      expect(() => vault.open('F'.repeat(32), keyId, sealed)).toThrow(KeyVaultProblem);
      for (const at of [0, 12, 28, sealed.length - 1]) {
        const changed = Uint8Array.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(() => vault.open(appCode, keyId, changed)).toThrow(KeyVaultProblem);
      }
    }
  });

  it('row 20: holds a key once only: the same key sealed twice gives other bytes', () => {
    const vault = new KeyVault(masterKey, randomBytes);
    const [one, two] = [vault.seal('A', 'k', 'SECRET'), vault.seal('A', 'k', 'SECRET')];
    expect(Buffer.from(one).equals(two)).toBe(false);
  });

  it('row 20: reads what it needs to know of a code only with the master key', () => {
    const database = gateway.openDatabase({ readOnly: true });
    const [row] = database.prepare('SELECT code_hash FROM auth_code_uses').all();
    database.close();
    expect(row?.['code_hash']).toBe(new KeyVault(masterKey, randomBytes).hashAuthCode(authCode));
    expect(row?.['code_hash']).not.toBe(new KeyVault(randomBytes(32), randomBytes).hashAuthCode(authCode));
  });
});
