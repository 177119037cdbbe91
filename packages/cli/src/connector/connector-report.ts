import type { KeyFact, OpenedConnector, SignedSample } from '@opencpm/gateway';

/** Longest call of a check. */
const PROBE_LIMIT_MS = 10_000;
/** From here on wallets refuse signatures with a time in them. */
const SKEW_MS_MAX = 60_000;

/** What a look at one connector came to. */
export interface ConnectorReport {
  readonly name: string;
  readonly kind: string;
  readonly host: string;
  readonly keys: readonly KeyFact[];
  /** When it was looked, milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  /** `undefined` when nobody answered; then `reach` says why. */
  readonly skewMs: number | undefined;
  readonly reach: string;
  readonly reachable: boolean;
  readonly sample: SignedSample;
}

/** Looks at keys, clock and reachability of a connector. Sends one GET without credentials to its host. */
export async function reportOn(name: string, opened: OpenedConnector): Promise<ConnectorReport> {
  const { configured, kind, ports } = opened;
  const limit = new AbortController();
  const callOff = ports.timers.after(PROBE_LIMIT_MS, () => limit.abort());
  const beganMs = ports.clock.nowMs();
  const answer = await ports.http.send(
    { method: 'GET', url: configured.host.href, headers: {} },
    limit.signal,
  );
  callOff();
  const reached = answer.kind === 'answer';
  const date = reached ? Date.parse(answer.headers['date'] ?? '') : Number.NaN;
  return {
    name,
    kind: kind.name,
    host: configured.host.origin,
    keys: opened.keys(),
    nowMs: ports.clock.nowMs(),
    // The header counts whole seconds, and the answer took its time.
    skewMs: Number.isNaN(date) ? undefined : Math.round((date + 500 - beganMs) / 1_000) * 1_000,
    reach: reached ? `answers HTTP ${answer.status}` : answer.reason,
    reachable: reached,
    sample: configured.sample(ports),
  };
}

/** Everything wrong that a report shows, in words. */
export function problemsOf(report: ConnectorReport): readonly string[] {
  const { skewMs, reachable, reach, host } = report;
  return [
    ...expired(report),
    ...(reachable ? [] : [`${host}: ${reach}`]),
    ...(skewMs !== undefined && Math.abs(skewMs) > SKEW_MS_MAX
      ? [`this clock is ${Math.abs(skewMs) / 1_000} s ${skewMs > 0 ? 'behind' : 'ahead of'} that of ${host}`]
      : []),
  ];
}

/** From here on an end is told before it comes. */
const DAYS_TOLD_BEFORE = 30;
const DAY_MS = 86_400_000;

/** Keys, and when they are looked at. */
type KeyFacts = Pick<ConnectorReport, 'keys' | 'nowMs'>;

/** Certificates that have ended, in words. */
export function expired({ keys, nowMs }: KeyFacts): readonly string[] {
  return keys
    .filter((key) => daysLeft(key, nowMs) < 0)
    .map(({ setting }) => `${setting}: has expired; get the new one`);
}

/** Certificates that will soon end, in words. */
export function endingSoon({ keys, nowMs }: KeyFacts): readonly string[] {
  return keys.flatMap((key) => {
    const days = daysLeft(key, nowMs);
    if (days < 0 || days > DAYS_TOLD_BEFORE) return [];
    return [`${key.setting}: ends within ${days === 0 ? 'a day' : `${days + 1} days`}`];
  });
}

function daysLeft({ expiresAtMs = Number.POSITIVE_INFINITY }: KeyFact, nowMs: number): number {
  return Math.floor((expiresAtMs - nowMs) / DAY_MS);
}
