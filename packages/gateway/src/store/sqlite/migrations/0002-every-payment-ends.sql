-- When the resolver has to act next, on the steady clock. Empty exactly when nothing is left to do.
ALTER TABLE transactions ADD COLUMN due_at_ms INTEGER;
-- How often the wallet was asked since the present phase began.
ALTER TABLE transactions ADD COLUMN asks INTEGER NOT NULL DEFAULT 0 CHECK (asks >= 0);
ALTER TABLE transactions ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- Numbers of the payment a refund belongs to; they never change, and an enquiry needs no second row for them.
ALTER TABLE transactions ADD COLUMN original_syssn TEXT NOT NULL DEFAULT '';
ALTER TABLE transactions ADD COLUMN original_channel_order_id TEXT NOT NULL DEFAULT '';

UPDATE transactions SET due_at_ms = created_at_ms
WHERE kind = 'payment' AND state IN ('accepted', 'processing', 'waiting_for_payer', 'reversing');

CREATE INDEX transactions_due ON transactions (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX transactions_due_by_connector ON transactions (connector, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX transactions_of_original ON transactions (original_id) WHERE original_id IS NOT NULL;

CREATE TABLE reversals (
  payment_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  syssn TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('merchant', 'resolver')),
  caller_time TEXT NOT NULL,
  device_id TEXT NOT NULL,
  begun_at_ms INTEGER NOT NULL,
  acknowledged_at_ms INTEGER
) STRICT;

-- Reversals take running numbers as well: the last ten digits of their syssn.
CREATE INDEX reversals_by_number ON reversals (CAST(substr(syssn, -10) AS INTEGER));

-- Money taken after the verdict "not paid"; at most one obligation a payment, so that it is returned once.
CREATE TABLE late_charges (
  payment_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  channel_refund_id TEXT NOT NULL UNIQUE,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  wallet_number TEXT NOT NULL,
  payer_account TEXT NOT NULL,
  paid_at_ms INTEGER NOT NULL,
  found_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('returning', 'returned')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  due_at_ms INTEGER,
  returned_at_ms INTEGER,
  CHECK ((state = 'returned') = (due_at_ms IS NULL)),
  CHECK ((state = 'returned') = (returned_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX late_charges_due ON late_charges (due_at_ms) WHERE due_at_ms IS NOT NULL;

-- The outbox. One row a transaction: success is announced once, however often it is tried.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  notify_id TEXT NOT NULL UNIQUE,
  transaction_id INTEGER NOT NULL UNIQUE REFERENCES transactions (id),
  merchant_number INTEGER NOT NULL REFERENCES merchants (merchant_number),
  url TEXT NOT NULL CHECK (length(url) > 0),
  -- Origin of the address: tries to one endpoint share their limits.
  endpoint TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'given_up')),
  attempts INTEGER NOT NULL,
  -- Tries since the schedule began; a replay begins it anew.
  schedule_tries INTEGER NOT NULL CHECK (schedule_tries BETWEEN 0 AND attempts),
  created_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER,
  last_attempt_at_ms INTEGER,
  last_result TEXT NOT NULL,
  CHECK ((state = 'waiting') = (due_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX notifications_due ON notifications (merchant_number, endpoint, due_at_ms, id) WHERE due_at_ms IS NOT NULL;
CREATE INDEX notifications_waiting ON notifications (id) WHERE state = 'waiting';
CREATE INDEX notifications_given_up ON notifications (id) WHERE state = 'given_up';
CREATE INDEX notifications_of_merchant ON notifications (merchant_number, id);

-- Append-only: each hash covers the entry and the hash before it, so that an edited or missing entry shows. The seals
-- are digests of the rows the entry wrote, so that an edited or missing row shows.
CREATE TABLE history (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  transaction_id INTEGER,
  event TEXT NOT NULL,
  facts TEXT NOT NULL,
  seals TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 43)
) STRICT;

CREATE INDEX history_of_transaction ON history (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX history_of_administration ON history (event) WHERE transaction_id IS NULL;

-- Which call a signed text was first used for, so that it cannot be replayed on another.
CREATE TABLE request_digests (
  digest TEXT PRIMARY KEY,
  call TEXT NOT NULL,
  used_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX request_digests_by_age ON request_digests (used_at_ms);

-- Weakest algorithm this key verifies with, and when it was first used: until then answers keep the older key.
ALTER TABLE client_keys ADD COLUMN minimum_algorithm TEXT NOT NULL DEFAULT 'MD5' CHECK (minimum_algorithm IN ('MD5', 'SHA256'));
ALTER TABLE client_keys ADD COLUMN first_used_at_ms INTEGER;
-- How often a key was used after a newer one existed, and when last: whether everybody has changed over.
ALTER TABLE client_keys ADD COLUMN old_uses INTEGER NOT NULL DEFAULT 0 CHECK (old_uses >= 0);
ALTER TABLE client_keys ADD COLUMN last_old_use_at_ms INTEGER;

-- Whether only requests with a time and a nonce are taken; stronger than the older minimum_algorithm can say.
ALTER TABLE merchants ADD COLUMN hmac_only INTEGER NOT NULL DEFAULT 0 CHECK (hmac_only IN (0, 1));
