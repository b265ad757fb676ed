package waybill.images.store;

/**
 * How much a tree holds, by which damage is found: a tree that lost files is smaller.
 *
 * @param entries files, folders and links, without the root
 * @param bytes of the contents of files; a file with several names counts for each
 */
public record TreeSize(long entries, long bytes) {}
