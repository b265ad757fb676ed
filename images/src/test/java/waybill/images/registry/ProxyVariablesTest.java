package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyVariablesTest {
  private static final Map<String, String> BOTH =
      Map.of("https_proxy", "http://proxy:3128", "HTTP_PROXY", "plain", "no_proxy", "in.org, .lab");

  private static String proxyOf(String address) {
    Proxy proxy = new ProxyVariables(BOTH).select(URI.create(address)).getFirst();
    return proxy.address() instanceof InetSocketAddress at
        ? at.getHostString() + ":" + at.getPort()
        : "none";
  }

  @Test
  void eachSchemeHasItsOwn() {
    assertThat(proxyOf("https://a.org/v2/")).isEqualTo("proxy:3128");
    assertThat(proxyOf("http://a.org/v2/")).isEqualTo("plain:80");
  }

  @Test
  void exceptionsAndTheirDomainsHaveNone() {
    assertThat(proxyOf("https://in.org/")).isEqualTo("none");
    assertThat(proxyOf("https://far.in.org/")).isEqualTo("none");
    assertThat(proxyOf("https://begin.org/")).isEqualTo("proxy:3128");
    assertThat(proxyOf("https://x.lab:5000/")).isEqualTo("none");
  }

  @Test
  void loopbackHasNone() {
    assertThat(proxyOf("http://127.0.0.1:5000/")).isEqualTo("none");
    assertThat(proxyOf("http://localhost/")).isEqualTo("none");
  }

  @Test
  void whatIsNoAddressIsSaidWithoutItsSecrets() {
    assertThatThrownBy(() -> new ProxyVariables(Map.of("https_proxy", "http://me:secret@ :1")))
        .hasMessageContaining("https_proxy")
        .hasMessageNotContaining("secret");
  }

  @Test
  void withoutVariablesThereIsNone() {
    assertThat(new ProxyVariables(Map.of()).select(URI.create("https://a.org/")))
        .containsExactly(Proxy.NO_PROXY);
  }
}
