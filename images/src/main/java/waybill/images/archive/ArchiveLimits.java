package waybill.images.archive;

/**
 * What an archive may ask for at most. How well it is compressed needs no limit of its own: the
 * total bounds it.
 *
 * @param totalBytes of the whole archive after decompression
 * @param fileBytes of one file
 * @param entries how many names
 * @param headerBytes of one extended header
 * @param depth how many names a path may have
 */
public record ArchiveLimits(
    long totalBytes, long fileBytes, int entries, int headerBytes, int depth) {

  /** For layers of images: far beyond any that is made in earnest, except for the two sizes. */
  public static final ArchiveLimits DEFAULT =
      new ArchiveLimits(64L << 30, 64L << 30, 1_000_000, 1 << 20, 256);

  /** Longest path and longest target of a link, in bytes: the kernel takes no longer ones. */
  static final int PATH_BYTES = 4095;

  /** Longest name in a path, in bytes. */
  static final int NAME_BYTES = 255;
}
