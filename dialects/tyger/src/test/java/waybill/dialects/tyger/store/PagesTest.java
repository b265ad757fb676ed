package waybill.dialects.tyger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.problem.Refusal;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerQuery.Mark;

class PagesTest {
  private final Pages pages = new Pages("run");

  private static String token(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMarkComesBackAsItWas() {
    var at = Instant.parse("1969-12-31T23:59:59.123456789Z");
    var entry =
        new LedgerEntry("k", "a b", 1, "", "", "", false, OptionalLong.empty(), at, at, "{}");
    assertThat(pages.mark(pages.byTime(entry))).isEqualTo(new Mark(at, "a b"));
  }

  @Test
  void whatWeWouldNotHaveMadeIsRefused() {
    for (String text :
        List.of(
            "run:",
            "run:1",
            "run:1 2",
            "run:x 2 id",
            "run:1 x id",
            "run:01 2 id",
            "run:1 -2 id",
            "run:1 2000000000 id",
            "run:9223372036854775807 0 id",
            "run:99999999999999999999 0 id",
            "buffer:1 2 id",
            "RUN:1 2 id")) {
      assertThatThrownBy(() -> pages.mark(token(text)))
          .describedAs("%s", text)
          .isInstanceOf(Refusal.class)
          .hasMessage("Invalid continuation token.");
    }
    assertThat(pages.mark(token("run:1 2 id")))
        .isEqualTo(new Mark(Instant.ofEpochSecond(1, 2), "id"));
  }
}
