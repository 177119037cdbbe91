import { randomBytes } from 'node:crypto';
import { systemClock } from '../../packages/gateway/src/clock/system-clock.ts';
import {
  type AuthenticateParts,
  type Authentication,
  authenticate,
} from '../../packages/gateway/src/http/authenticate.ts';
import type { WireRequest } from '../../packages/gateway/src/http/wire-request.ts';
import { KeyVault } from '../../packages/gateway/src/merchant/key-vault.ts';
import { MerchantDirectory } from '../../packages/gateway/src/merchant/merchant-directory.ts';
import { directMerchant } from '../../packages/gateway/src/merchant/test-merchant.ts';
import { type Parameters, signatureOf } from '../wire/support/wire-signing.ts';
import type { Chance } from './support/random.ts';
import { PIECES } from './support/seeds.ts';

const APP = 'A'.repeat(32);
const KEY = 'B'.repeat(32);
const PARAMETERS: Parameters = { page: '1', out_trade_no: 'A-1' };
const BODY = 'page=1&out_trade_no=A-1';
const WORDS = [
  '',
  'MD5',
  'SHA256',
  'HMAC-SHA256',
  'md5',
  'SHA-256',
  '0'.repeat(32),
  '0'.repeat(64),
  'constructor',
  APP,
  KEY,
];

/** Authentication over one merchant in memory. */
function partsOf(): AuthenticateParts {
  const vault = new KeyVault(randomBytes(32), randomBytes);
  const key = {
    keyId: 'k',
    appCode: APP,
    sealed: vault.seal(APP, 'k', KEY),
    createdAtMs: 0,
    expiresAtMs: undefined,
    minimumAlgorithm: 'MD5',
    firstUsedAtMs: 0,
    oldUses: 0,
    lastOldUseAtMs: undefined,
  } as const;
  const store = {
    findMerchant: async (appCode: string) => (appCode === APP ? directMerchant() : undefined),
    listKeys: async () => [key],
  };
  const merchants = new MerchantDirectory(
    store as unknown as ConstructorParameters<typeof MerchantDirectory>[0],
    vault,
  );
  return { merchants, vault, clock: systemClock };
}

/** Takes made-up headers through authentication: no exception, and no stranger let in. */
export class HeaderTarget {
  readonly #parts = partsOf();
  readonly #signature = signatureOf(PARAMETERS, KEY, 'SHA256');

  async try(chance: Chance): Promise<'accepted' | 'refused'> {
    const right: WireRequest = {
      method: 'POST',
      appCode: APP,
      signature: this.#signature,
      signType: 'SHA256',
      timestamp: undefined,
      nonce: undefined,
      contentType: 'application/x-www-form-urlencoded',
      query: '',
      body: Buffer.from(BODY),
    };
    const request: Record<string, unknown> = { ...right };
    const changed = ['appCode', 'signature', 'signType', 'timestamp', 'nonce', 'contentType', 'query'];
    for (let count = chance.below(4); count > 0; count -= 1) {
      request[chance.oneOf(changed)] = this.#word(chance);
    }
    const given = { ...right, ...request };
    const result: Authentication = await authenticate(this.#parts, given, '/trade/v1/query');
    const proved =
      given.appCode === APP &&
      given.signature?.toUpperCase() === this.#signature &&
      given.signType?.toUpperCase() === 'SHA256' &&
      given.query === '' &&
      (given.contentType ?? '').startsWith('application/x-www-form-urlencoded');
    if (result.ok && !proved && given.contentType !== undefined) throw new Error('a stranger was let in');
    if (!result.ok && !/^1(103|108)$/.test(result.refusal.respcd)) throw new Error('an undesigned refusal');
    return result.ok ? 'accepted' : 'refused';
  }

  #word(chance: Chance): string | undefined {
    if (chance.once(6)) return undefined;
    if (chance.once(2)) return chance.oneOf(WORDS);
    const text = chance.oneOf(PIECES).toString('latin1');
    return chance.once(3) ? this.#signature.slice(0, chance.below(64)) + text : text;
  }
}
