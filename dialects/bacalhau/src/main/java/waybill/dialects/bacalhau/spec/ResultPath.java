package waybill.dialects.bacalhau.spec;

import java.util.OptionalInt;

/**
 * Something that a task leaves and that is kept.
 *
 * @param path absolute; a file name pattern is allowed; need not exist for streams and codes
 * @param level of the compression, 1 to 9; empty for its own default
 */
public record ResultPath(
    String name,
    String path,
    Type type,
    Format format,
    Compression compression,
    OptionalInt level) {

  /** What it is. */
  public enum Type {
    FILE,
    DIRECTORY,
    STDOUT,
    STDERR,
    EXIT_CODE
  }

  /** What is checked of its content. */
  public enum Format {
    RAW,
    TEXT,
    JSON,
    CSV
  }

  public enum Compression {
    NONE,
    GZIP,
    ZSTD
  }
}
