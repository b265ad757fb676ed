package waybill.data.blob;

/** What containers and blobs may be called: nothing that means something to a file system. */
final class BlobNames {
  private static final int MIN_CONTAINER = 3;
  private static final int MAX_CONTAINER = 63;
  private static final int MAX_PATH = 1024;
  private static final int MAX_PART = 200;
  private static final int MAX_PARTS = 16;

  private BlobNames() {}

  static boolean isContainer(String name) {
    if (name.length() < MIN_CONTAINER || name.length() > MAX_CONTAINER) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAlphanumeric(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isPath(String path) {
    if (path.length() > MAX_PATH) {
      return false;
    }
    int parts = 0;
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (++parts > MAX_PARTS || !isPart(path, start, end)) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean isPart(String path, int start, int end) {
    if (end == start || end - start > MAX_PART) {
      return false;
    }
    boolean dotsOnly = true;
    for (int i = start; i < end; i++) {
      char c = path.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
      dotsOnly &= c == '.';
    }
    return !dotsOnly;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
