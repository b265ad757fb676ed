package waybill.dialects.opspec.show;

/** The paths by which calls are known in their run: {@code ci/loop[3]/container}. */
final class CallPath {
  private CallPath() {}

  /**
   * The next shorter path: without the number of an iteration if it ends with one, else without the
   * last segment.
   */
  static String above(String path) {
    int slash = path.lastIndexOf('/');
    int bracket = path.lastIndexOf('[');
    if (path.endsWith("]") && bracket > slash + 1) {
      return path.substring(0, bracket);
    }
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
