package waybill.images.unpack;

/** What becomes of entries that are neither files, folders nor links. */
public enum EntryRules {
  /** As in images: named pipes are made, devices left out, since no task could use them. */
  IMAGE,
  /** As in archives that an author names: all of them are refused. */
  PLAIN
}
