/**
 * The till's tables. A sale is one scan: a second scan of the same basket is a sale of its own.
 *
 * - `on_screen`: the sale its register shows. At most one a register, so that two tabs, two processes or two requests at
 *   the same time cannot begin two payments there.
 * - `shift`: the shift in which a verdict came; absent while no shift was open.
 * - What was refunded and what is being refunded never exceed what was paid.
 */
export const LAYOUT_1 = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE cashiers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 40),
  role TEXT NOT NULL CHECK (role IN ('cashier', 'manager')),
  may_refund INTEGER NOT NULL CHECK (may_refund IN (0, 1)),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  pin_salt BLOB NOT NULL,
  pin_hash BLOB NOT NULL,
  wrong_tries INTEGER NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0),
  paused_until_ms INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  cashier TEXT NOT NULL REFERENCES cashiers (id),
  register TEXT NOT NULL,
  csrf_token TEXT NOT NULL,
  began_at_ms INTEGER NOT NULL,
  seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shifts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  register TEXT NOT NULL,
  opened_by TEXT NOT NULL REFERENCES cashiers (id),
  opened_at_ms INTEGER NOT NULL,
  float_currency TEXT,
  float_minor INTEGER CHECK (float_minor >= 0),
  closed_by TEXT REFERENCES cashiers (id),
  closed_at_ms INTEGER,
  report TEXT,
  CHECK ((float_currency IS NULL) = (float_minor IS NULL)),
  CHECK ((closed_at_ms IS NULL) = (closed_by IS NULL) AND (closed_at_ms IS NULL) = (report IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_shift ON shifts (register) WHERE closed_at_ms IS NULL;
CREATE TRIGGER closed_shift_stays BEFORE UPDATE ON shifts WHEN OLD.closed_at_ms IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a closed shift does not change'); END;
CREATE TRIGGER shift_stays BEFORE DELETE ON shifts
  BEGIN SELECT RAISE(ABORT, 'a shift is not deleted'); END;

CREATE TABLE sales (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  scan_id TEXT NOT NULL UNIQUE,
  basket_id TEXT NOT NULL,
  order_number TEXT NOT NULL UNIQUE,
  register TEXT NOT NULL,
  cashier TEXT NOT NULL REFERENCES cashiers (id),
  shift INTEGER REFERENCES shifts (number),
  on_screen INTEGER NOT NULL CHECK (on_screen IN (0, 1)),
  other_customer INTEGER NOT NULL CHECK (other_customer IN (0, 1)),
  receipt_token TEXT NOT NULL UNIQUE,
  wallet TEXT NOT NULL,
  masked_code TEXT NOT NULL,
  code_mark TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  pay_type TEXT NOT NULL,
  store_id TEXT,
  auth_code_hash TEXT NOT NULL,
  caller_time TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  sign_type TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('sending', 'polling', 'cancelling', 'unresolved', 'ended')),
  syssn TEXT NOT NULL,
  verdict TEXT CHECK (verdict IN ('paid', 'declined', 'reversed', 'not_begun')),
  respcd TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  paid_at TEXT NOT NULL DEFAULT '',
  wallet_number TEXT NOT NULL DEFAULT '',
  ended_at_ms INTEGER,
  released_by TEXT,
  release_reason TEXT,
  released_at_ms INTEGER,
  refunded_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  refunding_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunding_minor >= 0),
  CHECK (refunded_minor + refunding_minor <= amount_minor),
  CHECK (refunded_minor + refunding_minor = 0 OR verdict = 'paid'),
  CHECK ((stage = 'ended') = (verdict IS NOT NULL) AND (verdict IS NULL) = (ended_at_ms IS NULL)),
  CHECK ((released_by IS NULL) = (released_at_ms IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_sale_on_screen ON sales (register) WHERE on_screen = 1;
CREATE INDEX sales_of_basket ON sales (basket_id);
CREATE INDEX sales_of_code ON sales (auth_code_hash);
CREATE INDEX sales_of_mark ON sales (code_mark);
CREATE INDEX sales_open ON sales (number) WHERE verdict IS NULL;
CREATE INDEX sales_of_register ON sales (register, number);
CREATE INDEX sales_of_shift ON sales (shift) WHERE verdict = 'paid';
CREATE INDEX sales_of_syssn ON sales (syssn);
CREATE INDEX sales_of_wallet_number ON sales (wallet_number);
CREATE INDEX sales_of_time ON sales (started_at_ms);
CREATE TRIGGER verdict_stays BEFORE UPDATE OF verdict ON sales
  WHEN OLD.verdict IS NOT NULL AND NEW.verdict IS NOT OLD.verdict
  BEGIN SELECT RAISE(ABORT, 'a verdict does not change'); END;
CREATE TRIGGER sale_stays BEFORE DELETE ON sales
  BEGIN SELECT RAISE(ABORT, 'a sale is not deleted'); END;

CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  sale INTEGER NOT NULL REFERENCES sales (number),
  order_number TEXT NOT NULL UNIQUE,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  register TEXT NOT NULL,
  approved_by TEXT NOT NULL REFERENCES cashiers (id),
  shift INTEGER REFERENCES shifts (number),
  state TEXT NOT NULL CHECK (state IN ('pending', 'refunded', 'refused')),
  syssn TEXT NOT NULL DEFAULT '',
  respcd TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  CHECK ((state = 'pending') = (ended_at_ms IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_of_sale ON refunds (sale);
CREATE INDEX refunds_of_shift ON refunds (shift);
CREATE INDEX refunds_pending ON refunds (started_at_ms) WHERE state = 'pending';
CREATE TRIGGER refund_stays BEFORE DELETE ON refunds
  BEGIN SELECT RAISE(ABORT, 'a refund is not deleted'); END;
CREATE TRIGGER refund_ends_once BEFORE UPDATE OF state, amount_minor ON refunds WHEN OLD.state <> 'pending'
  BEGIN SELECT RAISE(ABORT, 'a refund ends once'); END;

CREATE TABLE acts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  cashier TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL
) STRICT;
CREATE TRIGGER acts_stay_as_they_are BEFORE UPDATE ON acts
  BEGIN SELECT RAISE(ABORT, 'what was done stays written'); END;
CREATE TRIGGER acts_stay BEFORE DELETE ON acts
  BEGIN SELECT RAISE(ABORT, 'what was done stays written'); END;
`;
