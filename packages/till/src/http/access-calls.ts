import { isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';
import { ApiRefusal, invalidField } from '../api-refusal.ts';
import type { Session } from '../cashier/sessions.ts';
import { PIN_DIGITS } from '../cashier/pin-rule.ts';
import type { CashierList, CashierName, SessionFacts, StartFacts } from '../page-api/index.ts';
import { SANDBOX_CASHIER } from '../settings.ts';
import type { Till } from '../till.ts';
import { type ApiCall, type ApiScope, sessionOf } from './api-scope.ts';
import { SHAPES } from './request-shapes.ts';
import { SessionCookie } from './session-cookie.ts';

function registerOf(till: Till, id: string): SessionFacts['register'] {
  return { id, name: till.registers.names.get(id) ?? id };
}

function sessionFacts(till: Till, { row, cashier, endsInMs }: Session): SessionFacts {
  return { csrfToken: row.csrfToken, cashier, register: registerOf(till, row.register), endsInMs };
}

function startFacts(till: Till, session: Session | undefined, phoneUrl: string | undefined): StartFacts {
  const { settings, cashiers } = till;
  const sandboxId = till.sandboxCashierId;
  return {
    state: session !== undefined ? 'in' : cashiers.isEmpty() ? 'set_up' : 'log_in',
    shopName: settings.shopName,
    sandbox: settings.sandbox,
    sandboxLogIn: sandboxId === undefined ? undefined : { cashierId: sandboxId, pin: SANDBOX_CASHIER.pin },
    currencies: settings.currencies
      .filter(isCurrencyCode)
      .map((code) => ({ code, minorUnits: minorUnitsOf(code) })),
    wallets: settings.payTypes,
    timeZone: settings.timeZone,
    registers: settings.registers.map(({ id, name }) => ({ id, name })),
    cashiers: cashiers.names(),
    pin: PIN_DIGITS,
    phoneUrl,
    session: session === undefined ? undefined : sessionFacts(till, session),
  };
}

function beginSession(
  { till, reply, request }: ApiCall<unknown>,
  cashier: CashierName,
  registerId: string | undefined,
): SessionFacts {
  const { registers } = till.settings;
  const register =
    registers.find(({ id }) => id === registerId) ?? (registerId === undefined ? registers[0] : undefined);
  if (register === undefined || (registerId === undefined && registers.length > 1)) {
    throw invalidField('registerId', 'give one of the registers of this till');
  }
  const before = sessionOf(till, request, false);
  if (before !== undefined) till.sessions.end(before);
  const { token, session } = till.sessions.begin(cashier, register.id);
  reply.header('set-cookie', new SessionCookie(till.prefix).begin(token));
  till.ports.log.info('logged_in', { cashier: cashier.id, register: register.id });
  return sessionFacts(till, session);
}

/**
 * Setting up, logging in and out, and the cashiers.
 *
 * @param phoneUrl address of the customer's phone of the sandbox.
 */
export function addAccessCalls(api: ApiScope, phoneUrl: string | undefined): void {
  api.open('GET', '/start', SHAPES.nothing, ({ till, request }) =>
    startFacts(till, sessionOf(till, request, false), phoneUrl),
  );

  api.open('POST', '/set-up', SHAPES.setUp, async (call) => {
    const { setUpCode, name, pin } = call.input;
    const manager = await call.till.setUp(setUpCode, name, pin);
    return beginSession(call, manager, call.till.settings.registers[0]?.id);
  });

  api.open('POST', '/log-in', SHAPES.logIn, async (call) => {
    const cashier = await call.till.cashiers.authorise(call.input, 'any');
    return beginSession(call, cashier, call.input.registerId);
  });

  api.add('POST', '/log-out', SHAPES.nothing, ({ till, session, reply }) => {
    till.sessions.end(session);
    reply.header('set-cookie', new SessionCookie(till.prefix).end());
    till.registers.changed();
    return {};
  });

  api.add('POST', '/pin', SHAPES.changePin, async ({ till, session, input, reply }) => {
    const { id } = session.cashier;
    await till.cashiers.authorise({ cashierId: id, pin: input.pin }, 'any');
    await till.cashiers.change(id, { pin: input.newPin }, id);
    till.forget(id);
    reply.header('set-cookie', new SessionCookie(till.prefix).end());
    return {};
  });

  api.add('GET', '/cashiers', SHAPES.nothing, ({ till, session }) => {
    assertManager(session);
    return listOf(till);
  });

  api.add('POST', '/cashiers', SHAPES.addCashier, async ({ till, input }) => {
    const { approval, ...cashier } = input;
    const manager = await till.cashiers.authorise(approval, 'manager', 'approval.pin');
    await till.cashiers.add(cashier, manager.id);
    return listOf(till);
  });

  api.add('POST', '/cashiers/:id', SHAPES.changeCashier, async ({ till, id, input }) => {
    const { approval, ...change } = input;
    const manager = await till.cashiers.authorise(approval, 'manager', 'approval.pin');
    await till.cashiers.change(id, change, manager.id);
    if (change.pin !== undefined || change.active === false) till.forget(id);
    return listOf(till);
  });
}

function listOf({ cashiers }: Till): CashierList {
  return { cashiers: cashiers.facts() };
}

function assertManager({ cashier }: Session): void {
  if (cashier.role !== 'manager') throw new ApiRefusal('forbidden', 'managers only');
}
