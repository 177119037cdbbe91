import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import {
  type BookEntry,
  type ChargeOrder,
  openSandbox,
  type OrderReference,
  type RefundOrder,
  type WalletId,
  WALLET_IDS,
} from '../../packages/sandbox/src/index.ts';
import { childSettings, endWithParent } from './child-settings.ts';
import { serveParent, type StubAnswer, type StubRequest } from './json-server.ts';
import { obeyKillPlans } from './planned-kill.ts';
import { ScaledTime } from './scaled-time.ts';
import { wrapMethod } from './wrap-method.ts';

/** The simulated wallets as a process of their own, with their own book, behind a connector on loopback. */
const { directory, beginMs, scale, port } = childSettings();
const time = new ScaledTime(beginMs, scale);
const pass = obeyKillPlans();
endWithParent();
wrapMethod(DatabaseSync.prototype, 'prepare', ({ parameters, proceed }) => {
  const statement = proceed();
  if (parameters[0] !== 'COMMIT') return statement;
  wrapMethod(statement as StatementSync, 'run', (call) => {
    pass('wallet_uncommitted');
    const result = call.proceed();
    pass('wallet_committed');
    return result;
  });
  return statement;
});
const sandbox = openSandbox({
  file: join(directory, 'wallets.db'),
  clock: time,
  timers: time,
  randomBytes: (length) => randomBytes(length),
});

/** Nobody gives up on this side: the gateway closes the connection, and the answer is lost. */
const NEVER = new AbortController().signal;
const PAGE = 1_000;

await serveParent(port, async (request) => json(await call(request)));

async function call({ path, query, body }: StubRequest): Promise<unknown> {
  if (path === '/book') return readBook(Number(query.get('above') ?? '0'));
  const order: unknown = JSON.parse(body);
  switch (path) {
    case '/charge':
      return sandbox.charge(order as ChargeOrder, NEVER);
    case '/query':
      return sandbox.query(order as OrderReference, NEVER);
    case '/reverse':
      return sandbox.reverse(order as OrderReference, NEVER);
    case '/refund':
      return sandbox.refund(order as RefundOrder, NEVER);
    case '/query-refund':
      return sandbox.queryRefund(order as RefundOrder, NEVER);
    default:
      throw new Error(`there is no ${path}`);
  }
}

async function readBook(above: number): Promise<readonly BookEntry[]> {
  const books = await Promise.all(WALLET_IDS.map((wallet) => readOneBook(wallet, above)));
  return books.flat();
}

async function readOneBook(wallet: WalletId, above: number): Promise<readonly BookEntry[]> {
  const entries: BookEntry[] = [];
  for (let before: number | undefined; ; before = entries.at(-1)?.sequence) {
    const page = await sandbox.book(wallet, { limit: PAGE, ...(before === undefined ? {} : { before }) });
    const wanted = page.filter(({ sequence }) => sequence > above);
    entries.push(...wanted);
    if (wanted.length < PAGE) return entries;
  }
}

function json(value: unknown): StubAnswer {
  return { kind: 'answer', status: 200, body: JSON.stringify(value) };
}
