package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDoorTest {
  private static final URI FROM = URI.create("https://a.example/v2/x");

  @Test
  void redirectsAreResolved() throws Exception {
    assertThat(HttpDoor.target(FROM, "/y")).isEqualTo(URI.create("https://a.example/y"));
    assertThat(HttpDoor.target(FROM, "https://b.example/z?s=1"))
        .isEqualTo(URI.create("https://b.example/z?s=1"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/, from https to http at a.example",
    "file:///etc/passwd, no address of a host",
    "ftp://a.example/, something other than http and https",
    "https://a.example:99999/, no address of a host",
    "https://a.-example/, no address of a host",
    "https://me:secret@a.example/, no address of a host",
    "'https://a b/', what is no address",
    "'', no address of a host",
  })
  void redirectsToWhereWeShouldNotGoAreRefused(String location, String reason) {
    assertThatThrownBy(() -> HttpDoor.target(FROM, location))
        .isInstanceOf(HttpDoor.BadRedirectException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void challengesAreReadWithQuotesEscapesAndSeveralInOneLine() {
    assertThat(
            Challenge.parse(
                "Negotiate, Bearer realm=\"https://a/t?x=1,2\",service=\"q\\\"q\" , scope=plain, Basic realm=x"))
        .isEqualTo(
            List.of(
                new Challenge("negotiate", Map.of()),
                new Challenge(
                    "bearer",
                    Map.of("realm", "https://a/t?x=1,2", "service", "q\"q", "scope", "plain")),
                new Challenge("basic", Map.of("realm", "x"))));
    for (String odd :
        List.of(
            "", ",,,", "=", "Bearer realm=\"", "Bearer =x", "\"", "a=b", "Bearer realm=\"x\\")) {
      assertThat(Challenge.parse(odd)).hasSizeLessThanOrEqualTo(1);
    }
  }
}
