import { type Client, createClient, type PayTiming } from '@opencpm/client';
import { ApiRefusal, invalidField } from './api-refusal.ts';
import { Cashiers } from './cashier/cashiers.ts';
import { sameHash } from './cashier/pin-hash.ts';
import { Sessions } from './cashier/sessions.ts';
import { LocalTime } from './export/local-time.ts';
import type { CashierName, Health } from './page-api/index.ts';
import type { TillPorts } from './ports.ts';
import { RefundDesk } from './refund/refund-desk.ts';
import { Attempts } from './register/attempts.ts';
import { GatewayWatch } from './register/gateway-watch.ts';
import { Registers } from './register/registers.ts';
import { SaleDesk } from './register/sale-desk.ts';
import { SANDBOX_CASHIER, type TillSettings } from './settings.ts';
import { ShiftDesk } from './shift/shift-desk.ts';
import { CashierRows } from './store/cashier-rows.ts';
import { openDataDirectory } from './store/data-directory.ts';
import { FactRows } from './store/fact-rows.ts';
import { RefundRows } from './store/refund-rows.ts';
import { SaleRows } from './store/sale-rows.ts';
import { SessionRows } from './store/session-rows.ts';
import { ShiftRows } from './store/shift-rows.ts';
import { TillDatabase } from './store/till-database.ts';
import { TillJournal } from './store/till-journal.ts';
import { TillProblem } from './store/till-problem.ts';

/** Wrong set-up codes after which the till has to be started again. */
const SET_UP_TRIES_MAX = 10;
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

function letters(count: number, randomBytes: TillPorts['randomBytes']): string {
  return Array.from(randomBytes(count), (byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join('');
}

/** Opens the file of a till. Used by the till itself, and by commands while it is stopped. */
function openStore(settings: Pick<TillSettings, 'dataDirectory'>, ports: TillPorts) {
  const { database: file, secret } = openDataDirectory(settings.dataDirectory, ports.randomBytes);
  const database = TillDatabase.open(file, ports.onFatal);
  const facts = new FactRows(database);
  const cashiers = new Cashiers(database, new CashierRows(database), secret, ports);
  return { database, facts, cashiers, secret };
}

/** The cashiers of a till that is not running. */
export interface StoppedTill {
  readonly cashiers: Cashiers;
  close(): void;
}

/** @throws TillProblem, also when the till is running. */
export function openStoppedTill(dataDirectory: string, ports: TillPorts): StoppedTill {
  const { database, cashiers } = openStore({ dataDirectory }, ports);
  return { cashiers, close: () => database.close() };
}

/** A till: the desks its page speaks to, over one file and one client. */
export class Till {
  readonly settings: TillSettings;
  readonly cashiers: Cashiers;
  readonly sessions: Sessions;
  readonly client: Client;
  readonly sales: SaleRows;
  readonly registers: Registers;
  readonly saleDesk: SaleDesk;
  readonly refundDesk: RefundDesk;
  readonly shiftDesk: ShiftDesk;
  readonly time: LocalTime;
  readonly ports: TillPorts;
  /** Begins every order number, and names the till's cookie. */
  readonly prefix: string;
  readonly #database: TillDatabase;
  readonly #facts: FactRows;
  readonly #refunds: RefundRows;
  readonly #attempts: Attempts;
  readonly #watch: GatewayWatch;
  readonly #setUpCode: string;
  #setUpTries = 0;

  /**
   * Opens a till; `start` begins its work.
   *
   * @param timing for tests; the client's usual times when left out.
   * @throws TillProblem when its file cannot be used, holds open payments of another merchant, or is a sandbox's and this
   *   till is none.
   */
  constructor(settings: TillSettings, ports: TillPorts, timing?: Partial<PayTiming>) {
    const { database, facts, cashiers, secret } = openStore(settings, ports);
    this.settings = settings;
    this.ports = ports;
    this.cashiers = cashiers;
    this.time = new LocalTime(settings.timeZone);
    this.#database = database;
    this.#facts = facts;
    this.sales = new SaleRows(database);
    this.#refunds = new RefundRows(database);
    const { randomBytes, clock } = ports;
    const shifts = new ShiftRows(database, () => Buffer.from(randomBytes(8)).toString('hex'));
    const journal = new TillJournal(database, this.sales, shifts, () => clock.nowMs());
    this.prefix = facts.get('prefix') ?? `T${letters(4, randomBytes)}`;
    try {
      this.#assertNotOfSandbox();
      this.#claimMerchant();
    } catch (error) {
      database.close();
      throw error;
    }
    this.#setUpCode = letters(10, randomBytes);
    this.sessions = new Sessions(new SessionRows(database), cashiers, ports);
    this.#watch = new GatewayWatch(settings.gatewayUrl.replace(/\/+$/, ''), ports);
    this.client = createClient({
      baseUrl: settings.gatewayUrl,
      appCode: settings.appCode,
      clientKey: settings.clientKey,
      storeId: settings.storeId,
      signType: settings.signType,
      answerSignatures: settings.answerSignatures,
      journal,
      orderPrefix: this.prefix,
      timing,
      surroundings: { fetch: this.#watch.fetch, clock, randomBytes },
    });
    const names = new Map(settings.registers.map(({ id, name }) => [id, name]));
    const parts = { database, sales: this.sales, refunds: this.#refunds, shifts, client: this.client, ports };
    this.registers = new Registers({
      ...parts,
      names,
      attempts: () => this.#attempts,
      watch: this.#watch,
      runId: letters(8, randomBytes),
    });
    const { registers, prefix: orderPrefix } = this;
    this.#attempts = new Attempts({ ...parts, journal, changed: () => registers.changed() });
    this.saleDesk = new SaleDesk({
      ...parts,
      ...{ attempts: this.#attempts, registers, watch: this.#watch, cashiers, orderPrefix, secret },
      currencies: settings.currencies,
      payTypes: settings.payTypes,
    });
    this.refundDesk = new RefundDesk({ ...parts, cashiers, registers, orderPrefix });
    this.shiftDesk = new ShiftDesk({ ...parts, registers });
  }

  /** The code that the first manager has to enter; absent once there is a cashier. */
  get setUpCode(): string | undefined {
    return this.cashiers.isEmpty() ? this.#setUpCode : undefined;
  }

  /** The cashier everybody may log in as, in a sandbox only. */
  get sandboxCashierId(): string | undefined {
    return this.settings.sandbox ? this.#facts.get('sandbox_cashier') : undefined;
  }

  /**
   * Goes on with everything that an earlier run left open, and begins to watch the line. Screens can be served from the
   * first moment.
   */
  async start(): Promise<void> {
    if (this.settings.sandbox && this.cashiers.isEmpty()) {
      const { id } = await this.cashiers.add(
        { ...SANDBOX_CASHIER, role: 'manager', mayRefund: true },
        'sandbox',
      );
      this.#facts.set('sandbox_cashier', id);
    }
    this.#watch.listen((_line, returned) => {
      if (returned) this.#resumeAll();
      this.registers.changed();
    });
    this.#resumeAll();
    await this.#watch.start(this.client);
  }

  /**
   * Lets go of what is under way and begins nothing more. Open payments and refunds are resumed at the next start; until
   * `close` everything can still be looked at.
   */
  async stop(): Promise<void> {
    await Promise.all([this.#watch.close(), this.#attempts.close(), this.refundDesk.close()]);
  }

  /** Stops, and gives the file back. */
  async close(): Promise<void> {
    await this.stop();
    this.#database.close();
  }

  /**
   * Makes the first manager.
   *
   * @throws ApiRefusal
   */
  async setUp(code: string, name: string, pin: string): Promise<CashierName> {
    if (!this.cashiers.isEmpty()) throw new ApiRefusal('conflict', 'this till is set up; log in');
    if (this.#setUpTries >= SET_UP_TRIES_MAX) {
      throw new ApiRefusal('locked', 'too many wrong set-up codes; start the till again', {
        field: 'setUpCode',
      });
    }
    this.#setUpTries += 1;
    const given = Buffer.from(code.replace(/[\s-]/g, '').toUpperCase());
    if (!sameHash(given, Buffer.from(this.#setUpCode))) {
      throw invalidField('setUpCode', 'give the code that the terminal of the till shows');
    }
    return this.cashiers.add({ name, pin, role: 'manager', mayRefund: true }, 'set-up');
  }

  /** A cashier has a new PIN, or works no more: every session ends, and nobody is told the PIN any more. */
  forget(cashierId: string): void {
    this.sessions.endAllOf(cashierId);
    if (this.#facts.get('sandbox_cashier') === cashierId) this.#facts.remove('sandbox_cashier');
    this.registers.changed();
  }

  health(): Health {
    const { line } = this.#watch;
    return {
      status: line === 'reachable' ? 'ok' : 'failing',
      gateway: line,
      openPayments: this.sales.open().length,
      openRefunds: this.#refunds.pending().length,
    };
  }

  #resumeAll(): void {
    this.#attempts.resumeAll();
    this.refundDesk.resumeAll();
  }

  /** With real money nobody may be a manager whose PIN everybody knows. */
  #assertNotOfSandbox(): void {
    const { sandbox, dataDirectory } = this.settings;
    if (sandbox || this.#facts.get('sandbox_cashier') === undefined) return;
    throw new TillProblem(
      `the data directory ${dataDirectory} is a sandbox's: it has a manager whose PIN everybody knows; name another directory with --data, or change that PIN in the sandbox first`,
    );
  }

  /** An open payment must be asked about at the gateway it was sent to, or "unknown there" would be taken for "not paid". */
  #claimMerchant(): void {
    const { gatewayName, appCode, storeId = '' } = this.settings;
    const merchant = `${appCode} ${storeId} ${gatewayName}`;
    const before = this.#facts.get('merchant');
    const isOpen = this.sales.open().length > 0 || this.#refunds.pending().length > 0;
    if (before !== undefined && before !== merchant && isOpen) {
      const [oldCode = '', oldStore = '', ...oldName] = before.split(' ');
      const store = oldStore === '' ? '' : ` --store ${oldStore}`;
      throw new TillProblem(
        `the till has open payments of app code ${oldCode}${store} at ${oldName.join(' ')}; start it so once more and let them end, or name another directory with --data`,
      );
    }
    this.#database.write(() => {
      this.#facts.set('merchant', merchant);
      this.#facts.set('prefix', this.prefix);
    });
  }
}
