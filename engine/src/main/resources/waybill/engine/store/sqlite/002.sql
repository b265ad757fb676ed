-- What things with versions are now. The number tells the order in which versions were first written.
CREATE TABLE ledger (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  space TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,
  run INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_version ON ledger (kind, id, version);
CREATE UNIQUE INDEX ledger_latest ON ledger (kind, id) WHERE latest = 1;
CREATE INDEX ledger_name ON ledger (kind, space, name) WHERE latest = 1;
CREATE INDEX ledger_created ON ledger (kind, created, id) WHERE latest = 1;
CREATE INDEX ledger_modified ON ledger (kind, modified, id) WHERE latest = 1;
CREATE INDEX ledger_space_created ON ledger (kind, space, created, id) WHERE latest = 1;
CREATE INDEX ledger_space_modified ON ledger (kind, space, modified, id) WHERE latest = 1;
CREATE INDEX ledger_open ON ledger (kind) WHERE open = 1;
CREATE INDEX ledger_run ON ledger (run) WHERE run IS NOT NULL;
-- Which runs are kept no longer is asked after every end.
CREATE INDEX runs_over ON runs (ended) WHERE ended IS NOT NULL;
