import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK_ADDRESS = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** Whether an origin is that of the host itself. An origin never shows the default port, a Host header may. */
function isOwnOrigin(origin: string, host: string): boolean {
  return origin === `http://${host.replace(/:80$/, '')}` || origin === `https://${host.replace(/:443$/, '')}`;
}

/** What the caller of a request has shown about itself. */
export interface CallerFacts {
  /** Address at the other end of the socket. */
  readonly remoteAddress: string | undefined;
  /** Header `Host`. */
  readonly host: string | undefined;
  /** Header `Origin`; browsers send it, programs do not. */
  readonly origin: string | undefined;
}

/**
 * Why a request may not use what is meant for the developer on this machine; undefined when it may. The address keeps
 * other machines out; the name in `Host` keeps out web pages whose own name was pointed at this machine (DNS
 * rebinding); `Origin` keeps out all other web pages.
 */
export function refusalOfCaller({ remoteAddress, host, origin }: CallerFacts): string | undefined {
  if (remoteAddress === undefined || !LOOPBACK_ADDRESS.test(remoteAddress)) {
    return 'This address answers programs on the same machine only.';
  }
  const ownHost = host?.toLowerCase() ?? '';
  if (!LOOPBACK_HOST.test(ownHost)) return 'Host: call this address as localhost, 127.0.0.1 or [::1].';
  if (origin !== undefined && !isOwnOrigin(origin.toLowerCase(), ownHost)) {
    return 'Origin: pages of another host may not use this address.';
  }
  return undefined;
}

/** Hook for `onRequest`: lets only the developer's own machine through and answers everybody else with 403. */
export async function loopbackOnly(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const error = refusalOfCaller({
    remoteAddress: request.socket.remoteAddress,
    host: request.headers.host,
    origin: request.headers.origin,
  });
  return error === undefined ? undefined : reply.code(403).send({ error });
}
