package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;

/** What the end of a call tells of its outputs: of each its type and its value. */
final class OutputDetail {

  /** A longer one is only named: events are for reading, and {@code --outputs} has it whole. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private OutputDetail() {}

  static void write(Map<String, Value> outputs, DetailWriter detail) {
    DetailWriter written = new DetailWriter();
    List<String> omitted = new ArrayList<>();
    for (Map.Entry<String, Value> output : outputs.entrySet()) {
      String json = typed(output.getValue());
      if (json.length() > MAX_CHARACTERS) {
        omitted.add(output.getKey());
      } else {
        written.json(output.getKey(), json);
      }
    }
    detail.json("outputs", written.close());
    if (!omitted.isEmpty()) {
      detail.strings("omitted", omitted);
    }
  }

  private static String typed(Value value) {
    String type =
        switch (value) {
          case Value.ArrayValue _ -> "array";
          case Value.BooleanValue _ -> "boolean";
          case Value.DirValue _ -> "dir";
          case Value.FileValue _ -> "file";
          case Value.NumberValue _ -> "number";
          case Value.ObjectValue _, Value.NullValue _ -> "object";
          case Value.SocketValue _ -> "socket";
          case Value.StringValue _ -> "string";
        };
    return new DetailWriter().json(type, JsonText.of(value)).close();
  }
}
