package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Buffer;

class BufferJsonTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void isWrittenAndReadBack() {
    Buffer buffer =
        new Buffer("abc", THEN, "local", true, Optional.of(THEN), Map.of("a", "b"), "123");
    assertThat(BufferJson.write(buffer))
        .isEqualTo(
            ("{'id':'abc','createdAt':'2026-01-02T03:04:05Z','location':'local','tags':{'a':'b'},"
                    + "'eTag':'123','expiresAt':'2026-01-02T03:04:05Z','isSoftDeleted':true}")
                .replace('\'', '"'));
    assertThat(BufferJson.readStored(BufferJson.write(buffer))).isEqualTo(buffer);
    Buffer plain = new Buffer("abc", THEN, "local", false, Optional.empty(), Map.of(), "1");
    assertThat(BufferJson.write(plain)).doesNotContain("tags").doesNotContain("expiresAt");
    assertThat(BufferJson.readStored(BufferJson.write(plain))).isEqualTo(plain);
  }

  @Test
  void wishesMayBeEmpty() {
    var nothing = new BufferJson.Wanted(Optional.empty(), Optional.empty(), Map.of());
    assertThat(BufferJson.read(new byte[0])).isEqualTo(nothing);
    assertThat(BufferJson.read(Told.bytes("{}"))).isEqualTo(nothing);
    assertThat(
            BufferJson.read(Told.bytes("{\"expiresAt\":\"2026-01-02T04:04:05+01:00\"}"))
                .expiresAt())
        .contains(THEN);
    var all = new BufferJson.Wanted(Optional.of("local"), Optional.of(THEN), Map.of("a", "b"));
    assertThat(BufferJson.read(Told.bytes(BufferJson.write(all)))).isEqualTo(all);
  }

  @Test
  void tagsHaveBounds() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 101; i++) {
      many.put("t" + i, "v");
    }
    assertThat(refused(many)).isEqualTo("No more than 100 tags can be set on a buffer");
    assertThat(refused(Map.of("a b", "v"))).startsWith("Tag keys must contain");
    assertThat(refused(Map.of("", "v"))).startsWith("Tag keys must contain");
    assertThat(refused(Map.of("a".repeat(129), "v"))).startsWith("Tag keys must contain");
    assertThat(refused(Map.of("a", "v".repeat(257)))).startsWith("Tag values can contain");
    assertThat(refused(Map.of("a", "é"))).startsWith("Tag values can contain");
    many.remove("t0");
    TagRules.check(many);
    TagRules.check(Map.of("a".repeat(128), "v".repeat(256), "A-z_0.9", ""));
  }

  private static String refused(Map<String, String> tags) {
    var wanted = new BufferJson.Wanted(Optional.empty(), Optional.empty(), tags);
    return Told.refusal(() -> BufferJson.read(Told.bytes(BufferJson.write(wanted))));
  }

  @Test
  void otherThingsAreRefused() {
    for (String body :
        new String[] {
          "[]",
          "{\"x\":1}",
          "{\"tags\":{\"a\":1}}",
          "{\"expiresAt\":\"soon\"}",
          "{\"expiresAt\":5}",
          "{"
        }) {
      assertThat(Told.refusal(() -> BufferJson.read(Told.bytes(body))))
          .startsWith("Error deserializing input: ");
    }
    assertThat(Refusal.invalid("x").code().status()).isEqualTo(400);
  }
}
