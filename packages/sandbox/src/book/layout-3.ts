/** The step of the book's layout from version 2 to 3: a phone reads its own payments and codes. */
export const LAYOUT_3 = `
CREATE INDEX orders_of_account ON orders (account) WHERE account IS NOT NULL;
CREATE INDEX codes_unused ON codes (account) WHERE used_by IS NULL;
`;
