package waybill.images.store;

/**
 * How much a tree holds. By it damage is found, for a tree that lost files, or whose files were
 * cut, holds less; and what the cache holds is the sum of it. Whoever writes a tree may count on
 * the way: it must come out as if the tree had been looked through.
 *
 * @param entries names of whatever kind, without that of the tree's root
 * @param bytes the sizes of files: each file once however many names it has in the tree, with its
 *     holes. Folders, links and marks have none
 */
public record TreeSize(long entries, long bytes) {}
