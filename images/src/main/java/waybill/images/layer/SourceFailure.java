package waybill.images.layer;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Words for what is wrong with the files that a layer is built from. */
final class SourceFailure {
  private SourceFailure() {}

  /**
   * An operation on a file failed.
   *
   * @param operation as job files' authors know it: {@code symlink_metadata}, {@code metadata},
   *     {@code canonicalize}, {@code read_link}, {@code read_dir}, {@code open}, {@code read}
   */
  static FailureException of(String operation, Path file, IOException failed) {
    FailureCode code =
        failed instanceof NoSuchFileException
            ? FailureCode.INPUT_MISSING
            : FailureCode.LAYER_UNBUILDABLE;
    return new FailureException(
        Failure.of(code, operation + "(" + quoted(file.toString()) + "): " + OsReason.of(failed)),
        failed);
  }

  /** A text that the operating system cannot take for a path. */
  static FailureException notAPath(String written, InvalidPathException invalid) {
    return new FailureException(
        Failure.of(
                FailureCode.LAYER_UNBUILDABLE,
                "`" + written + "` cannot be a file name: " + invalid.getReason())
            .withHelp("outside of ASCII, names need a UTF-8 locale such as LC_ALL=C.UTF-8"),
        invalid);
  }

  /**
   * Whether a name on disk could be decoded: the JDK puts this character in place of what is not.
   */
  static boolean isText(String name) {
    return name.indexOf('\uFFFD') < 0;
  }

  /** A name on disk that is no text in this locale's encoding. */
  static FailureException notText(Path folder, String name) {
    return Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            "a file in "
                + quoted(folder.toString())
                + " has a name that is not UTF-8: `"
                + name
                + "`")
        .withHelp("rename it; if it is UTF-8, use a UTF-8 locale such as LC_ALL=C.UTF-8")
        .asException();
  }

  static FailureException unknownType(Path file) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, "unknown file type " + file)
        .withHelp("a layer holds regular files, folders and symbolic links")
        .asException();
  }

  static FailureException noArchive(Path file) {
    return Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            quoted(file.toString()) + " is no archive: it is not a regular file")
        .asException();
  }

  static FailureException keepsChanging(Path file) {
    return Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            quoted(file.toString()) + " changes while it is copied into a layer")
        .withHelp("wait until it is finished, or copy it elsewhere first")
        .asException();
  }

  static FailureException interrupted() {
    return Failure.of(FailureCode.INTERNAL, "interrupted while building a layer").asException();
  }

  /** In double quotes, with what would be unclear in them escaped. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '"' || character == '\\') {
        quoted.append('\\').append(character);
      } else if (character == '\n') {
        quoted.append("\\n");
      } else if (Character.isISOControl(character)) {
        quoted.append("\\u{").append(Integer.toHexString(character)).append('}');
      } else {
        quoted.append(character);
      }
    }
    return quoted.append('"').toString();
  }
}
