import { BlockList, isIP } from 'node:net';

/** What an operator decides about addresses of notifications. */
export interface AddressPolicy {
  /** Whether addresses of this machine may be named, with any port: only for a gateway with the sandbox. */
  readonly loopbackAllowed: boolean;
}

const DEFAULT_PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

/**
 * Networks a notification must not reach: everything IANA lists as not globally reachable, multicast, and addresses of
 * cloud providers' own services.
 */
const NOT_PUBLIC_V4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Metadata of most clouds lies here.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved and broadcast.
  ['224.0.0.0', 3],
  // Answers inside every virtual machine of one cloud.
  ['168.63.129.16', 32],
]);

/** Of IPv6 only what is given out to the public may be reached, and of that not what stands for something else. */
const PUBLIC_V6 = blockList('ipv6', [['2000::', 3]]);
const NOT_PUBLIC_V6 = blockList('ipv6', [
  // Protocol assignments, Teredo among them; documentation; 6to4, which carries an IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

const LOOPBACK_V4 = blockList('ipv4', [['127.0.0.0', 8]]);

/** Parsers drop some of these, so that the address called would not be the one that was read. */
// oxlint-disable-next-line no-control-regex
const CONTROL_OR_BLANK = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/;

/** Names that never lead to the public network. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)$/;

/**
 * Whether the gateway may connect to an address. Asked of the address a connection really goes to, after the name was
 * resolved: what a name stands for can change between two looks.
 *
 * @param address an IPv4 or IPv6 address without brackets.
 */
export function mayConnect(address: string, { loopbackAllowed }: AddressPolicy): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC_V4.check(address) || (loopbackAllowed && LOOPBACK_V4.check(address));
  if (family !== 6 || address.includes('%')) return false;
  if (loopbackAllowed && address === '::1') return true;
  return PUBLIC_V6.check(address, 'ipv6') && !NOT_PUBLIC_V6.check(address, 'ipv6');
}

/**
 * What is wrong with an address for notifications, as the end of a sentence, or `undefined`. Looks at the text alone;
 * what a name stands for is checked when the gateway connects.
 */
export function notifyAddressProblem(text: string, policy: AddressPolicy): string | undefined {
  if (CONTROL_OR_BLANK.test(text)) return 'may not contain blanks or control characters';
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) return 'must be a full http or https address such as https://shop.example/notify';
  if (url.username !== '' || url.password !== '') return 'may not carry a user name or password';
  if (!isPlainlyWritten(text, url)) {
    return 'must name its host in the plain form: a name in letters, digits, hyphens and dots, without a dot at the end';
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || (isIP(host) !== 0 && isLoopbackAddress(host));
  if (isLoopback && policy.loopbackAllowed) return undefined;
  if (isIP(host) === 0 ? isLocalName(host) : !mayConnect(host, policy)) {
    return 'must lead to the public internet, and this host does not';
  }
  return DEFAULT_PORTS.has(url.port) ? undefined : 'may use the ports 80 and 443 only';
}

/**
 * Whether the host stands in the text as it is understood. A number, a hexadecimal or shortened address, a character
 * that is folded onto a dot, an escape or a backslash is understood as something else than a reader sees.
 */
function isPlainlyWritten(text: string, url: URL): boolean {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const written = authority.replace(/:0*(\d*)$/, (_, port: string) => (url.port === '' ? '' : `:${port}`));
  return written === url.host && !url.hostname.endsWith('.') && !url.hostname.includes('%');
}

function isLoopbackAddress(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && LOOPBACK_V4.check(host));
}

/** A name of one word, or under a name that is kept for local networks. */
function isLocalName(host: string): boolean {
  return !host.includes('.') || LOCAL_NAME.test(host);
}

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}
