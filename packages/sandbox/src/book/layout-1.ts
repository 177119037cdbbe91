/** The first layout of the book. */
export const LAYOUT_1 = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  wallet TEXT NOT NULL,
  name TEXT NOT NULL,
  balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
  free_limit_minor INTEGER NOT NULL CHECK (free_limit_minor >= 0),
  password TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  behaviour TEXT NOT NULL,
  place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
  sequence INTEGER PRIMARY KEY,
  digits TEXT NOT NULL UNIQUE,
  emv_text TEXT,
  account TEXT NOT NULL REFERENCES accounts (id),
  expires_at_ms INTEGER NOT NULL,
  used_by TEXT
) STRICT;

CREATE TABLE orders (
  sequence INTEGER PRIMARY KEY,
  channel_order_id TEXT NOT NULL UNIQUE,
  wallet TEXT NOT NULL,
  account TEXT REFERENCES accounts (id),
  -- Written out, because SQLite builds a table of its own for every longer IN list at every row.
  state TEXT NOT NULL CHECK (
    state = 'paid' OR state = 'declined' OR state = 'closed'
    OR state = 'in_transit' OR state = 'processing' OR state = 'waiting'
  ),
  behaviour TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  debit_minor INTEGER CHECK (debit_minor > 0),
  debit_currency TEXT,
  respcd TEXT,
  reason TEXT NOT NULL,
  description TEXT NOT NULL,
  merchant_name TEXT NOT NULL,
  times_charged INTEGER NOT NULL,
  wrong_passwords INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  due_at_ms INTEGER,
  CHECK ((ended_at_ms IS NULL) = (state = 'in_transit' OR state = 'processing' OR state = 'waiting')),
  CHECK ((ended_at_ms IS NULL) = (due_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX orders_of_wallet ON orders (wallet);
CREATE INDEX orders_due ON orders (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX orders_waiting ON orders (sequence) WHERE state = 'waiting';
`;
