import { timingSafeEqual } from 'node:crypto';
import { ApiRefusal } from '../api-refusal.ts';

const LOOPBACK_ADDRESS = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** From where the till may be reached. */
export interface ReachRules {
  /** Host of the address that the owner has given, with its port unless it is the usual one. */
  readonly publicHost: string | undefined;
  /** Whether only programs on the same machine may call, whatever name they call it by. */
  readonly loopbackOnly: boolean;
}

/** What a request shows about its sender. */
export interface SenderFacts {
  readonly method: string;
  readonly remoteAddress: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`; every browser of today sends it. */
  readonly fetchSite: string | undefined;
}

function refused(message: string): ApiRefusal {
  return new ApiRefusal('forbidden', message);
}

/**
 * Lets only the till's own page call. The name in `Host` keeps out pages whose own name was pointed at this machine (DNS
 * rebinding), `Origin` and `Sec-Fetch-Site` all other pages. Programs that are no browsers send neither.
 *
 * @param isOpen whether the address is a receipt, which may be opened from anywhere.
 * @throws ApiRefusal `forbidden`
 */
export function assertOwnPage(sender: SenderFacts, rules: ReachRules, isOpen: boolean): void {
  const { method, remoteAddress, origin, fetchSite } = sender;
  const isLocal = remoteAddress !== undefined && LOOPBACK_ADDRESS.test(remoteAddress);
  if (rules.loopbackOnly && !isLocal) throw refused('this till answers programs on the same machine only');
  const host = sender.host?.toLowerCase() ?? '';
  if (host !== rules.publicHost && !LOOPBACK_HOST.test(host)) {
    throw refused('Host: call the till by the address it was started with');
  }
  if (isOpen && method === 'GET') return;
  if (origin !== undefined && !ownOrigins(host).includes(origin.toLowerCase())) {
    throw refused('Origin: pages of another host may not use the till');
  }
  // `none` is a person who typed the address.
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && (fetchSite !== 'none' || method !== 'GET')) {
    throw refused('Sec-Fetch-Site: pages of another host may not use the till');
  }
}

/** An origin never shows the default port, a Host header may. */
function ownOrigins(host: string): readonly string[] {
  return [`http://${host.replace(/:80$/, '')}`, `https://${host.replace(/:443$/, '')}`];
}

/** Whether two texts are the same, in a time that does not depend on where they differ. */
export function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
