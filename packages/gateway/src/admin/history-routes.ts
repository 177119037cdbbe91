import type { FastifyInstance } from 'fastify';
import type { AuditPlace } from '../history/audit-step.ts';
import type { HistoryAdministration, LifeQuestion } from '../history/history-administration.ts';

/** Serves the history over the socket of administration. Nothing here changes anything. */
export function addHistoryRoutes(app: FastifyInstance, history: HistoryAdministration): void {
  app.post<{ Body: AuditPlace }>('/admin/audit', (request) => history.audit(request.body));
  app.get<{ Querystring: { readonly after?: string } }>('/admin/acts', (request) =>
    history.acts(Number(request.query.after ?? 0)),
  );
  app.post<{ Body: LifeQuestion }>('/admin/lives', (request) => history.lives(request.body));
}
