import { readInstant } from './instant.ts';

/** One row of a day's file of Alipay. */
export interface AlipayBillRow {
  readonly kind: 'payment' | 'refund';
  /** Alipay's number: `paymentId` of a payment, `refundId` of a refund. */
  readonly channelId: string;
  /** Our number: `paymentRequestId` or `refundRequestId`. */
  readonly merchantRequestId: string;
  /** Alipay's number of the payment a refund belongs to; empty for a payment. */
  readonly originalChannelId: string;
  /** Always positive, in minor units of {@link currency}. */
  readonly amountMinor: number;
  readonly currency: string;
  /** What Alipay keeps, in minor units of {@link feeCurrency}; below zero when it gives a fee back. */
  readonly feeMinor?: number;
  readonly feeCurrency?: string;
  /** `cancelled`: what was paid has gone back by a cancellation, under the number of the payment. */
  readonly status: 'paid' | 'cancelled' | 'returned';
  /** When it happened at Alipay, milliseconds since 1970-01-01 UTC. */
  readonly occurredAtMs: number;
  /** When it was settled; in settlement files alone. */
  readonly settledAtMs?: number;
}

/** A file that cannot be read, or not to its end. The message names the line. */
export class AlipayBillProblem extends Error {
  override readonly name = 'AlipayBillProblem';
}

const END_MARK = '<END>';

const KINDS: Readonly<Record<string, Pick<AlipayBillRow, 'kind' | 'status'>>> = {
  PAYMENT: { kind: 'payment', status: 'paid' },
  CANCEL: { kind: 'payment', status: 'cancelled' },
  REFUND: { kind: 'refund', status: 'returned' },
};

const NEEDED = [
  'transactionId',
  'transactionRequestId',
  'transactionType',
  'paymentTime',
  'transactionAmountValue',
  'transactionCurrency',
] as const;

/**
 * Reads `transactionItems` and `settlementItems` files piece by piece, in constant memory. Columns are found by their
 * names in the first line, so new ones do no harm. A file without its end mark is not whole and is refused.
 */
export class AlipayBillReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #rest = '';
  #line = 0;
  #columns: ReadonlyMap<string, number> | undefined;
  #ended = false;
  /** Rows of kinds that move no money of a sale, such as disputes, by their `transactionType`. */
  readonly skipped = new Map<string, number>();

  /**
   * The rows a further piece of the file completes.
   *
   * @throws AlipayBillProblem when a line cannot be read.
   */
  push(piece: Uint8Array): readonly AlipayBillRow[] {
    return this.#take(this.#decode(piece, true), false);
  }

  /**
   * The rows that were still open, when the file is over.
   *
   * @throws AlipayBillProblem when the file is not whole.
   */
  end(): readonly AlipayBillRow[] {
    const rows = this.#take(this.#decode(new Uint8Array(), false), true);
    if (!this.#ended) throw new AlipayBillProblem(`the file is not whole: its last line is not ${END_MARK}`);
    return rows;
  }

  #decode(piece: Uint8Array, more: boolean): string {
    try {
      return this.#decoder.decode(piece, { stream: more });
    } catch {
      throw new AlipayBillProblem(`line ${this.#line + 1}: is not UTF-8`);
    }
  }

  #take(text: string, last: boolean): readonly AlipayBillRow[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = last ? '' : (lines.pop() ?? '');
    const rows: AlipayBillRow[] = [];
    for (const line of lines) {
      this.#line += 1;
      const row = this.#readLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  #readLine(line: string): AlipayBillRow | undefined {
    if (line.trim() === '') return undefined;
    if (this.#ended) throw this.#problem(`stands behind ${END_MARK}`);
    if (line.trim() === END_MARK) {
      if (this.#columns === undefined) throw this.#problem('ends the file before the names of its columns');
      this.#ended = true;
      return undefined;
    }
    const values = line.includes('"') ? this.#quotedValues(line) : line.split(',');
    if (this.#columns === undefined) {
      this.#columns = this.#readHeader(values);
      return undefined;
    }
    const columns = this.#columns;
    return this.#readRow((name) => values[columns.get(name) ?? -1]?.trim() ?? '');
  }

  #readHeader(names: readonly string[]): ReadonlyMap<string, number> {
    const columns = new Map(names.map((name, index) => [name.trim(), index] as const));
    const missing = NEEDED.filter((name) => !columns.has(name));
    if (missing.length > 0) throw this.#problem(`lacks the columns ${missing.join(', ')}`);
    return columns;
  }

  #readRow(value: (name: string) => string): AlipayBillRow | undefined {
    const type = value('transactionType').toUpperCase();
    const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (known === undefined) {
      if (!/^[A-Z_]{1,64}$/.test(type)) throw this.#problem('has no transactionType');
      this.skipped.set(type, (this.skipped.get(type) ?? 0) + 1);
      return undefined;
    }
    const occurredAtMs = readInstant(value('paymentTime'));
    if (occurredAtMs === undefined) throw this.#problem('paymentTime is no time with an offset');
    const currency = value('transactionCurrency');
    if (!/^[A-Z]{3}$/.test(currency)) throw this.#problem('transactionCurrency is no currency');
    const settledAtMs = readInstant(value('settlementTime'));
    const fee = value('feeAmountValue');
    return {
      ...known,
      channelId: this.#number('transactionId', value),
      merchantRequestId: this.#number('transactionRequestId', value),
      originalChannelId: value('originalTransactionId'),
      amountMinor: Math.abs(this.#wholeNumber('transactionAmountValue', value)),
      currency,
      ...(fee === ''
        ? {}
        : { feeMinor: this.#wholeNumber('feeAmountValue', value), feeCurrency: value('feeCurrency') }),
      occurredAtMs,
      ...(settledAtMs === undefined ? {} : { settledAtMs }),
    };
  }

  #number(name: string, value: (name: string) => string): string {
    const text = value(name);
    if (!/^[\w-]{1,64}$/.test(text)) throw this.#problem(`${name} is missing or has strange characters`);
    return text;
  }

  #wholeNumber(name: string, value: (name: string) => string): number {
    const text = value(name);
    if (!/^-?\d{1,15}$/.test(text)) throw this.#problem(`${name} is no whole number of minor units`);
    return Number(text);
  }

  #quotedValues(line: string): readonly string[] {
    const values: string[] = [];
    // A value in quotes with doubled quotes inside, or one without quotes; then a comma or the end.
    const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
    for (;;) {
      const match = pattern.exec(line);
      if (match === null) throw this.#problem('has a quote that does not end');
      values.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
      if (match[3] === '') return values;
    }
  }

  #problem(why: string): AlipayBillProblem {
    return new AlipayBillProblem(`line ${this.#line}: ${why}`);
  }
}
