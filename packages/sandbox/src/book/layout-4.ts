/**
 * The step of the book's layout from version 3 to 4: what the wire servers remember of a number beside the payment itself,
 * such as the request it came with; and payments by their time, for a day's bill.
 */
export const LAYOUT_4 = `
CREATE TABLE wire_notes (
  protocol TEXT NOT NULL,
  number TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (protocol, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX orders_by_time ON orders (created_at_ms);
`;
