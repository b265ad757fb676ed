package waybill.dialects.opspec.value;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A value of the language. Immutable; files and dirs are paths, and what lies there may change. */
public sealed interface Value {

  /** The word for its type, as messages have it. */
  default String type() {
    return switch (this) {
      case ArrayValue array -> "array";
      case BooleanValue bool -> "boolean";
      case DirValue dir -> "dir";
      case FileValue file -> "file";
      case NumberValue number -> "number";
      case ObjectValue object -> "object";
      case SocketValue socket -> "socket";
      case StringValue string -> "string";
      case NullValue nothing -> "null";
    };
  }

  record ArrayValue(List<Value> items) implements Value {
    public ArrayValue {
      items = List.copyOf(items);
    }
  }

  record BooleanValue(boolean value) implements Value {}

  /** An existing folder, absolute. */
  record DirValue(Path path) implements Value {}

  /** An existing file, absolute; read when its content is wanted. */
  record FileValue(Path path) implements Value {}

  /** Never NaN or infinite. */
  record NumberValue(double value) implements Value {
    public NumberValue {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(value + " is no number of the language");
      }
    }
  }

  record ObjectValue(SequencedMap<String, Value> properties) implements Value {
    public ObjectValue {
      properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
    }

    public static ObjectValue of(Map<String, Value> properties) {
      return new ObjectValue(new LinkedHashMap<>(properties));
    }
  }

  /** A Unix socket or named pipe of the host, absolute. */
  record SocketValue(Path path) implements Value {}

  record StringValue(String text) implements Value {}

  /** JSON's null; only inside of arrays and objects. */
  record NullValue() implements Value {}
}
