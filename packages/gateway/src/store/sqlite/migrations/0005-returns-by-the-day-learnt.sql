-- When the gateway learnt that a late charge is back: the day on which a statement lists it. Empty on returns that were
-- recorded before this was kept: they stay on the wallet's day, where statements that are given out have listed them.
ALTER TABLE late_charges ADD COLUMN return_learnt_at_ms INTEGER CHECK (return_learnt_at_ms IS NULL OR state = 'returned');
