import { chmodSync, rmSync } from 'node:fs';
import type { DigestAlgorithm } from '@opencpm/protocol';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import {
  AdministrationError,
  type MerchantAdministration,
  type NewMerchant,
} from '../merchant/administration.ts';
import type { MerchantChange } from '../merchant/merchant.ts';
import type {
  NotificationAdministration,
  NotificationQuestion,
} from '../notify/notification-administration.ts';
import type { HistoryAdministration } from '../history/history-administration.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { StorageUnavailable } from '../store/store.ts';
import { addHistoryRoutes } from './history-routes.ts';
import { addLedgerRoutes } from './ledger-routes.ts';

/** HTTP statuses of the reasons an administrator's request can fail for. */
const STATUS = { invalid: 400, unknown: 404, conflict: 409 } as const;

interface ByAppCode {
  readonly Params: { readonly appCode: string };
}

interface ByKey {
  readonly Params: { readonly key: string };
}

interface KeyRotation {
  readonly overlap_ms?: number;
  readonly minimum_algorithm?: DigestAlgorithm;
}

/** What can be administered, beside a running gateway or without one. */
export interface Administrations {
  readonly administration: MerchantAdministration;
  readonly notifications: NotificationAdministration;
  readonly history: HistoryAdministration;
  /** The movements of every merchant, for reconciliations. */
  readonly ledger: LedgerStore;
}

/**
 * Serves administration to the command line while the gateway runs, as JSON over a Unix socket. Who may open the
 * socket is decided by the permissions of the file, as for the database beside it.
 */
export async function serveAdministration(
  socketPath: string,
  { administration, notifications, history, ledger }: Administrations,
): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/admin/merchants', () => administration.list());
  app.post<{ Body: NewMerchant }>('/admin/merchants', (request) => administration.add(request.body ?? {}));
  app.post<ByAppCode & { Body: MerchantChange }>('/admin/merchants/:appCode', (request) =>
    administration.change(request.params.appCode, request.body ?? {}),
  );
  app.get<ByAppCode>('/admin/merchants/:appCode/keys', (request) =>
    administration.keys(request.params.appCode),
  );
  app.post<ByAppCode & { Body: KeyRotation }>('/admin/merchants/:appCode/keys', (request) => {
    const { overlap_ms: overlapMs, minimum_algorithm: minimumAlgorithm } = request.body ?? {};
    return administration.rotateKey(request.params.appCode, overlapMs ?? Number.NaN, minimumAlgorithm);
  });
  app.post<{ Body: NotificationQuestion | null }>('/admin/notifications', (request) =>
    notifications.list(request.body ?? {}),
  );
  app.get<ByKey>('/admin/notifications/:key', (request) => notifications.show(request.params.key));
  app.post<ByKey>('/admin/notifications/:key/replay', (request) => notifications.replay(request.params.key));
  addHistoryRoutes(app, history);
  addLedgerRoutes(app, ledger);
  app.setErrorHandler((error, _request, reply) => explain(reply, error));
  // A socket of a process that was killed stays behind; the lock on the directory says that nobody serves it.
  if (process.platform !== 'win32') rmSync(socketPath, { force: true });
  await app.listen({ path: socketPath });
  if (process.platform !== 'win32') chmodSync(socketPath, 0o600);
  return app;
}

function explain(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof AdministrationError)
    return reply.code(STATUS[error.reason]).send({ error: error.message });
  if (error instanceof StorageUnavailable) {
    return reply.code(503).send({ error: 'the gateway cannot write now; nothing was changed' });
  }
  return reply
    .code(400)
    .send({ error: error instanceof Error ? error.message : 'the request cannot be read' });
}
