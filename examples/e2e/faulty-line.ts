import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * What happens to the answer of a payment, after the gateway has carried it out:
 *
 * - `lost`: the connection breaks instead;
 * - `late`: nothing comes for as long as the client waits;
 * - `forged`: the body says paid whatever the gateway said, under the gateway's own signature.
 */
export type LineFault = 'lost' | 'late' | 'forged';

/** A line between a client and the gateway that spoils the answers of payments and nothing else. */
export interface FaultyLine {
  readonly url: string;
  /** How many payments the client has sent so far. */
  paymentsSent(): number;
  close(): Promise<void>;
}

/** Opens a line to a gateway on a free port of this machine. */
export async function openFaultyLine(gatewayUrl: string, fault: LineFault): Promise<FaultyLine> {
  let payments = 0;
  const server = createServer((request, response) => {
    const isPayment = request.url === '/trade/v1/payment';
    if (isPayment) payments += 1;
    forward(gatewayUrl, request, response, isPayment ? fault : undefined).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    paymentsSent: () => payments,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function forward(
  gatewayUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: LineFault | undefined,
): Promise<void> {
  const headers = new Headers();
  for (const name of ['content-type', 'x-qf-appcode', 'x-qf-sign', 'x-qf-signtype']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = await buffer(request);
  const answer = await fetch(gatewayUrl + request.url, {
    method: request.method ?? 'GET',
    headers,
    ...(body.length > 0 ? { body } : {}),
  });
  const text = await answer.text();
  if (fault === 'lost') {
    response.destroy();
    return;
  }
  if (fault === 'late') return;
  const signature = answer.headers.get('x-qf-sign');
  response.writeHead(answer.status, signature === null ? {} : { 'X-QF-SIGN': signature });
  response.end(fault === 'forged' ? text.replace(/"respcd": "\d{4}"/, '"respcd": "0000"') : text);
}
