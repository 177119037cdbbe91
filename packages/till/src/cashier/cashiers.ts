import { ApiRefusal, invalidField, notFound } from '../api-refusal.ts';
import type { Approval, CashierFacts, CashierName, Role } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import type { Cashier, CashierRows } from '../store/cashier-rows.ts';
import type { TillDatabase } from '../store/till-database.ts';
import { hashPin, SALT_BYTES, sameHash } from './pin-hash.ts';
import { pinProblem } from './pin-rule.ts';
import { afterWrongTry, isLocked, triesLeft, tryPermission } from './try-limit.ts';

/** What makes a new cashier. */
export interface NewCashier {
  readonly name: string;
  readonly pin: string;
  readonly role: Role;
  readonly mayRefund: boolean;
}

/** What is changed about a cashier; what is absent stays. */
export interface CashierChange {
  readonly name?: string | undefined;
  readonly pin?: string | undefined;
  readonly role?: Role | undefined;
  readonly mayRefund?: boolean | undefined;
  readonly active?: boolean | undefined;
}

/** What an act takes: anybody's PIN, that of somebody who may refund, or a manager's. */
export type Authority = 'any' | 'refund' | 'manager';

function cleanName(name: string): string {
  const clean = name.normalize('NFC').trim();
  if (clean === '' || clean.length > 40 || /\p{Cc}/u.test(clean)) {
    throw invalidField('name', 'give 1 to 40 characters');
  }
  return clean;
}

/** Who works at the till. PINs are looked at here and nowhere else. */
export class Cashiers {
  readonly #database: TillDatabase;
  readonly #rows: CashierRows;
  readonly #secret: Uint8Array;
  readonly #ports: Pick<TillPorts, 'clock' | 'randomBytes' | 'log'>;

  constructor(
    database: TillDatabase,
    rows: CashierRows,
    secret: Uint8Array,
    ports: Pick<TillPorts, 'clock' | 'randomBytes' | 'log'>,
  ) {
    this.#database = database;
    this.#rows = rows;
    this.#secret = secret;
    this.#ports = ports;
  }

  /** Whether nobody can log in yet. */
  isEmpty(): boolean {
    return this.#rows.list().length === 0;
  }

  names(): readonly CashierName[] {
    return this.#rows
      .list()
      .filter(({ active }) => active)
      .map(nameOf);
  }

  facts(): readonly CashierFacts[] {
    return this.#rows
      .list()
      .map((cashier) => ({ ...nameOf(cashier), active: cashier.active, locked: isLocked(cashier) }));
  }

  /** An active cashier, or `undefined`. */
  find(id: string): CashierName | undefined {
    const cashier = this.#rows.find(id);
    return cashier?.active === true ? nameOf(cashier) : undefined;
  }

  /** An active cashier by name, whatever the case of its letters. */
  findByName(name: string): CashierFacts | undefined {
    const wanted = name.normalize('NFC').trim().toLowerCase();
    return this.facts().find((cashier) => cashier.name.toLowerCase() === wanted);
  }

  /**
   * @param by who did it, for the book of acts.
   * @throws ApiRefusal `invalid` for a weak PIN or a name that is taken.
   */
  async add({ name, pin, role, mayRefund }: NewCashier, by: string): Promise<CashierName> {
    const clean = cleanName(name);
    const { salt, hash } = await this.#hashed('pin', pin);
    const id = Buffer.from(this.#ports.randomBytes(8)).toString('hex');
    const { clock, log } = this.#ports;
    this.#database.write(() => {
      this.#assertFree(clean, id);
      this.#rows.add({ id, name: clean, role, mayRefund, pinSalt: salt, pinHash: hash }, clock.nowMs());
      this.#rows.noteAct(clock.nowMs(), by, 'cashier_added', id);
    });
    log.info('cashier_added', { cashier: id, role, by });
    return { id, name: clean, role, mayRefund };
  }

  /** @throws ApiRefusal `not_found`, `invalid`, or `conflict` when no active manager would be left. */
  async change(id: string, change: CashierChange, by: string): Promise<void> {
    const name = change.name === undefined ? undefined : cleanName(change.name);
    const pin = change.pin === undefined ? undefined : await this.#hashed('pin', change.pin);
    const { clock, log } = this.#ports;
    this.#database.write(() => {
      const cashier = this.#rows.find(id);
      if (cashier === undefined) throw notFound('cashier');
      if (name !== undefined) this.#assertFree(name, id);
      this.#rows.put({
        ...cashier,
        name: name ?? cashier.name,
        role: change.role ?? cashier.role,
        mayRefund: change.mayRefund ?? cashier.mayRefund,
        active: change.active ?? cashier.active,
        ...(pin === undefined
          ? {}
          : { pinSalt: pin.salt, pinHash: pin.hash, wrongTries: 0, pausedUntilMs: 0 }),
      });
      const managers = this.#rows.list().filter(({ role, active }) => active && role === 'manager');
      if (managers.length === 0) {
        throw new ApiRefusal(
          'conflict',
          'this is the last active manager; make somebody else a manager first',
        );
      }
      const changed = Object.entries(change).filter(([, value]) => value !== undefined);
      this.#rows.noteAct(
        clock.nowMs(),
        by,
        'cashier_changed',
        `${id} ${changed.map(([key]) => key).join(' ')}`,
      );
    });
    log.info('cashier_changed', { cashier: id, by });
  }

  /**
   * Looks at a PIN.
   *
   * @param field name of the PIN in the request.
   * @throws ApiRefusal `wrong_pin`, `too_many_tries`, `locked`, or `forbidden` when the PIN is right and the cashier may
   *   not do it.
   */
  async authorise({ cashierId, pin }: Approval, authority: Authority, field = 'pin'): Promise<CashierName> {
    const nowMs = this.#ports.clock.nowMs();
    const cashier = this.#database.write(() => {
      const found = this.#rows.find(cashierId);
      if (found === undefined || !found.active) return undefined;
      const permission = tryPermission(found, nowMs);
      if (permission.kind === 'locked') {
        throw new ApiRefusal('locked', 'too many wrong PINs; a manager has to set a new one', { field });
      }
      if (permission.kind === 'pause') {
        throw new ApiRefusal('too_many_tries', 'too many wrong PINs; wait', {
          field,
          waitMs: permission.waitMs,
        });
      }
      // Counted as wrong before it is looked at, so that many at once, or a process that dies, win no tries.
      const tries = { ...found, ...afterWrongTry(found, nowMs) };
      this.#rows.put(tries);
      return tries;
    });
    // Who works here is no secret, the log-in shows it; hashing for nobody would only keep the machine busy.
    if (cashier === undefined) throw new ApiRefusal('wrong_pin', 'the PIN is wrong', { field });
    if (!sameHash(await hashPin(pin, cashier.pinSalt, this.#secret), cashier.pinHash)) {
      this.#ports.log.warn('wrong_pin', { cashier: cashier.id });
      const left = triesLeft(cashier.wrongTries);
      throw new ApiRefusal('wrong_pin', 'the PIN is wrong', { field, triesLeft: left });
    }
    this.#database.write(() => {
      const current = this.#rows.find(cashier.id);
      if (current !== undefined) this.#rows.put({ ...current, wrongTries: 0, pausedUntilMs: 0 });
    });
    const allowed =
      authority === 'any' || cashier.role === 'manager' || (authority === 'refund' && cashier.mayRefund);
    if (!allowed)
      throw new ApiRefusal('forbidden', `this takes the PIN of ${AUTHORITY_WORDS[authority]}`, { field });
    return nameOf(cashier);
  }

  noteAct(by: string, what: string, about: string): void {
    this.#rows.noteAct(this.#ports.clock.nowMs(), by, what, about);
  }

  #assertFree(name: string, id: string): void {
    const other = this.findByName(name);
    if (other !== undefined && other.id !== id)
      throw invalidField('name', 'somebody else has it; choose another');
  }

  async #hashed(field: string, pin: string): Promise<{ salt: Uint8Array; hash: Uint8Array }> {
    const problem = pinProblem(pin);
    if (problem !== undefined) throw invalidField(field, problem);
    const salt = this.#ports.randomBytes(SALT_BYTES);
    return { salt, hash: await hashPin(pin, salt, this.#secret) };
  }
}

const AUTHORITY_WORDS: Readonly<Record<Exclude<Authority, 'any'>, string>> = {
  refund: 'somebody who may refund',
  manager: 'a manager',
};

function nameOf({ id, name, role, mayRefund }: Cashier): CashierName {
  return { id, name, role, mayRefund: mayRefund || role === 'manager' };
}
