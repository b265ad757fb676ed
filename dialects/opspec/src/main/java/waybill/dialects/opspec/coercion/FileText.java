package waybill.dialects.opspec.coercion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.ValueBounds;
import waybill.files.OsReason;

/** The content of files as text. Never waits, and never reads more than it may. */
public final class FileText {
  private FileText() {}

  /**
   * All of it.
   *
   * @param to the type that is wanted, for the message
   * @throws CoercionException unless it is a regular file, of UTF-8, of at most {@link
   *     ValueBounds#TEXT} bytes
   */
  static String read(FileValue file, String to) {
    return read(file, to, ValueBounds.TEXT);
  }

  /** The same with another limit, in bytes. */
  public static String read(FileValue file, String to, int limit) {
    Path path = file.path();
    // A pipe would wait for its writer, a device may never end: neither is opened.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new CoercionException(file, to, "'" + path + "' is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new CoercionException(
            file, to, "'" + path + "' holds more than " + limit + " bytes; pass it on as a file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new CoercionException(
          file, to, "'" + path + "' is not text in UTF-8; pass it on as a file");
    } catch (IOException e) {
      throw new CoercionException(file, to, "'" + path + "': " + OsReason.of(e));
    }
  }

  /** Without the line ends that programs write after a single word. */
  static String withoutTrailingNewlines(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
