import { type BillLine, BillUnreadable, type BillLineKind } from '../bill-line.ts';
import { readInstant } from './instant.ts';

const END_MARK = '<END>';

/** Kinds that move the money of a sale; others, such as disputes, have no counterpart in our books. */
const KINDS: Readonly<Record<string, BillLineKind>> = {
  PAYMENT: 'payment',
  CANCEL: 'reversal',
  REFUND: 'refund',
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
 * Reads a `transactionItems` or `settlementItems` file of Alipay in constant memory. Columns are found by their names in
 * the first line, so new ones do no harm. A file without its end mark is not whole and is refused.
 *
 * @throws BillUnreadable
 */
export async function* readAlipayBill(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BillLine> {
  const reader = new AlipayBillReader();
  for await (const piece of bytes) yield* reader.push(piece);
  yield* reader.end();
}

class AlipayBillReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #rest = '';
  #line = 0;
  #columns: ReadonlyMap<string, number> | undefined;
  #ended = false;

  /** The rows a further piece of the file completes. */
  push(piece: Uint8Array): readonly BillLine[] {
    return this.#take(this.#decode(piece, true), false);
  }

  /** The rows that were still open, when the file is over. */
  end(): readonly BillLine[] {
    const rows = this.#take(this.#decode(new Uint8Array(), false), true);
    if (!this.#ended) throw this.#problem(`the file ends without ${END_MARK}: it is not whole`);
    return rows;
  }

  #decode(piece: Uint8Array, more: boolean): string {
    try {
      return this.#decoder.decode(piece, { stream: more });
    } catch {
      throw new BillUnreadable(this.#line + 1, 'is not UTF-8');
    }
  }

  #take(text: string, last: boolean): readonly BillLine[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = last ? '' : (lines.pop() ?? '');
    const rows: BillLine[] = [];
    for (const line of lines) {
      this.#line += 1;
      const row = this.#readLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  #readLine(line: string): BillLine | undefined {
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

  #readRow(value: (name: string) => string): BillLine | undefined {
    const type = value('transactionType').toUpperCase();
    const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (known === undefined) {
      if (!/^[A-Z_]{1,64}$/.test(type)) throw this.#problem('transactionType must be a word');
      return undefined;
    }
    const occurredAtMs = readInstant(value('paymentTime'));
    if (occurredAtMs === undefined) throw this.#problem('paymentTime must be a time with an offset');
    const currency = value('transactionCurrency');
    if (!/^[A-Z]{3}$/.test(currency)) throw this.#problem('transactionCurrency must be a currency');
    // A fee in the currency of the settlement cannot be compared with the payment.
    const hasFee = value('feeAmountValue') !== '' && value('feeCurrency') === currency;
    return {
      kind: known,
      channelNumber: this.#number('transactionId', value),
      requestNumber: this.#number('transactionRequestId', value),
      amountMinor: Math.abs(this.#wholeNumber('transactionAmountValue', value)),
      currency,
      ...(hasFee ? { feeMinor: this.#wholeNumber('feeAmountValue', value) } : {}),
      occurredAtMs,
      line: this.#line,
    };
  }

  #number(name: string, value: (name: string) => string): string {
    const text = value(name);
    if (!/^[\w-]{1,64}$/.test(text)) throw this.#problem(`${name} must be 1 to 64 letters, digits, _ and -`);
    return text;
  }

  #wholeNumber(name: string, value: (name: string) => string): number {
    const text = value(name);
    if (!/^-?\d{1,15}$/.test(text)) throw this.#problem(`${name} must be a whole number of minor units`);
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

  #problem(reason: string): BillUnreadable {
    return new BillUnreadable(Math.max(1, this.#line), reason);
  }
}
