package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.value.Value;

/** What the end of a call tells of its outputs: of each its type and its value. */
final class OutputDetail {

  /** A longer one is only named: events are for reading, not for carrying values. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private OutputDetail() {}

  static void write(Map<String, Value> outputs, CallDetail detail) {
    CallDetail written = new CallDetail();
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
    return switch (value) {
      case Value.DirValue(var path) -> new CallDetail().string("dir", path.toString()).close();
      case Value.FileValue(var path) -> new CallDetail().string("file", path.toString()).close();
      case Value.SocketValue(var path) ->
          new CallDetail().string("socket", path.toString()).close();
      case Value.StringValue(String text) -> new CallDetail().string("string", text).close();
      case Value.ArrayValue array -> new CallDetail().json("array", plain(array)).close();
      case Value.ObjectValue object -> new CallDetail().json("object", plain(object)).close();
      case Value.BooleanValue bool -> new CallDetail().json("boolean", plain(bool)).close();
      case Value.NumberValue number -> new CallDetail().json("number", plain(number)).close();
      case Value.NullValue none -> new CallDetail().json("object", plain(none)).close();
    };
  }

  static String plain(Value value) {
    return switch (value) {
      case Value.DirValue(var path) -> quoted(path.toString());
      case Value.FileValue(var path) -> quoted(path.toString());
      case Value.SocketValue(var path) -> quoted(path.toString());
      case Value.StringValue(String text) -> quoted(text);
      case Value.BooleanValue(boolean bool) -> Boolean.toString(bool);
      case Value.NumberValue(double number) -> number(number);
      case Value.NullValue _ -> "null";
      case Value.ArrayValue(List<Value> items) -> {
        StringBuilder text = new StringBuilder("[");
        for (Value item : items) {
          text.append(text.length() > 1 ? "," : "").append(plain(item));
        }
        yield text.append(']').toString();
      }
      case Value.ObjectValue(var properties) -> {
        CallDetail object = new CallDetail();
        properties.forEach((name, property) -> object.json(name, plain(property)));
        yield object.close();
      }
    };
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static String quoted(String text) {
    return CallDetail.quoted(text);
  }
}
