import type {
  Connector,
  RefundAnswer,
  ReversalAnswer,
  WalletAnswer,
} from '../../packages/gateway/src/index.ts';

/** Reaches wallets in another process. What does not come back whole is unknown, as the port demands. */
export function loopbackConnector(url: string): Connector {
  const call = async <Answer>(
    path: string,
    order: object,
    signal: AbortSignal,
  ): Promise<Answer | Silence> => {
    try {
      const body = JSON.stringify(order);
      const response = await fetch(`${url}/${path}`, { method: 'POST', body, signal });
      return (await response.json()) as Answer;
    } catch (error) {
      const refused = refusedConnection(error);
      return { kind: refused ? 'not_sent' : 'unknown', reason: String(error) };
    }
  };
  return {
    name: 'loopback',
    charge: (order, signal) => call<WalletAnswer>('charge', order, signal),
    query: (order, signal) => call<WalletAnswer>('query', order, signal),
    reverse: (order, signal) => call<ReversalAnswer>('reverse', order, signal),
    refund: (order, signal) => call<RefundAnswer>('refund', order, signal),
    queryRefund: (order, signal) => call<RefundAnswer>('query-refund', order, signal),
  };
}

interface Silence {
  readonly kind: 'not_sent' | 'unknown';
  readonly reason: string;
}

/** Only a connection that was never made has provably sent nothing. */
function refusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
