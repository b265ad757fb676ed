-- Times are nanoseconds since 1970. Numbers and sequence numbers are never given again.
CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  native_id TEXT NOT NULL UNIQUE,
  directory TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  ending TEXT
) STRICT;
CREATE INDEX runs_open ON runs (number) WHERE ended IS NULL;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  run INTEGER NOT NULL,
  path TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_run ON events (run, seq);
-- The bytes of an event of type output: here, or in a file of the run's folder.
CREATE TABLE output (
  seq INTEGER PRIMARY KEY,
  bytes BLOB,
  file TEXT,
  start INTEGER,
  length INTEGER NOT NULL
) STRICT;
