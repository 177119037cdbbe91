import { isOnThisMachine } from '../access/loopback.ts';
import type { Surroundings } from '../context.ts';
import { timedFetch } from '../timed-fetch.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Largest difference of clocks that calls for no action, milliseconds. */
const SKEW_MAX_MS = 5_000;

/** Whether the gateway answered at all, and what was found. */
export interface GatewayCheck {
  readonly reachable: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Checks that a gateway answers, takes payments, and has the same time.
 *
 * @param starter command that starts the gateway of this data directory, for the mend.
 */
export async function checkGateway(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
  starter: string,
): Promise<GatewayCheck> {
  const { clock } = surroundings;
  const sentMs = clock.nowMs();
  const result = await timedFetch(surroundings, `${url}/healthz`, {});
  if (result.kind === 'failure') {
    const mend = `Start it with "${starter}", or name another with --url.`;
    return {
      reachable: false,
      findings: [fail('gateway', `${url} does not answer: ${result.detail}`, mend)],
    };
  }
  const { status, headers } = result.answer;
  const middleMs = (sentMs + clock.nowMs()) / 2;
  return {
    reachable: true,
    findings: [healthFinding(url, status), ...lineFinding(url), skewFinding(headers.get('date'), middleMs)],
  };
}

function healthFinding(url: string, status: number): Finding {
  if (status === 200) return ok('gateway', `${url} takes payments`);
  if (status === 503) {
    return fail(
      'gateway',
      `${url} answers but cannot write`,
      'Look at its log, its disk space and its data directory.',
    );
  }
  return warn(
    'gateway',
    `${url} answers, but not to /healthz (HTTP ${status})`,
    'Fine for a gateway of another make; otherwise check --url.',
  );
}

function lineFinding(url: string): readonly Finding[] {
  if (new URL(url).protocol === 'https:' || isOnThisMachine(url)) return [];
  return [
    warn(
      'line',
      'plain HTTP to another machine',
      'Payment codes and amounts can be read on the way: use HTTPS.',
    ),
  ];
}

/**
 * What the clocks say.
 *
 * @param date header `Date` of the answer, whole seconds, cut off.
 * @param localMs this machine's time in the middle of the call, milliseconds since 1970-01-01 UTC.
 */
export function skewFinding(date: string | null, localMs: number): Finding {
  const gatewayMs = date === null ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(gatewayMs))
    return warn('clock', 'the gateway tells no time', 'Nothing to do: times are only shown.');
  const skewMs = gatewayMs - localMs;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= SKEW_MAX_MS)
    return ok('clock', `agrees with the gateway's to ${Math.max(1, seconds)} s`);
  return warn(
    'clock',
    `this machine is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the gateway`,
    'Set both clocks by NTP: receipts and lists show their times. No payment depends on them.',
  );
}
