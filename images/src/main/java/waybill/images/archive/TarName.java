package waybill.images.archive;

import java.util.Arrays;

/** Paths in archives: bytes, for an archive does not say in which character set they are. */
final class TarName {
  private TarName() {}

  /**
   * Makes a written path relative and plain. A leading slash means the layer's root, as container
   * engines take it; {@code ..} is resolved by its text, as they do, and must not lead out.
   *
   * @return empty for the root
   */
  static byte[] clean(byte[] written, int maxDepth, long offset) throws ArchiveException {
    if (written.length == 0) {
      throw new ArchiveException("has an entry without a name", offset);
    }
    checkLength(written, offset);
    byte[] clean = new byte[written.length];
    int length = 0;
    int depth = 0;
    for (int start = 0; start < written.length; ) {
      int end = start;
      while (end < written.length && written[end] != '/') {
        end++;
      }
      if (isParent(written, start, end)) {
        if (length == 0) {
          throw new ArchiveException("has a path that leads out: " + quoted(written), offset);
        }
        length = parent(clean, length);
        depth--;
      } else if (end > start && !(end == start + 1 && written[start] == '.')) {
        if (end - start > ArchiveLimits.NAME_BYTES || ++depth > maxDepth) {
          throw new ArchiveException("has a name too long or too deep: " + quoted(written), offset);
        }
        if (length > 0) {
          clean[length++] = '/';
        }
        System.arraycopy(written, start, clean, length, end - start);
        length += end - start;
      }
      start = end + 1;
    }
    return Arrays.copyOf(clean, length);
  }

  /** Whether something can be a path or the target of a link at all. */
  static void checkLength(byte[] written, long offset) throws ArchiveException {
    if (written.length > ArchiveLimits.PATH_BYTES) {
      throw new ArchiveException("has a path of " + written.length + " bytes", offset);
    }
    for (byte b : written) {
      if (b == 0) {
        throw new ArchiveException("has a NUL in a path: " + quoted(written), offset);
      }
    }
  }

  /** For messages: what is not printable ASCII stands as its octal number; never long. */
  static String quoted(byte[] path) {
    StringBuilder text = new StringBuilder("`");
    int shown = Math.min(path.length, 200);
    for (int i = 0; i < shown; i++) {
      int b = path[i] & 0xff;
      if (b >= ' ' && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append('\\').append((char) ('0' + (b >> 6)));
        text.append((char) ('0' + (b >> 3 & 7))).append((char) ('0' + (b & 7)));
      }
    }
    return text.append(shown < path.length ? "…`" : "`").toString();
  }

  private static boolean isParent(byte[] path, int start, int end) {
    return end - start == 2 && path[start] == '.' && path[start + 1] == '.';
  }

  private static int parent(byte[] path, int length) {
    int end = length;
    while (end > 0 && path[end - 1] != '/') {
      end--;
    }
    return Math.max(0, end - 1);
  }
}
