-- Which call a signed text was first used for. Numbered, so that its age is told by running time and not by a clock that may
-- be set; AUTOINCREMENT, because a number that was given twice would make a new text look old.
CREATE TABLE numbered_request_digests (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL UNIQUE,
  call TEXT NOT NULL
) STRICT;

INSERT INTO numbered_request_digests (digest, call) SELECT digest, call FROM request_digests ORDER BY used_at_ms;

DROP TABLE request_digests;

ALTER TABLE numbered_request_digests RENAME TO request_digests;
