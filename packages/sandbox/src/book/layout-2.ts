/**
 * The step of the book's layout from version 1 to 2: payments can be reversed and refunded. SQLite cannot change the
 * constraints of a table, so the payments move into a new one.
 */
export const LAYOUT_2 = `
ALTER TABLE accounts ADD COLUMN reversal_behaviour TEXT NOT NULL DEFAULT 'done';
ALTER TABLE accounts ADD COLUMN refund_behaviour TEXT NOT NULL DEFAULT 'returned';

CREATE TABLE orders_2 (
  sequence INTEGER PRIMARY KEY,
  channel_order_id TEXT NOT NULL UNIQUE,
  wallet TEXT NOT NULL,
  account TEXT REFERENCES accounts (id),
  -- Written out, because SQLite builds a table of its own for every longer IN list at every row.
  state TEXT NOT NULL CHECK (
    state = 'paid' OR state = 'declined' OR state = 'closed' OR state = 'reversed'
    OR state = 'in_transit' OR state = 'processing' OR state = 'waiting'
  ),
  behaviour TEXT NOT NULL,
  reversal_behaviour TEXT NOT NULL DEFAULT 'done',
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
  reversed_at_ms INTEGER,
  refunded_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  refunding_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunding_minor >= 0),
  refunded_debit_minor INTEGER NOT NULL DEFAULT 0 CHECK (
    refunded_debit_minor >= 0 AND refunded_debit_minor <= coalesce(debit_minor, 0)
  ),
  CHECK ((ended_at_ms IS NULL) = (state = 'in_transit' OR state = 'processing' OR state = 'waiting')),
  CHECK (ended_at_ms IS NOT NULL OR due_at_ms IS NOT NULL),
  CHECK (due_at_ms IS NULL OR ended_at_ms IS NULL OR state = 'declined'),
  CHECK ((reversed_at_ms IS NOT NULL) = (state = 'reversed')),
  CHECK (refunded_minor + refunding_minor <= amount_minor),
  CHECK (refunded_minor + refunding_minor = 0 OR state = 'paid')
) STRICT;

INSERT INTO orders_2 (sequence, channel_order_id, wallet, account, state, behaviour, amount_minor, currency,
  debit_minor, debit_currency, respcd, reason, description, merchant_name, times_charged, wrong_passwords,
  created_at_ms, ended_at_ms, due_at_ms)
SELECT sequence, channel_order_id, wallet, account, state, behaviour, amount_minor, currency,
  debit_minor, debit_currency, respcd, reason, description, merchant_name, times_charged, wrong_passwords,
  created_at_ms, ended_at_ms, due_at_ms
FROM orders;

DROP TABLE orders;
ALTER TABLE orders_2 RENAME TO orders;

CREATE INDEX orders_of_wallet ON orders (wallet);
CREATE INDEX orders_due ON orders (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX orders_waiting ON orders (sequence) WHERE state = 'waiting';

CREATE TABLE refunds (
  sequence INTEGER PRIMARY KEY,
  channel_refund_id TEXT NOT NULL UNIQUE,
  channel_order_id TEXT NOT NULL REFERENCES orders (channel_order_id),
  state TEXT NOT NULL CHECK (state IN ('processing', 'returned', 'refused')),
  behaviour TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  credit_minor INTEGER CHECK (credit_minor >= 0),
  respcd TEXT,
  reason TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  due_at_ms INTEGER,
  CHECK ((state = 'processing') = (ended_at_ms IS NULL)),
  CHECK (due_at_ms IS NULL OR state = 'processing')
) STRICT;

CREATE INDEX refunds_of_order ON refunds (channel_order_id);
CREATE INDEX refunds_due ON refunds (due_at_ms) WHERE due_at_ms IS NOT NULL;

CREATE TABLE barred_numbers (
  channel_order_id TEXT PRIMARY KEY,
  family TEXT NOT NULL,
  barred_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
`;
