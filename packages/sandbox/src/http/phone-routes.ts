import type { FastifyInstance } from 'fastify';
import type { Sandbox } from '../sandbox.ts';
import { phoneView } from './json-view.ts';
import { addPage } from '@opencpm/page-host';

const PAGE = { path: '/phone', folder: new URL('../../dist/phone/', import.meta.url) };

interface OfAccount {
  Params: { account: string };
}

/** The customer's phone: the page itself, what it shows, and a stream (Server-Sent Events) of every change of that. */
export function addPhoneRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const open = new Set<() => void>();

  addPage(app, PAGE);

  app.get<OfAccount>('/sandbox/accounts/:account/phone', async ({ params }) =>
    phoneView(await sandbox.phone(params.account)),
  );

  app.get<OfAccount>('/sandbox/accounts/:account/phone/events', async ({ params }, reply) => {
    // An account that does not exist is refused while that can still be said by a status.
    await sandbox.phone(params.account);
    reply.hijack();
    const { raw } = reply;
    // A phone that lies on the table is no idle connection.
    raw.socket?.setTimeout(0);
    raw.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': 'text/event-stream; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    const end = (): void => {
      raw.end();
    };
    const leave = sandbox.followPhone(params.account, {
      tell: (facts) => raw.write(`data: ${JSON.stringify(phoneView(facts))}\n\n`),
      end,
    });
    open.add(end);
    raw.once('close', () => {
      open.delete(end);
      leave();
    });
  });

  // Streams have no end of their own, and a server that closes waits for what is open.
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
}
