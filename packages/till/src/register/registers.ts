import type { RegisterSnapshot, RegisterState } from '../page-api/index.ts';
import type { Sale } from '../store/sale.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { ShiftRows } from '../store/shift-rows.ts';
import type { Attempts } from './attempts.ts';
import { type RegisterNames, respcdOf, summaryOf } from './describe.ts';
import type { GatewayWatch } from './gateway-watch.ts';
import { mayRetry, wordsOfVerdict } from './words.ts';

/** The till undoes a payment by itself this long after the scan. */
const CANCEL_AT_MS = 60_000;
const LATEST_COUNT = 5;

/** What the registers are made of. */
export interface RegistersParts {
  readonly names: RegisterNames;
  readonly sales: SaleRows;
  readonly shifts: ShiftRows;
  readonly attempts: () => Attempts;
  readonly watch: GatewayWatch;
  /** Names this run of the till. */
  readonly runId: string;
}

/** What every register shows, and who watches. */
export class Registers {
  readonly #parts: RegistersParts;
  readonly #followers = new Set<() => void>();
  #revision = 0;

  constructor(parts: RegistersParts) {
    this.#parts = parts;
  }

  get names(): RegisterNames {
    return this.#parts.names;
  }

  /** Something that a register shows may have changed. */
  changed(): void {
    this.#revision += 1;
    for (const follower of this.#followers) follower();
  }

  /**
   * Calls back after every change.
   *
   * @returns a function that ends it.
   */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  snapshot(register: string): RegisterSnapshot {
    const { sales, shifts, watch, names, runId } = this.#parts;
    const shown = sales.onScreen(register);
    const shift = shifts.openOf(register);
    return {
      revision: this.#revision,
      till: runId,
      state: shown === undefined ? { kind: 'ready' } : this.#stateOf(shown),
      gateway: watch.line,
      open: sales
        .open()
        .filter(({ number }) => number !== shown?.number)
        .map((sale) => summaryOf(sale, names)),
      latest: sales.latest(register, LATEST_COUNT).map((sale) => summaryOf(sale, names)),
      shift:
        shift === undefined
          ? undefined
          : { id: shift.id, openedAtMs: shift.openedAtMs, count: sales.paidIn(shift.number).length },
    };
  }

  #stateOf(shown: Sale): RegisterState {
    const { names, attempts, watch } = this.#parts;
    const sale = summaryOf(shown, names);
    const { verdict, stage, release, orderNumber } = shown.attempt;
    if (verdict?.kind === 'paid') return { kind: 'paid', sale };
    const words = wordsOfVerdict(verdict) ?? { en: '', zhHant: '', zhHans: '' };
    if (verdict !== undefined) {
      return { kind: 'not_paid', sale, words, respcd: respcdOf(shown), mayRetry: mayRetry(verdict) };
    }
    if (stage === 'unresolved') return { kind: 'unresolved', sale, words, released: release !== undefined };
    const facts = attempts().facts(orderNumber);
    const turn = facts?.turn ?? 'asking';
    const ageMs = facts?.ageMs ?? 0;
    return {
      kind: 'waiting',
      sale,
      turn,
      trouble: TROUBLE[watch.line],
      ageMs,
      msLeft: turn === 'cancelling' ? 0 : Math.max(0, CANCEL_AT_MS - ageMs),
      mayCheck: facts?.mayCheck ?? false,
      mayCancel: turn !== 'cancelling' && facts?.cancelAsked !== true,
      cancelAsked: facts?.cancelAsked ?? false,
    };
  }
}

const TROUBLE = {
  reachable: undefined,
  unknown: undefined,
  unreachable: 'gateway_unreachable',
  refuses_credentials: 'gateway_refuses',
} as const;
