import type { FastifyInstance } from 'fastify';
import type { NotificationTaker } from '../trade/take-notification.ts';

/** Where wallets call: `/wallets/NAME/notify`, NAME being that of the connector in the configuration. */
const WALLET_NOTIFICATION_PATH = '/wallets/:connector/notify';

/** Lets wallets call. Bodies arrive as bytes; what is answered is the connector's. */
export function addWalletNotificationRoute(app: FastifyInstance, notifications: NotificationTaker): void {
  app.post<{ Params: { connector: string } }>(WALLET_NOTIFICATION_PATH, async (request, reply) => {
    const answer = await notifications.take(request.params.connector, {
      method: request.method,
      target: request.url,
      headers: headersOf(request.headers),
      body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
    });
    if (answer === undefined) return reply.code(404).send({ error: 'no wallet calls here' });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
}

function headersOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (value ?? []).join(', '),
    ]),
  );
}
