package waybill.sandbox;

import java.nio.file.Path;

/**
 * Where roots of a size lie that are too large for memory: each in a file without a name, formatted
 * and attached to a loop device by the launcher, and gone with the task. For root only.
 *
 * @param folder on a disk of the host, and ours alone; not a link
 * @param formatter the host's {@code mkfs.ext4}
 */
public record DiskFiles(Path folder, Path formatter) {
  /** Of a group of 128 MiB the file system keeps two for inodes, and some blocks. */
  private static final long SHARE = 60;

  /** The kernel sets aside so much for the file system's growth, or a 50th if that is less. */
  private static final long RESERVE = 17 << 20;

  private static final long RESERVE_SHARE = 45;

  /** What is in it when it is empty, rounding included. */
  private static final long EMPTY = 1 << 20;

  private static final long BLOCK = 4096;
  private static final long MOST = 1L << 50;

  /** How large the file is of a root that takes so many bytes. */
  static long fileBytes(long diskBytes) {
    long bytes = Math.min(diskBytes, MOST);
    long reserve = Math.min(bytes / RESERVE_SHARE, RESERVE);
    return (bytes + bytes / SHARE + reserve + EMPTY) / BLOCK * BLOCK;
  }

  /** The largest root whose file fits into so much free space; 0 when there is none. */
  public static long largest(long freeBytes) {
    return Math.max(0, (freeBytes - RESERVE - EMPTY) / (SHARE + 1) * SHARE);
  }
}
