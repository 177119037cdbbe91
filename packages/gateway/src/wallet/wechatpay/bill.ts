import { parseWireTime } from '@opencpm/protocol';
import { type BillLine, BillUnreadable, type ReadBill } from '../bill-line.ts';
import { minorOfMajor } from './bill-money.ts';

/**
 * Reads WeChat Pay's bill of a day, in constant memory: a first line of headings, then one line for each payment and
 * each refund, 38 cells with a back-tick before each. What follows a line without back-ticks is a summary and is left
 * out. A payment that was reversed stays in the file as one row, which stands for both; a refund that was closed without
 * paying out moved nothing.
 */
export const readBill: ReadBill = async function* (bytes) {
  const reader = new BillReader();
  for await (const piece of bytes) yield* reader.push(piece);
  yield* reader.end();
};

/** Columns of a row, whatever the first line calls them: its language is not documented. */
const COLUMNS = 38;

/** Places of the columns that are read, from 0. */
const COLUMN = {
  time: 0,
  transactionId: 5,
  outTradeNo: 6,
  tradeState: 9,
  refundId: 15,
  outRefundNo: 16,
  refundState: 18,
  fee: 21,
  currency: 23,
  total: 24,
  settlementCurrency: 27,
  refund: 31,
} as const;

type Column = keyof typeof COLUMN;

/** Refund states that moved money, or are about to: a refund under way counts as done, as it does at WeChat Pay. */
const REFUND_MOVED: ReadonlyMap<string, boolean> = new Map([
  ['SUCCESS', true],
  ['PROCESSING', true],
  ['CHANGE', true],
  ['ABNORMAL', true],
  ['REFUNDCLOSE', false],
  ['CLOSED', false],
  ['FAIL', false],
]);

class BillReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #rest = '';
  #line = 0;
  #hasHeadings = false;
  #inSummary = false;

  push(piece: Uint8Array): readonly BillLine[] {
    return this.#take(this.#decode(piece, true), false);
  }

  end(): readonly BillLine[] {
    const rows = this.#take(this.#decode(new Uint8Array(), false), true);
    if (!this.#hasHeadings) throw new BillUnreadable(1, 'must have the headings');
    return rows;
  }

  #decode(piece: Uint8Array, more: boolean): string {
    try {
      return this.#decoder.decode(piece, { stream: more });
    } catch {
      throw new BillUnreadable(this.#line + 1, 'must be UTF-8');
    }
  }

  #take(text: string, last: boolean): readonly BillLine[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = last ? '' : (lines.pop() ?? '');
    const rows: BillLine[] = [];
    for (const line of lines) {
      this.#line += 1;
      rows.push(...this.#readLine(line.trimEnd()));
    }
    return rows;
  }

  #readLine(line: string): readonly BillLine[] {
    if (line === '' || this.#inSummary) return [];
    if (!this.#hasHeadings) {
      const { length } = line.split(',');
      if (length !== COLUMNS) throw this.#problem(`must have ${COLUMNS} headings, not ${length}`);
      this.#hasHeadings = true;
      return [];
    }
    if (!line.startsWith('`')) {
      this.#inSummary = true;
      return [];
    }
    // A cell may hold commas; only a comma with a back-tick behind it begins another.
    const cells = line.slice(1).split(',`');
    if (cells.length !== COLUMNS) throw this.#problem(`must have ${COLUMNS} cells, not ${cells.length}`);
    return this.#readRow((column) => cells[COLUMN[column]]?.trim() ?? '');
  }

  #readRow(cell: (column: Column) => string): readonly BillLine[] {
    const state = cell('tradeState');
    switch (state) {
      case 'REFUND': {
        const moved = REFUND_MOVED.get(cell('refundState'));
        if (moved === undefined) {
          throw this.#problem(`the refund state must be one of ${[...REFUND_MOVED.keys()].join(', ')}`);
        }
        return moved ? [this.#movement('refund', cell)] : [];
      }
      case 'SUCCESS':
        return [this.#movement('payment', cell)];
      case 'REVOKED': {
        const { feeMinor: _, ...payment } = this.#movement('payment', cell);
        return [payment, { ...payment, kind: 'reversal' }];
      }
      default:
        throw this.#problem('the trade state must be SUCCESS, REVOKED or REFUND');
    }
  }

  #movement(kind: 'payment' | 'refund', cell: (column: Column) => string): BillLine {
    const refund = kind === 'refund';
    const occurredAtMs = parseWireTime(cell('time'));
    if (occurredAtMs === undefined) throw this.#problem('the transaction time must be a time');
    const currency = cell('currency');
    const amountMinor = minorOfMajor(cell(refund ? 'refund' : 'total'), currency, 'none');
    if (amountMinor === undefined) throw this.#problem('the amount must be a number in its currency');
    return {
      kind,
      channelNumber: this.#number(refund ? 'refundId' : 'transactionId', cell),
      requestNumber: this.#number(refund ? 'outRefundNo' : 'outTradeNo', cell),
      amountMinor: Math.abs(amountMinor),
      currency,
      ...this.#fee(currency, cell),
      occurredAtMs,
      line: this.#line,
    };
  }

  /** The fee, unless it is settled in another currency than the sale: then nothing can be compared. */
  #fee(currency: string, cell: (column: Column) => string): Pick<BillLine, 'feeMinor'> {
    const settlement = cell('settlementCurrency') || currency;
    if (cell('fee') === '' || settlement !== currency) return {};
    const feeMinor = minorOfMajor(cell('fee'), currency, 'rounded');
    if (feeMinor === undefined) throw this.#problem('the fee must be a number');
    return { feeMinor };
  }

  #number(column: Column, cell: (column: Column) => string): string {
    const text = cell(column);
    // What merchants may use in their numbers; ours have digits alone.
    if (!/^[\w*|@-]{1,64}$/.test(text))
      throw this.#problem('a number must be there, without strange characters');
    return text;
  }

  #problem(why: string): BillUnreadable {
    return new BillUnreadable(this.#line, why);
  }
}
