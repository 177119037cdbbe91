import type { FastifyInstance } from 'fastify';
import type { Till } from '../till.ts';
import { API_HEADERS, STRICT_TRANSPORT } from './answer.ts';
import { type ApiScope, sessionOf } from './api-scope.ts';
import { SHAPES } from './request-shapes.ts';

const BEAT_EVERY_MS = 10_000;
/** A screen that does not read loses its line before it fills the memory. */
const UNREAD_BYTES_MAX = 256 * 1024;

/** `GET /events`: what a register shows, at once and after every change. */
export function addEventStream(app: FastifyInstance, api: ApiScope, isSecure: boolean): void {
  const open = new Set<() => void>();

  api.add('GET', '/events', SHAPES.nothing, ({ till, session, request, reply }) => {
    reply.hijack();
    const { raw } = reply;
    // A till at which nothing is sold is no idle connection.
    raw.socket?.setTimeout(0);
    raw.writeHead(200, {
      ...API_HEADERS,
      ...(isSecure ? { 'strict-transport-security': STRICT_TRANSPORT } : {}),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    // The line of one page may break at any moment; that is told by 'close', and is no matter of the till.
    raw.on('error', () => undefined);
    const tell = (event: string, facts: unknown): void => {
      if (raw.writableEnded || raw.destroyed) return;
      if (raw.writableLength > UNREAD_BYTES_MAX) raw.destroy();
      else raw.write(`event: ${event}\ndata: ${JSON.stringify(facts)}\n\n`);
    };
    const show = (): void => tell('register', till.registers.snapshot(session.row.register));
    const isIn = (): boolean => sessionOf(till, request, false) !== undefined;
    const change = (): void => {
      if (isIn()) {
        show();
      } else {
        tell('logged_out', {});
        end();
      }
    };
    const leave = till.registers.follow(change);
    const stopBeating = beat(till, () => (isIn() ? tell('beat', {}) : change()));
    const forget = (): void => {
      open.delete(end);
      leave();
      stopBeating();
    };
    // 'close' comes only when the other side has let go; until then nothing more is to be told.
    const end = (): void => {
      forget();
      raw.end();
    };
    open.add(end);
    raw.once('close', forget);
    show();
  });

  // Streams have no end of their own, and a server that closes waits for what is open.
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
}

function beat({ ports }: Till, tick: () => void): () => void {
  let callOff = (): void => undefined;
  const next = (): void => {
    callOff = ports.timers.after(BEAT_EVERY_MS, () => {
      next();
      tick();
    });
  };
  next();
  return () => callOff();
}
