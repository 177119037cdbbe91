import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import type { ClientKey, MerchantAccess, MerchantDirectory } from './merchant-directory.ts';

/** How long uses of an old key are added up before they are written. */
const WRITE_INTERVAL_MS = 60_000;

interface OldUses {
  readonly appCode: string;
  uses: number;
  latestMs: number;
  /** Monotonic time of the latest write. */
  writtenAtMs: number;
}

/** What watching keys needs. */
export interface KeyUseParts {
  readonly store: Pick<Store, 'markKeyFirstUsed' | 'countOldKeyUses'>;
  readonly merchants: Pick<MerchantDirectory, 'forget'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Watches which keys are in use. Costs a payment no write of its own: the first use of a key is written once, and uses
 * of an old key are added up and written at most once a minute. A crash may lose that minute.
 */
export class KeyUse {
  readonly #parts: KeyUseParts;
  /** Keys whose first use is being written. */
  readonly #marking = new Set<string>();
  readonly #oldUses = new Map<string, OldUses>();

  constructor(parts: KeyUseParts) {
    this.#parts = parts;
  }

  /** Notes that a request was signed with one of the merchant's live keys. Nobody waits for what it writes. */
  note(access: MerchantAccess, key: ClientKey): void {
    const { appCode } = access.merchant;
    if (key.firstUsedAtMs === undefined) void this.#markFirstUse(appCode, key.keyId);
    if (key.keyId !== access.keys[0]?.keyId) this.#countOldUse(appCode, key.keyId);
  }

  /** Writes what was added up, of one app code or of all; after that the store knows every use. */
  async flush(appCode?: string): Promise<void> {
    const keyIds = [...this.#oldUses.keys()].filter(
      (keyId) => appCode === undefined || this.#oldUses.get(keyId)?.appCode === appCode,
    );
    await Promise.all(keyIds.map((keyId) => this.#write(keyId)));
  }

  async #markFirstUse(appCode: string, keyId: string): Promise<void> {
    if (this.#marking.has(keyId)) return;
    this.#marking.add(keyId);
    const { store, merchants, clock, log } = this.#parts;
    try {
      await store.markKeyFirstUsed(appCode, keyId, clock.nowMs());
      // Read anew, the key says by itself that it was used, and this is not asked again.
      merchants.forget(appCode);
    } catch (error) {
      log.warn('key_use_not_written', { key: keyId, why: String(error) });
    } finally {
      this.#marking.delete(keyId);
    }
  }

  #countOldUse(appCode: string, keyId: string): void {
    const { clock } = this.#parts;
    let known = this.#oldUses.get(keyId);
    if (known === undefined) {
      // As if written long ago, so that the first use shows at once.
      known = { appCode, uses: 0, latestMs: 0, writtenAtMs: Number.NEGATIVE_INFINITY };
      this.#oldUses.set(keyId, known);
    }
    known.uses += 1;
    known.latestMs = clock.nowMs();
    if (clock.monotonicMs() - known.writtenAtMs >= WRITE_INTERVAL_MS) void this.#write(keyId);
  }

  async #write(keyId: string): Promise<void> {
    const known = this.#oldUses.get(keyId);
    if (known === undefined || known.uses === 0) return;
    const { store, clock, log } = this.#parts;
    const { uses, latestMs } = known;
    known.uses = 0;
    known.writtenAtMs = clock.monotonicMs();
    try {
      await store.countOldKeyUses(keyId, uses, latestMs);
    } catch (error) {
      known.uses += uses;
      log.warn('key_use_not_written', { key: keyId, why: String(error) });
    }
  }
}
