import type { KeyFact } from '@opencpm/gateway';
import type { CommandClock } from '../context.ts';
import { endingSoon, expired } from './connector-report.ts';

/** How often certificates are looked at. */
export const KEY_WATCH_INTERVAL_MS = 86_400_000;

/**
 * Tells of certificates that have ended or end soon: at once, and every day again until somebody has changed them.
 *
 * @param connectors their keys, by the name of the connector.
 * @returns a function that ends it.
 */
export function watchKeys(
  connectors: ReadonlyMap<string, { readonly keys: () => readonly KeyFact[] }>,
  clock: CommandClock,
  alert: (connector: string, why: string) => void,
): () => void {
  let callOff = (): void => undefined;
  const look = (): void => {
    for (const [name, opened] of connectors) {
      const facts = { keys: opened.keys(), nowMs: clock.nowMs() };
      for (const why of [...expired(facts), ...endingSoon(facts)]) alert(name, why);
    }
    callOff = clock.after(KEY_WATCH_INTERVAL_MS, look);
  };
  look();
  return () => callOff();
}
