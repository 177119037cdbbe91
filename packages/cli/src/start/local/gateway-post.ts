import { type PostNotification, postNotification } from '@opencpm/sandbox';
import { hostHere } from '../../access/loopback.ts';

/**
 * What a local wallet is given as the address of its notifications. Wallets are set up before the gateway listens, when
 * nobody knows its port yet: the path is the gateway's, and {@link postToGateway} puts in the rest.
 *
 * @param connector name of the connector the wallet calls.
 */
export function localNotifyUrl(connector: string): string {
  return `http://127.0.0.1/wallets/${connector}/notify`;
}

/**
 * Posts the notifications of local wallets to the gateway that runs now, on whatever port; also those of payments that were
 * made while it had another one.
 *
 * @param gatewayUrl address of the gateway, undefined as long as it does not listen: nobody answers then, and the wallet
 *   comes again.
 */
export function postToGateway(gatewayUrl: () => string | undefined): PostNotification {
  return async (url, headers, body) => {
    const gateway = URL.parse(gatewayUrl() ?? '');
    const named = URL.parse(url);
    if (gateway === null || named === null) return undefined;
    named.host = hostHere(gateway);
    return postNotification(named.href, headers, body);
  };
}
