package waybill.dialects.tyger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.access.AccessKeys.Access;
import waybill.dialects.tyger.problem.Refusal;

class AccessKeysTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.700Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private AccessKeys keys;

  @BeforeEach
  void open() {
    keys = AccessKeys.open(folder.resolve("key"));
  }

  private static Map<String, String> parsed(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private Access check(Map<String, String> query) {
    return keys.check("abc", query, NOW);
  }

  @Test
  void aQuerySaysWhatIsAllowedAndHowLong() {
    String query = keys.query("abc", true, NOW, MINUTE);
    assertThat(query).startsWith("api-version=1.0&sv=0.1.0&sp=cr&st=");
    assertThat(parsed(query))
        .containsEntry("st", "2026-03-01T10:00:00Z")
        .containsEntry("se", "2026-03-01T10:01:01Z");
    assertThat(parsed(keys.query("abc", false, NOW, MINUTE))).containsEntry("sp", "r");
  }

  @Test
  void whatWasSignedIsAccepted() {
    assertThat(check(parsed(keys.query("abc", false, NOW, MINUTE)))).isEqualTo(Access.READ);
    assertThat(check(parsed(keys.query("abc", true, NOW, MINUTE)))).isEqualTo(Access.WRITE);
  }

  @Test
  void nothingOfItCanBeChanged() {
    Map<String, String> query = parsed(keys.query("abc", false, NOW, MINUTE));
    assertThat(keys.check("abd", query, NOW)).isEqualTo(Access.NONE);
    Map<String, String> others =
        Map.of(
            "sp", "cr",
            "sv", "0.2.0",
            "se", "2036-03-01T10:01:01Z",
            "st", "2020-03-01T10:01:01Z",
            "sig", Base64.getEncoder().encodeToString(new byte[70]));
    others.forEach(
        (name, value) -> {
          Map<String, String> changed = new HashMap<>(query);
          changed.put(name, value);
          assertThat(check(changed)).as(name).isEqualTo(Access.NONE);
          changed.remove(name);
          assertThat(check(changed)).as("without %s", name).isEqualTo(Access.NONE);
        });
    Map<String, String> garbage = new HashMap<>(query);
    garbage.put("sig", "%%%");
    assertThat(check(garbage)).isEqualTo(Access.NONE);
    assertThat(check(Map.of())).isEqualTo(Access.NONE);
  }

  @Test
  void itExpires() {
    Map<String, String> query = parsed(keys.query("abc", true, NOW, MINUTE));
    assertThat(keys.check("abc", query, NOW.plusSeconds(60))).isEqualTo(Access.WRITE);
    assertThat(keys.check("abc", query, NOW.plusSeconds(61))).isEqualTo(Access.EXPIRED);
    assertThat(keys.check("abc", query, NOW.minusSeconds(1))).isEqualTo(Access.EARLY);
  }

  /** The next letter of base64: as the last one it stands for the same bytes. */
  private static char neighbour(char letter) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return letters.charAt((letters.indexOf(letter) + 1) % letters.length());
  }

  @Test
  void noLetterOfASignatureCanBeChanged() {
    for (int round = 0; round < 4; round++) {
      Map<String, String> query = parsed(keys.query("abc" + round, false, NOW, MINUTE));
      String right = query.getOrDefault("sig", "");
      for (int place = 0; place < right.length(); place++) {
        var changed = new StringBuilder(right);
        changed.setCharAt(place, neighbour(right.charAt(place)));
        query.put("sig", changed.toString());
        assertThat(keys.check("abc" + round, query, NOW)).as("%s", changed).isEqualTo(Access.NONE);
      }
      for (String padding :
          new String[] {right.replace("=", "").concat("*"), right + "=", " " + right}) {
        query.put("sig", padding);
        assertThat(keys.check("abc" + round, query, NOW)).isEqualTo(Access.NONE);
      }
    }
  }

  @Test
  void lifetimesAreHalfAMinuteToAnHour() {
    assertThatThrownBy(() -> keys.query("abc", true, NOW, Duration.ofSeconds(29)))
        .isInstanceOf(Refusal.class)
        .hasMessage("Access TTL must be at least 30 seconds.");
    assertThat(parsed(keys.query("abc", true, NOW, Duration.ofDays(1))))
        .containsEntry("se", "2026-03-01T11:00:01Z");
  }

  @Test
  void theKeyIsKeptAndOnlyItsOwnerReadsIt() throws Exception {
    Map<String, String> query = parsed(keys.query("abc", true, NOW, MINUTE));
    Path file = folder.resolve("key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(AccessKeys.open(file).check("abc", query, NOW)).isEqualTo(Access.WRITE);
    assertThat(AccessKeys.open(folder.resolve("other")).check("abc", query, NOW))
        .isEqualTo(Access.NONE);
  }

  @Test
  void aFileWithSomethingElseIsRefusedWithWhatToDo() throws Exception {
    Path file = folder.resolve("garbage");
    for (String text : new String[] {"", "x", "a\nb\n", "!\n!\n", "a".repeat(5000)}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> AccessKeys.open(file))
          .hasMessageContaining("does not hold keys for access URLs");
    }
    assertThatThrownBy(() -> AccessKeys.open(folder)).hasMessageContaining("cannot use the keys");
  }
}
