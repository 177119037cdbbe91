import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { readAdvance } from '../clock/read-advance.ts';
import type { VirtualTime } from '../clock/virtual-time.ts';
import type { Sandbox } from '../sandbox.ts';
import { type RefusalKind, SandboxRefusal } from '../sandbox-refusal.ts';
import { REFUND_TEST_NUMBERS, REVERSAL_TEST_NUMBERS, TEST_NUMBERS } from '../test-numbers.ts';
import { isWalletId, WALLET_IDS, type WalletId } from '../wallet.ts';
import { readAccountChange } from './account-change.ts';
import { CODE_WISH_FIELDS, readCodeWish } from './code-wish.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { allowFields, optionalText, readJsonBody } from './json-body.ts';
import {
  accountView,
  clockView,
  codeView,
  entryView,
  orderView,
  refundTestNumberView,
  reversalTestNumberView,
  testNumberView,
  walletView,
} from './json-view.ts';
import { loopbackOnly } from './loopback-only.ts';
import { addPhoneRoutes } from './phone-routes.ts';

const STATUS: Readonly<Record<RefusalKind, number>> = { invalid: 400, not_found: 404, conflict: 409 };

function bodyOf(request: FastifyRequest, allowed: readonly string[]): Readonly<Record<string, unknown>> {
  const body = readJsonBody(request.body, request.headers['content-type']);
  allowFields(body, allowed);
  return body;
}

function walletOf({ wallet }: { wallet: string }): WalletId {
  if (isWalletId(wallet)) return wallet;
  throw new SandboxRefusal(
    'not_found',
    `wallet: there is no ${wallet}; choose one of ${WALLET_IDS.join(', ')}.`,
  );
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new SandboxRefusal('invalid', `${name}: give a whole number.`);
}

interface PageQuery {
  limit?: string;
  before?: string;
}

function movable(time: VirtualTime | undefined): VirtualTime {
  if (time !== undefined) return time;
  throw new SandboxRefusal('not_found', 'clock: this sandbox runs on a clock that cannot be moved.');
}

function addClockRoutes(app: FastifyInstance, sandbox: Sandbox, time: VirtualTime | undefined): void {
  app.get('/sandbox/clock', async () => clockView(movable(time)));

  app.post('/sandbox/clock', async (request) => {
    const durationMs = readAdvance(bodyOf(request, ['advance_ms', 'advance']));
    const { fired } = await movable(time).advance(durationMs);
    sandbox.tellPhones();
    return { ...clockView(movable(time)), timers_fired: fired };
  });
}

function addRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/sandbox/wallets', async () => ({ wallets: (await sandbox.listWallets()).map(walletView) }));

  app.get('/sandbox/test-numbers', async () => ({
    test_numbers: TEST_NUMBERS.map(testNumberView),
    reversal_test_numbers: REVERSAL_TEST_NUMBERS.map(reversalTestNumberView),
    refund_test_numbers: REFUND_TEST_NUMBERS.map(refundTestNumberView),
  }));

  app.get('/sandbox/waiting', async () => ({ payments: (await sandbox.waiting()).map(orderView) }));

  app.get<{ Params: { wallet: string }; Querystring: PageQuery }>(
    '/sandbox/wallets/:wallet/book',
    async ({ params, query }) => {
      const limit = wholeNumber('limit', query.limit);
      const before = wholeNumber('before', query.before);
      const payments = await sandbox.book(walletOf(params), {
        ...(limit === undefined ? {} : { limit }),
        ...(before === undefined ? {} : { before }),
      });
      return { payments: payments.map(entryView) };
    },
  );

  app.post<{ Params: { wallet: string } }>('/sandbox/wallets/:wallet/codes', async (request) => {
    const { account, ...wish } = readCodeWish(bodyOf(request, CODE_WISH_FIELDS));
    return codeView(await sandbox.issueCode(walletOf(request.params), account, wish));
  });

  app.post<{ Params: { wallet: string } }>('/sandbox/wallets/:wallet/offline-codes', async (request) => {
    const account = optionalText(bodyOf(request, ['account']), 'account');
    const codes = await sandbox.issueOfflineCodes(walletOf(request.params), account);
    return { codes: codes.map(codeView) };
  });

  app.post<{ Params: { number: string } }>('/sandbox/payments/:number/approve', async (request) => {
    const password = optionalText(bodyOf(request, ['password']), 'password');
    return orderView(await sandbox.approve(request.params.number, password));
  });

  app.post<{ Params: { number: string } }>('/sandbox/payments/:number/refuse', async (request) => {
    bodyOf(request, []);
    return orderView(await sandbox.refuse(request.params.number));
  });

  app.post<{ Params: { account: string } }>('/sandbox/accounts/:account', async (request) => {
    const change = readAccountChange(readJsonBody(request.body, request.headers['content-type']));
    return accountView(await sandbox.changeAccount(request.params.account, change));
  });
}

/**
 * The sandbox over HTTP, under `/sandbox`, for phones and developers on the same machine. Everything around the routes
 * (who may call, how bodies are read, how errors look) is kept in a context of its own and touches no other route of
 * the application.
 *
 * @param time the clock of gateway and wallets when it can be moved.
 */
export function sandboxRoutes(sandbox: Sandbox, time?: VirtualTime): (app: FastifyInstance) => void {
  return (app) => {
    app.register(async (scope) => {
      scope.addHook('onRequest', loopbackOnly);
      // Bodies arrive as bytes whatever the application around does with them.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        '*',
        { parseAs: 'buffer' },
        async (_request: FastifyRequest, bytes: Buffer) => bytes,
      );
      scope.setErrorHandler<FastifyError>(async (error, _request, reply) => {
        const status = error instanceof SandboxRefusal ? STATUS[error.kind] : (error.statusCode ?? 500);
        // What is not the caller's fault belongs to the application around.
        if (status >= 500) throw error;
        return reply.code(status).send({ error: error.message });
      });
      addRoutes(scope, sandbox);
      addClockRoutes(scope, sandbox, time);
      addFaultRoutes(scope, sandbox, bodyOf);
      addPhoneRoutes(scope, sandbox);
    });
  };
}
