import { ApiRefusal, notFound } from '../api-refusal.ts';
import type { Session } from '../cashier/sessions.ts';
import type { CloseShiftRequest, OpenShiftRequest, ShiftFacts, ShiftList } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import type { Registers } from '../register/registers.ts';
import type { RefundRows } from '../store/refund-rows.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { Shift, ShiftRows } from '../store/shift-rows.ts';
import type { TillDatabase } from '../store/till-database.ts';
import { countLines, shiftFacts } from './shift-report.ts';

/** What the desk works with. */
export interface ShiftDeskParts {
  readonly database: TillDatabase;
  readonly sales: SaleRows;
  readonly refunds: RefundRows;
  readonly shifts: ShiftRows;
  readonly registers: Registers;
  readonly ports: Pick<TillPorts, 'clock' | 'log'>;
}

/** Opens, counts and closes the shifts of the registers. */
export class ShiftDesk {
  readonly #parts: ShiftDeskParts;

  constructor(parts: ShiftDeskParts) {
    this.#parts = parts;
  }

  /** The open shift of a register, as it stands. */
  current(register: string): ShiftFacts | undefined {
    const shift = this.#parts.shifts.openOf(register);
    return shift === undefined ? undefined : this.#facts(shift);
  }

  /** @throws ApiRefusal `conflict` when one is open. */
  open({ float }: OpenShiftRequest, { row, cashier }: Session): ShiftFacts {
    const { database, shifts, ports, registers } = this.#parts;
    const shift = database.write(() => {
      if (shifts.openOf(row.register) !== undefined) {
        throw new ApiRefusal('conflict', 'a shift is open at this register; close it first');
      }
      shifts.open(row.register, cashier.id, ports.clock.nowMs(), float);
      return shifts.openOf(row.register);
    });
    if (shift === undefined) throw notFound('shift');
    ports.log.info('shift_opened', { shift: shift.number, register: row.register, by: cashier.id });
    registers.changed();
    return this.#facts(shift);
  }

  /**
   * Closes the shift that was counted, and fixes what it came to.
   *
   * @throws ApiRefusal `conflict` when it is not the open one, or the register waits for a payment.
   */
  close({ shiftId, counted, note = '' }: CloseShiftRequest, { row, cashier }: Session): ShiftFacts {
    const { database, shifts, sales, ports, registers } = this.#parts;
    const report = database.write(() => {
      const shift = shifts.openOf(row.register);
      if (shift === undefined || shift.id !== shiftId) {
        throw new ApiRefusal(
          'conflict',
          'shiftId: this shift is not open at this register; count the open one',
        );
      }
      const shown = sales.onScreen(row.register)?.attempt;
      if (shown !== undefined && shown.verdict === undefined && shown.stage !== 'unresolved') {
        throw new ApiRefusal('conflict', 'a payment is under way; wait for its verdict, then count again');
      }
      const facts = this.#facts(shift);
      const atMs = ports.clock.nowMs();
      const lines = countLines(facts.expected, counted);
      const closed: ShiftFacts = { ...facts, closed: { by: cashier.name, atMs, lines, note } };
      shifts.close(shift.number, cashier.id, atMs, closed);
      return closed;
    });
    ports.log.info('shift_closed', { shift: report.number, register: row.register, by: cashier.id });
    registers.changed();
    return report;
  }

  byId(id: string): ShiftFacts {
    return this.#facts(this.shift(id));
  }

  /** @throws ApiRefusal `not_found` */
  shift(id: string): Shift {
    const shift = this.#parts.shifts.byId(id);
    if (shift === undefined) throw notFound('shift');
    return shift;
  }

  list(before: number | undefined, limit: number): ShiftList {
    const found = this.#parts.shifts.list(before, limit);
    const page = found.slice(0, limit);
    return {
      shifts: page.map((shift) => this.#facts(shift)),
      next: found.length > limit ? String(page.at(-1)?.number) : undefined,
    };
  }

  #facts(shift: Shift): ShiftFacts {
    const { sales, refunds, registers } = this.#parts;
    return shiftFacts(shift, { sales, refunds, names: registers.names });
  }
}
