package waybill.images.layer;

import java.util.Optional;

/**
 * How the place of a file in a layer follows from its path, applied in this order.
 *
 * @param followSymlinks whether a link is stored as what it leads to
 * @param canonicalize whether the path is first made absolute and free of links
 * @param stripPrefix components to drop from the beginning, where the path begins with them
 * @param prependPrefix put before the path; a leading slash of the path is dropped first
 */
public record PrefixOptions(
    boolean followSymlinks,
    boolean canonicalize,
    Optional<String> stripPrefix,
    Optional<String> prependPrefix) {

  /** A file lies where its path says. */
  public static final PrefixOptions NONE =
      new PrefixOptions(false, false, Optional.empty(), Optional.empty());

  /** Equal for equal options; see {@link LayerSource#key()}. */
  String key() {
    return (followSymlinks ? "f" : "-")
        + (canonicalize ? "c" : "-")
        + key(stripPrefix)
        + key(prependPrefix);
  }

  private static String key(Optional<String> prefix) {
    return prefix.isEmpty() ? "-" : "+" + measured(prefix.get());
  }

  /** A text with its length before it, so that a row of them cannot be read in two ways. */
  static String measured(String text) {
    return text.length() + ":" + text;
  }
}
