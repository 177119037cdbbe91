-- A refund may be days under way; a bill lists it on the day the money went back.
CREATE INDEX refunds_by_return ON transactions (connector, paid_at_ms, id) WHERE kind = 'refund' AND paid_at_ms IS NOT NULL;
