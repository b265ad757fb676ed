package waybill.images.store;

/**
 * One name in a layer, with all that is stored of it. Layers have no owners: whoever runs on one
 * sees its files as root's.
 */
public sealed interface TreeEntry {

  /** 2024-01-11 19:11:11 UTC, the time of all that has none of its own. */
  long NO_TIME = 1705000271;

  /**
   * Relative to the layer's root: {@code usr/bin/env}; never empty, no {@code .} or {@code ..}, no
   * slash at an end.
   */
  String path();

  /** Seconds since 1970. */
  long modified();

  /** What is hashed for the layer's digest beside the path. */
  String description();

  /**
   * A folder.
   *
   * @param mode permissions and sticky bit
   */
  record Folder(String path, int mode, long modified) implements TreeEntry {
    @Override
    public String description() {
      return "d " + Integer.toOctalString(mode) + ' ' + modified;
    }
  }

  /**
   * A regular file.
   *
   * @param mode permissions and sticky bit; never set-user-id or set-group-id
   * @param content SHA-256 of its bytes, 64 lower-case hexadecimal digits
   */
  record File(String path, int mode, long modified, String content) implements TreeEntry {

    /** The content of an empty file. */
    public static final String EMPTY =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Override
    public String description() {
      return "f " + Integer.toOctalString(mode) + ' ' + modified + ' ' + content;
    }
  }

  /**
   * A symbolic link.
   *
   * @param target as it was written; not empty, any path
   */
  record Link(String path, long modified, String target) implements TreeEntry {
    @Override
    public String description() {
      return "l " + modified + ' ' + target;
    }
  }
}
