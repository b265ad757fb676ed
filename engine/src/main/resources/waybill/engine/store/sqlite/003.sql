-- Labels of things, whatever their version; created is the thing's, so that a list by a label is a stretch of an index.
CREATE TABLE ledger_labels (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (kind, id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_labelled ON ledger_labels (kind, key, value, created, id);
-- When something has to be done about a thing.
CREATE TABLE ledger_due (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_due_at ON ledger_due (kind, at, id);
CREATE INDEX ledger_state ON ledger (kind, state, created, id) WHERE latest = 1;
-- Whoever takes a thing's last version away takes these away with it.
CREATE TRIGGER ledger_gone AFTER DELETE ON ledger
WHEN NOT EXISTS (SELECT 1 FROM ledger WHERE kind = OLD.kind AND id = OLD.id)
BEGIN
  DELETE FROM ledger_labels WHERE kind = OLD.kind AND id = OLD.id;
  DELETE FROM ledger_due WHERE kind = OLD.kind AND id = OLD.id;
END;
-- What is told of a thing's beginning may be told otherwise later.
CREATE TRIGGER ledger_created AFTER UPDATE OF created ON ledger WHEN NEW.latest = 1 AND NEW.created <> OLD.created
BEGIN
  UPDATE ledger_labels SET created = NEW.created WHERE kind = NEW.kind AND id = NEW.id;
END;
