/** What choosing a key looks at. */
interface DatedKey {
  readonly secret: string;
  readonly expiresAtMs: number | undefined;
  /** When a request was first signed with it; absent until one was. */
  readonly firstUsedAtMs?: number | undefined;
}

/**
 * The keys a notification is signed with. The first signs `X-QF-SIGN`, which has room for one: the newest live key that
 * the merchant has signed a request with, so that a rotation does not break a receiver that still holds the older one;
 * the oldest live key while none was used. The others only stand in the timestamped signature.
 *
 * @param keys the newest first.
 * @returns secrets; empty when no key is live.
 */
export function signingKeys(keys: readonly DatedKey[], nowMs: number): readonly string[] {
  const live = keys.filter(({ expiresAtMs }) => expiresAtMs === undefined || expiresAtMs > nowMs);
  const first = live.find(({ firstUsedAtMs }) => firstUsedAtMs !== undefined) ?? live.at(-1);
  if (first === undefined) return [];
  return [first, ...live.filter((key) => key !== first)].map(({ secret }) => secret);
}
