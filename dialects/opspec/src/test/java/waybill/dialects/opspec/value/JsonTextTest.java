package waybill.dialects.opspec.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;

class JsonTextTest {
  @Test
  void textIsCompactAndKeysAreSorted() {
    SequencedMap<String, Value> properties = new LinkedHashMap<>();
    properties.put("b", new NumberValue(2));
    properties.put("a", new ArrayValue(List.of(new BooleanValue(true), new NullValue())));
    properties.put("", new ObjectValue(new LinkedHashMap<>()));
    properties.put("B", new ArrayValue(List.of()));
    assertThat(JsonText.of(new ObjectValue(properties)))
        .isEqualTo("{\"\":{},\"B\":[],\"a\":[true,null],\"b\":2}");
  }

  @Test
  void keysAreSortedByTheirBytesAndNotByTheirUnits() {
    SequencedMap<String, Value> properties = new LinkedHashMap<>();
    properties.put("\ud83d\ude00", new NumberValue(2));
    properties.put("\uffee", new NumberValue(1));
    assertThat(JsonText.of(new ObjectValue(properties)))
        .isEqualTo("{\"\uffee\":1,\"\ud83d\ude00\":2}");
  }

  @Test
  void charactersAreEscapedAsGoDoes() {
    assertThat(
            JsonText.quoted("<a href=\"x\">&\\/'\n\r\t\b\f\u0001\u007f\u2028\u2029é\ud83d\ude00"))
        .isEqualTo(
            "\"\\u003ca href=\\\"x\\\"\\u003e\\u0026\\\\/'\\n\\r\\t\\b\\f\\u0001\u007f\\u2028\\u2029é\ud83d\ude00\"");
    assertThat(JsonText.quoted("\ud83d")).isEqualTo("\"\ufffd\"");
  }

  @Test
  void filesAreTheirPaths() {
    assertThat(JsonText.of(new FileValue(Path.of("/a/b")))).isEqualTo("\"/a/b\"");
  }

  @Test
  void whatIsThereTwiceCountsTwiceForTheLimit() {
    Value value = new StringValue("x".repeat(1 << 20));
    for (int i = 0; i < 20; i++) {
      value = new ArrayValue(List.of(value, value));
    }
    Value huge = value;
    assertThatThrownBy(() -> JsonText.of(huge)).isInstanceOf(WrongValueException.class);
    assertThat(ValueBounds.objection(huge)).isPresent();
  }

  @Test
  void everyValueComesBackFromItsText() {
    Random random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      Value value = value(random, 4);
      String text = JsonText.of(value);
      assertThat(ValueText.json(text)).isEqualTo(value);
      assertThat(JsonText.of(ValueText.json(text))).isEqualTo(text);
    }
  }

  @Test
  void ofRepeatedKeysTheLastCounts() {
    assertThat(ValueText.json("{\"a\":1,\"a\":2}"))
        .isEqualTo(ObjectValue.of(Map.of("a", new NumberValue(2))));
  }

  @Test
  void hostileTextIsRefusedAndNotQuoted() {
    for (String text :
        List.of(
            "",
            "[",
            "{",
            "s3cret",
            "[1,]",
            "{a:1}",
            "[\"s3cret]",
            "1e400",
            "[1] 2",
            "\"\\ud800\"",
            "[".repeat(1_000_000),
            "{\"a\":".repeat(1_000_000),
            "9".repeat(1_000_000))) {
      assertThatThrownBy(() -> ValueText.json(text))
          .isInstanceOf(WrongValueException.class)
          .hasMessageNotContaining("s3cret");
    }
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> new NullValue();
      case 1 -> new BooleanValue(random.nextBoolean());
      case 2 -> new NumberValue(random.nextInt(10) / 10.0 * Math.pow(10, random.nextInt(60) - 30));
      case 3 -> new StringValue(string(random));
      case 4 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new ArrayValue(items);
      }
      // The last kind.
      default -> {
        SequencedMap<String, Value> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          properties.put(string(random), value(random, depth - 1));
        }
        yield new ObjectValue(properties);
      }
    };
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int[] points = {
        'a', '"', '\\', '<', '\n', 0, 0x2028, 0xfffd, 0x1f600, random.nextInt(0xd800)
      };
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
