import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Clock, Timers } from '../../clock/clock.ts';
import { openSealed } from './secret-box.ts';
import { asObject, type JsonObject, textOf } from './json-object.ts';

/** A key of the platform, which signs every answer. */
export interface PlatformKey {
  /** As `Wechatpay-Serial` names it: serial of a certificate, or id of a public key (`PUB_KEY_ID_...`). */
  readonly serial: string;
  readonly publicKey: KeyObject;
  /** In force between these instants, milliseconds since 1970-01-01 UTC; always when absent. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What fetching the certificates brought. */
export type CertificateFetch =
  | { readonly ok: true; readonly keys: readonly PlatformKey[] }
  | { readonly ok: false; readonly why: string };

/** What the keys of the platform are made of. */
export interface PlatformKeyParts {
  /** Keys from the configuration. When there are any, nothing is fetched. */
  readonly fixed: readonly PlatformKey[];
  /** Fetches the certificate list and checks that one of its own keys has signed it. */
  readonly list: (signal: AbortSignal) => Promise<CertificateFetch>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly alert: (why: string) => void;
}

/** How old the list may get: the interval the mainland documents give, to be on the safe side. */
const REFRESH_AFTER_MS = 12 * 3_600_000;
/** After a failed fetch nobody tries again for this long; serials that were looked for in vain are remembered as long. */
const PAUSE_MS = 10_000;
const FETCH_LIMIT_MS = 8_000;
/** Clocks differ; a certificate is taken this much before and after its time. */
const GRACE_MS = 300_000;

/**
 * The keys that verify answers. A cache and nothing more: it is filled from the configuration, or from the platform's
 * certificate list, which is fetched before the first call, every twelve hours, and when an answer names a serial that
 * is not in it.
 */
export class PlatformKeys {
  readonly #parts: PlatformKeyParts;
  readonly #keys = new Map<string, PlatformKey>();
  /** On the monotonic clock. */
  #loadedAtMs: number | undefined;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #problem = '';
  #loading: Promise<void> | undefined;
  readonly #soughtInVain = new Map<string, number>();

  constructor(parts: PlatformKeyParts) {
    this.#parts = parts;
    for (const key of parts.fixed) this.#keys.set(key.serial, key);
  }

  /**
   * Makes sure that an answer could be verified. Nothing may be sent before: a charge whose answer nobody can verify
   * would leave a customer waiting for nothing.
   *
   * @returns why no answer can be verified; undefined when one can.
   */
  async ready(): Promise<string | undefined> {
    if (this.#isStale()) await this.#load();
    return this.#inForce() ? undefined : `no key of the platform is in force: ${this.#problem}`;
  }

  /** The key with a serial, after one look into a fresh list when it is unknown. */
  async find(serial: string): Promise<KeyObject | undefined> {
    const known = this.#keyInForce(serial);
    if (known !== undefined || this.#parts.fixed.length > 0 || serial === '') return known;
    const nowMs = this.#parts.clock.monotonicMs();
    if ((this.#soughtInVain.get(serial) ?? Number.NEGATIVE_INFINITY) > nowMs) return undefined;
    await this.#load();
    const found = this.#keyInForce(serial);
    if (found === undefined) this.#remember(serial, nowMs);
    return found;
  }

  #keyInForce(serial: string): KeyObject | undefined {
    const key = this.#keys.get(serial);
    return key !== undefined && this.#isInForce(key) ? key.publicKey : undefined;
  }

  #inForce(): boolean {
    return [...this.#keys.values()].some((key) => this.#isInForce(key));
  }

  #isInForce({ fromMs, toMs }: PlatformKey): boolean {
    const nowMs = this.#parts.clock.nowMs();
    return (
      (fromMs === undefined || nowMs >= fromMs - GRACE_MS) && (toMs === undefined || nowMs <= toMs + GRACE_MS)
    );
  }

  #isStale(): boolean {
    if (this.#parts.fixed.length > 0) return false;
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs < this.#pausedUntilMs) return false;
    return this.#loadedAtMs === undefined || nowMs - this.#loadedAtMs >= REFRESH_AFTER_MS || !this.#inForce();
  }

  #load(): Promise<void> {
    this.#loading ??= this.#loadOnce().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadOnce(): Promise<void> {
    const { list, clock, timers, alert } = this.#parts;
    const giveUp = new AbortController();
    const cancel = timers.after(FETCH_LIMIT_MS, () => giveUp.abort());
    const fetched = await list(giveUp.signal);
    cancel();
    if (!fetched.ok) {
      this.#problem = fetched.why;
      this.#pausedUntilMs = clock.monotonicMs() + PAUSE_MS;
      alert(`the platform certificates cannot be used: ${fetched.why}`);
      return;
    }
    this.#problem = '';
    this.#loadedAtMs = clock.monotonicMs();
    this.#keys.clear();
    for (const key of fetched.keys) this.#keys.set(key.serial, key);
  }

  #remember(serial: string, nowMs: number): void {
    // Whoever sends many serials must not fill the memory.
    if (this.#soughtInVain.size >= SERIALS_REMEMBERED) this.#soughtInVain.clear();
    this.#soughtInVain.set(serial, nowMs + PAUSE_MS);
  }
}

const SERIALS_REMEMBERED = 16;

/**
 * Opens a certificate list with the APIv3 key.
 *
 * @returns its keys, or why it cannot be used. One entry that does not open spoils the list: the key is the wrong one.
 */
export function readCertificateList(apiV3Key: Uint8Array, body: JsonObject): CertificateFetch {
  const { data } = body;
  if (!Array.isArray(data) || data.length === 0) return { ok: false, why: 'the list has no certificates' };
  const keys: PlatformKey[] = [];
  for (const entry of data as readonly unknown[]) {
    const key = readEntry(apiV3Key, entry);
    if (typeof key === 'string') return { ok: false, why: key };
    keys.push(key);
  }
  return { ok: true, keys };
}

function readEntry(apiV3Key: Uint8Array, entry: unknown): PlatformKey | string {
  const {
    serial_no: serial,
    effective_time: from,
    expire_time: to,
    encrypt_certificate: sealed,
  } = asObject(entry) ?? {};
  const { algorithm, nonce, associated_data: associatedData, ciphertext } = asObject(sealed) ?? {};
  if (typeof serial !== 'string' || serial === '' || algorithm !== 'AEAD_AES_256_GCM') {
    return 'an entry of the list has no serial or another algorithm';
  }
  const pem = openSealed(apiV3Key, {
    nonce: textOf(nonce),
    associatedData: textOf(associatedData),
    ciphertext: textOf(ciphertext),
  });
  if (pem === undefined)
    return 'the APIv3 key does not open it; compare api_v3_key with the merchant platform';
  const certificate = readCertificate(pem);
  if (certificate === undefined) return 'an entry of the list is no certificate';
  return {
    serial,
    publicKey: certificate.publicKey,
    fromMs: latest(Date.parse(textOf(from)), certificate.validFromDate.getTime()),
    toMs: earliest(Date.parse(textOf(to)), certificate.validToDate.getTime()),
  };
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function latest(stated: number, certified: number): number {
  return Number.isNaN(stated) ? certified : Math.max(stated, certified);
}

function earliest(stated: number, certified: number): number {
  return Number.isNaN(stated) ? certified : Math.min(stated, certified);
}
