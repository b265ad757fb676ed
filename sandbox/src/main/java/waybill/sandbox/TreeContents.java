package waybill.sandbox;

/**
 * How much is in a tree.
 *
 * @param entries names of whatever kind, without that of the tree's root
 * @param bytes the sizes of files, each file once however many names it has, its holes included
 */
public record TreeContents(long entries, long bytes) {}
