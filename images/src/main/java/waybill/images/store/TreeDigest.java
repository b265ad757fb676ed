package waybill.images.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The digest of a layer: SHA-256 over a listing of its tree. The listing is UTF-8 and has, for each
 * entry in the order of {@link String#compareTo} of the paths (so a folder comes before what is in
 * it), the path, a NUL, a description, and a NUL:
 *
 * <pre>
 *   usr                d 755 1705000271
 *   usr/bin/env        f 755 1705000271 9f86d081…(SHA-256 of the content)
 *   usr/bin/python     l 1705000271 python3
 * </pre>
 *
 * <p>Type, octal mode, modification time in seconds, then content or target. The root itself is not
 * listed: it is always a folder with mode 755. No path, description or target can hold a NUL, so no
 * two trees have the same listing. The first line is {@code waybill layer 1} and a NUL, which keeps
 * these digests apart from those of any other listing.
 */
public final class TreeDigest {
  private static final String HEADING = "waybill layer 1\0";

  private TreeDigest() {}

  /**
   * The digest of a tree.
   *
   * @param entries in the order of their paths, each path once
   * @return {@code sha256:} and 64 lower-case hexadecimal digits
   */
  public static String of(Collection<TreeEntry> entries) {
    MessageDigest digest = sha256();
    add(digest, HEADING);
    for (TreeEntry entry : entries) {
      add(digest, entry.path() + '\0' + entry.description() + '\0');
    }
    return "sha256:" + hex(digest);
  }

  /** A fresh SHA-256. Making the first one costs a fresh JVM 10 to 20 ms. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** Ends a digest: 64 lower-case hexadecimal digits. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
