import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childSettings, endWithParent } from './child-settings.ts';
import { serveParent, type StubAnswer, type StubRequest } from './json-server.ts';
import type { HeardNotification } from './heard-notification.ts';

/**
 * A merchant's endpoint as a process of its own. What it hears is in its book before it answers. By the number of the
 * transaction it is decided how it treats the first try: most are acknowledged, some are refused, met with silence or
 * cut off.
 */
const { directory, port } = childSettings();
const book = join(directory, 'heard');
const tries = new Map<string, number>();
endWithParent();
if (existsSync(book)) for (const { body } of heard()) countTry(body);

await serveParent(port, async (request) =>
  request.path === '/book' ? { kind: 'answer', status: 200, body: JSON.stringify(heard()) } : hear(request),
);

function heard(): readonly HeardNotification[] {
  if (!existsSync(book)) return [];
  const lines = readFileSync(book, 'utf8').split('\n');
  return lines.flatMap((line) => (line === '' ? [] : (JSON.parse(line) as HeardNotification)));
}

function hear({ headers, body }: StubRequest): StubAnswer {
  const number = countTry(body);
  const answer = answerTo(body, number);
  const acknowledged = answer.kind === 'answer' && answer.body === 'SUCCESS';
  const entry: HeardNotification = {
    notifyId: String(headers['x-qf-notify-id']),
    signature: String(headers['x-qf-sign']),
    body,
    acknowledged,
  };
  appendFileSync(book, `${JSON.stringify(entry)}\n`);
  return answer;
}

function countTry(body: string): number {
  const count = (tries.get(body) ?? 0) + 1;
  tries.set(body, count);
  return count;
}

function answerTo(body: string, number: number): StubAnswer {
  const { syssn } = JSON.parse(body) as { readonly syssn: string };
  const acknowledgement: StubAnswer = { kind: 'answer', status: 200, body: 'SUCCESS' };
  if (number > 1) return acknowledgement;
  switch (Number(syssn.slice(-2)) % 20) {
    case 0:
      return { kind: 'answer', status: 500, body: 'out of order' };
    case 1:
      return { kind: 'answer', status: 200, body: 'thank you' };
    case 2:
      return { kind: 'silence' };
    case 3:
      return { kind: 'hang_up' };
    default:
      return acknowledgement;
  }
}
