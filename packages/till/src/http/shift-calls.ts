import type { FastifyReply } from 'fastify';
import { invalidField } from '../api-refusal.ts';
import { paymentsCsv, shiftCsv } from '../export/payments-csv.ts';
import type { Till } from '../till.ts';
import type { ApiScope } from './api-scope.ts';
import { SHAPES } from './request-shapes.ts';

const PAGE_LENGTH = 20;

function sendCsv(reply: FastifyReply, name: string, text: string): string {
  reply.header('content-type', 'text/csv; charset=utf-8');
  reply.header('content-disposition', `attachment; filename="${name}"`);
  return text;
}

function days(
  till: Till,
  from: string | undefined,
  to: string | undefined,
): { fromMs: number; toMs: number } {
  const today = till.time.second(till.ports.clock.nowMs()).slice(0, 10);
  const fromMs = till.time.startOfDay(from ?? today);
  const toMs = till.time.endOfDay(to ?? from ?? today);
  if (fromMs === undefined) throw invalidField('from', 'give a day as YYYY-MM-DD');
  if (toMs === undefined || toMs <= fromMs)
    throw invalidField('to', 'give a day as YYYY-MM-DD, not before from');
  return { fromMs, toMs };
}

/** Shifts, and files for spreadsheets. */
export function addShiftCalls(api: ApiScope): void {
  api.add(
    'GET',
    '/shift',
    SHAPES.nothing,
    ({ till, session, reply }) =>
      // Said as JSON: an answer without a body would be none.
      till.shiftDesk.current(session.row.register) ??
      reply.type('application/json; charset=utf-8').send('null'),
  );
  api.add('POST', '/shift/open', SHAPES.openShift, ({ till, input, session }) => {
    const { float } = input;
    if (float !== undefined && !till.settings.currencies.includes(float.currency)) {
      throw invalidField('float.currency', `give one of ${till.settings.currencies.join(', ')}`);
    }
    return till.shiftDesk.open(input, session);
  });
  api.add('POST', '/shift/close', SHAPES.closeShift, ({ till, input, session }) =>
    till.shiftDesk.close(input, session),
  );
  api.add('GET', '/shifts', SHAPES.shiftQuery, ({ till, input }) =>
    till.shiftDesk.list(input.before, input.limit ?? PAGE_LENGTH),
  );
  api.add('GET', '/shifts/:id', SHAPES.nothing, ({ till, id }) => till.shiftDesk.byId(id));
  api.add('GET', '/shifts/:id/csv', SHAPES.nothing, ({ till, id, reply }) => {
    const shift = till.shiftDesk.byId(id);
    return sendCsv(reply, `shift-${shift.number}.csv`, shiftCsv(shift, till.time));
  });
  api.add('GET', '/payments.csv', SHAPES.days, ({ till, input, reply }) => {
    const { fromMs, toMs } = days(till, input.from, input.to);
    const name = `payments-${till.time.second(fromMs).slice(0, 10)}.csv`;
    return sendCsv(
      reply,
      name,
      paymentsCsv(till.sales.between(fromMs, toMs), till.registers.names, till.time),
    );
  });
}
