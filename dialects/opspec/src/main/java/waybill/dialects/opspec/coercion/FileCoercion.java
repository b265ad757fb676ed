package waybill.dialects.opspec.coercion;

import java.nio.charset.StandardCharsets;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.SocketValue;

/** To file: whatever has a text becomes a new file with exactly that text. */
public final class FileCoercion {
  private static final String FILE = "file";

  private FileCoercion() {}

  /**
   * The file that a value is, or a new one with its text.
   *
   * @throws CoercionException for dirs and sockets
   */
  public static FileValue toFile(Value value, NewFiles files) {
    return switch (value) {
      case FileValue file -> file;
      case DirValue dir -> throw CoercionException.incompatible(dir, FILE);
      case SocketValue socket -> throw CoercionException.incompatible(socket, FILE);
      // All others have a text.
      default ->
          new FileValue(files.file(StringCoercion.text(value).getBytes(StandardCharsets.UTF_8)));
    };
  }
}
