/** A record of a CSV file, and the line it begins on, the first is 1. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The records of a CSV text (RFC 4180). A quote that is never closed reaches to the end of the text. */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begunOn = 1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') {
      yield { cells: [...cells, cell], line: begunOn };
      cells = [];
      cell = '';
      begunOn = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || cells.length > 0) yield { cells: [...cells, cell], line: begunOn };
}
