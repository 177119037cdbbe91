/**
 * The step of the book's layout from version 5 to 6: the card behind an EMV text has a number of its own, and a counter
 * that rises. Until then the digits of the bar code were that number.
 */
export const LAYOUT_6 = `
ALTER TABLE codes ADD COLUMN token TEXT;
ALTER TABLE codes ADD COLUMN counter INTEGER;
UPDATE codes SET token = digits, counter = 1 + (sequence - 1) % 65535 WHERE emv_text IS NOT NULL;

CREATE INDEX codes_of_token ON codes (token) WHERE token IS NOT NULL;
CREATE INDEX codes_of_card ON codes (account) WHERE token IS NOT NULL;
CREATE UNIQUE INDEX codes_by_emv_text ON codes (emv_text) WHERE emv_text IS NOT NULL;
`;
