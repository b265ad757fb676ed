package waybill.dialects.opspec.coercion;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;

/** To socket: a text that is the path of one. */
public final class SocketCoercion {
  private static final String SOCKET = "socket";

  private SocketCoercion() {}

  /**
   * Whether something listens there is not looked at.
   *
   * @throws CoercionException unless the value is a socket or an absolute path
   */
  public static SocketValue toSocket(Value value) {
    return switch (value) {
      case SocketValue socket -> socket;
      case StringValue string -> new SocketValue(absolute(string));
      // No value of another type says where a socket is.
      default -> throw CoercionException.incompatible(value, SOCKET);
    };
  }

  private static Path absolute(StringValue string) {
    try {
      Path path = Path.of(string.text());
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new CoercionException(string, SOCKET, "it is not a path: " + e.getReason());
    }
    throw new CoercionException(string, SOCKET, "it is not an absolute path");
  }
}
