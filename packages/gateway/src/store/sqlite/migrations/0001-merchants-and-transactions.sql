CREATE TABLE merchants (
  merchant_number INTEGER PRIMARY KEY,
  app_code TEXT NOT NULL UNIQUE CHECK (length(app_code) = 32),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'partner')),
  status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
  pay_types TEXT NOT NULL,
  currencies TEXT NOT NULL,
  notify_url TEXT NOT NULL,
  notify_prefixes TEXT NOT NULL,
  minimum_algorithm TEXT NOT NULL CHECK (minimum_algorithm IN ('MD5', 'SHA256')),
  raw_values_allowed INTEGER NOT NULL CHECK (raw_values_allowed IN (0, 1)),
  requests_per_second_max INTEGER NOT NULL CHECK (requests_per_second_max > 0),
  requests_per_minute_max INTEGER NOT NULL CHECK (requests_per_minute_max > 0),
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE stores (
  store_id TEXT PRIMARY KEY CHECK (length(store_id) BETWEEN 1 AND 32),
  merchant_number INTEGER NOT NULL REFERENCES merchants (merchant_number),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'disabled'))
) STRICT, WITHOUT ROWID;

CREATE INDEX stores_of_merchant ON stores (merchant_number);

CREATE TABLE client_keys (
  key_number INTEGER PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  app_code TEXT NOT NULL REFERENCES merchants (app_code),
  sealed BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER
) STRICT;

CREATE INDEX client_keys_of_app_code ON client_keys (app_code);

-- Payments and refunds share one table because they share order numbers, running numbers and the enquiry.
CREATE TABLE transactions (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 9999999999),
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
  syssn TEXT NOT NULL,
  merchant_number INTEGER NOT NULL REFERENCES merchants (merchant_number),
  store_id TEXT NOT NULL,
  order_number TEXT NOT NULL CHECK (length(order_number) BETWEEN 1 AND 128),
  original_id INTEGER REFERENCES transactions (id),
  pay_type TEXT NOT NULL,
  family TEXT NOT NULL,
  connector TEXT NOT NULL,
  channel_order_id TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 99999999999),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  auth_code_hash TEXT NOT NULL,
  caller_time TEXT NOT NULL,
  goods_name TEXT NOT NULL,
  device_id TEXT NOT NULL,
  notify_url TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  respcd TEXT NOT NULL CHECK (length(respcd) = 4),
  detail TEXT NOT NULL,
  paid_at_ms INTEGER,
  wallet_number TEXT NOT NULL,
  payer_account TEXT NOT NULL,
  debited_amount_minor INTEGER,
  debited_currency TEXT NOT NULL,
  refunded_minor INTEGER NOT NULL CHECK (refunded_minor >= 0),
  refund_pending_minor INTEGER NOT NULL CHECK (refund_pending_minor >= 0),
  CHECK ((kind = 'refund') = (original_id IS NOT NULL)),
  -- Written out, because SQLite builds a table of its own for every IN list at every row.
  CHECK (
    (kind = 'payment' AND (
      state = 'paid' OR
      state = 'accepted' OR
      state = 'processing' OR
      state = 'waiting_for_payer' OR
      state = 'declined' OR
      state = 'reversing' OR
      state = 'reversed' OR
      state = 'partly_refunded' OR
      state = 'refunded'
    )) OR
    (kind = 'refund' AND (
      state = 'succeeded' OR
      state = 'reserved' OR
      state = 'processing' OR
      state = 'refused'
    ))
  ),
  -- Refunds, settled and under way, never exceed what was paid, whatever the code above does.
  CHECK (refunded_minor + refund_pending_minor <= amount_minor)
) STRICT;

-- One order, one charge: the key that decides repeats, for ever.
CREATE UNIQUE INDEX transactions_by_order ON transactions (merchant_number, store_id, order_number);
CREATE UNIQUE INDEX transactions_by_channel_order ON transactions (connector, channel_order_id);
CREATE INDEX transactions_of_store ON transactions (merchant_number, store_id, created_at_ms);
CREATE INDEX transactions_of_merchant ON transactions (merchant_number, created_at_ms);
-- Open and unsuccessful ones are few; without this a search for them would read every success of the month.
CREATE INDEX transactions_not_successful ON transactions (merchant_number, respcd, created_at_ms)
  WHERE respcd <> '0000';

-- One code, one payment: holds a keyed hash, never the code.
CREATE TABLE auth_code_uses (
  code_hash TEXT PRIMARY KEY,
  transaction_id INTEGER NOT NULL,
  used_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Single values that must survive a restart.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
