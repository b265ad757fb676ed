package waybill.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WebAddressTest {

  @Test
  void socketsAreNamedByTheirEncodedPath() {
    assertThat(WebAddress.parse("http+unix://%2Frun%2Fa+b%20c.sock/x/y%2Fz?sig=a%2Bb&c#d"))
        .isEqualTo(new WebAddress.Unix(Path.of("/run/a+b c.sock"), "/x/y%2Fz?sig=a%2Bb&c"));
    assertThat(WebAddress.parse("HTTP+UNIX://%2fs"))
        .isEqualTo(new WebAddress.Unix(Path.of("/s"), "/"));
  }

  @Test
  void portsAreThoseOfTheScheme() {
    assertThat(WebAddress.parse("https://a.example/c?d"))
        .isEqualTo(new WebAddress.Tcp("https", "a.example", 443, "/c?d"));
    assertThat(WebAddress.parse("http://a:81").hostField()).isEqualTo("a:81");
    assertThat(WebAddress.parse("http://a:80").hostField()).isEqualTo("a");
    assertThat(WebAddress.parse("http://[::1]:81/"))
        .isEqualTo(new WebAddress.Tcp("http", "::1", 81, "/"));
    assertThat(WebAddress.parse("http://[::1]:81/").hostField()).isEqualTo("[::1]:81");
  }

  @Test
  void whatIsNoUrlIsSaidSoWithoutItsSecrets() {
    for (String url :
        new String[] {
          "",
          "a",
          "/a",
          "ftp://a/?sig=SECRET",
          "http://",
          "http:///a",
          "http://a:99999/?sig=SECRET",
          "http://u:p@a/",
          "http+unix:///a?sig=SECRET",
          "http+unix://run.sock/",
          "http+unix://%2Fa%00/",
          "http://a b/?sig=SECRET",
          "http+unix://%2F%zz/?sig=SECRET"
        }) {
      assertThatThrownBy(() -> WebAddress.parse(url))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("SECRET");
    }
  }
}
