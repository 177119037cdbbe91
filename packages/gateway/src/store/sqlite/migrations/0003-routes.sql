-- Which connector charges a pay type of a merchant in place of the gateway's own.
CREATE TABLE merchant_routes (
  merchant_number INTEGER NOT NULL REFERENCES merchants (merchant_number),
  pay_type TEXT NOT NULL CHECK (length(pay_type) = 6),
  connector TEXT NOT NULL CHECK (length(connector) BETWEEN 1 AND 32),
  PRIMARY KEY (merchant_number, pay_type)
) STRICT, WITHOUT ROWID;
