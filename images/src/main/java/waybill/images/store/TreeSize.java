package waybill.images.store;

/**
 * How much a tree holds, as far as this user may look into it. By it damage is found: a tree that
 * lost files, or whose files were cut, is smaller.
 *
 * @param entries files, folders and links, without the root
 * @param bytes of the contents of files; a file with several names counts for each
 */
record TreeSize(long entries, long bytes) {}
