import { createHash } from 'node:crypto';
import type { CashierName } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import type { SessionRow, SessionRows } from '../store/session-rows.ts';
import type { Cashiers } from './cashiers.ts';

/** A session in which nothing is done ends. */
const IDLE_MS = 4 * 3_600_000;
/** Every session ends, so that a working day begins with a PIN. */
const LONGEST_MS = 16 * 3_600_000;
/** A session is written as seen at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** Who is logged in, and where. */
export interface Session {
  readonly row: SessionRow;
  readonly cashier: CashierName;
  readonly endsInMs: number;
}

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Sessions of cashiers. The file holds hashes of tokens only: a copy of it opens no session. */
export class Sessions {
  readonly #rows: SessionRows;
  readonly #cashiers: Cashiers;
  readonly #ports: Pick<TillPorts, 'clock' | 'randomBytes'>;

  constructor(rows: SessionRows, cashiers: Cashiers, ports: Pick<TillPorts, 'clock' | 'randomBytes'>) {
    this.#rows = rows;
    this.#cashiers = cashiers;
    this.#ports = ports;
  }

  /** @returns the token for the cookie, and the session. */
  begin(cashier: CashierName, register: string): { readonly token: string; readonly session: Session } {
    const { clock, randomBytes } = this.#ports;
    const nowMs = clock.nowMs();
    this.#rows.removeOlder(nowMs - LONGEST_MS, nowMs - IDLE_MS);
    const token = Buffer.from(randomBytes(32)).toString('base64url');
    const row: SessionRow = {
      tokenHash: hashOf(token),
      cashierId: cashier.id,
      register,
      csrfToken: Buffer.from(randomBytes(24)).toString('base64url'),
      beganAtMs: nowMs,
      seenAtMs: nowMs,
    };
    this.#rows.add(row);
    return { token, session: { row, cashier, endsInMs: IDLE_MS } };
  }

  /**
   * The session of a token, or `undefined` when there is none, it has ended, or its cashier may work no more.
   *
   * @param used whether the cashier does something; a screen that only listens does not keep a session alive.
   */
  find(token: string, used: boolean): Session | undefined {
    const nowMs = this.#ports.clock.nowMs();
    const row = this.#rows.find(hashOf(token));
    if (row === undefined) return undefined;
    const endsAtMs = Math.min(row.beganAtMs + LONGEST_MS, row.seenAtMs + IDLE_MS);
    const cashier = this.#cashiers.find(row.cashierId);
    if (nowMs >= endsAtMs || cashier === undefined) return undefined;
    if (used && nowMs - row.seenAtMs >= TOUCH_EVERY_MS) this.#rows.touch(row.tokenHash, nowMs);
    const seenAtMs = used ? nowMs : row.seenAtMs;
    return {
      row,
      cashier,
      endsInMs: Math.min(row.beganAtMs + LONGEST_MS, seenAtMs + IDLE_MS) - nowMs,
    };
  }

  end({ row }: Session): void {
    this.#rows.remove(row.tokenHash);
  }

  /** Logs a cashier out everywhere: the PIN is a new one, or the cashier works no more. */
  endAllOf(cashierId: string): void {
    this.#rows.removeOf(cashierId);
  }
}
