/** The step of the book's layout from version 4 to 5: notifications that the wallets have still to send. */
export const LAYOUT_5 = `
CREATE TABLE wire_notices (
  server TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'watched' OR state = 'due' OR state = 'ended'),
  spoilt TEXT NOT NULL,
  sends INTEGER NOT NULL CHECK (sends >= 0),
  due_at_ms INTEGER NOT NULL,
  PRIMARY KEY (server, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX wire_notices_open ON wire_notices (server) WHERE state <> 'ended';
`;
