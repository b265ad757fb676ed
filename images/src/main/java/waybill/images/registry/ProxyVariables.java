package waybill.images.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * The proxy that {@code https_proxy}, {@code http_proxy} and {@code no_proxy} name, in small
 * letters or capitals, as other tools read them. Without them there is none. Never for loopback.
 */
public final class ProxyVariables extends ProxySelector {
  private static final int DEFAULT_PORT = 80;
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);

  private final Map<String, Proxy> proxies = new HashMap<>();
  private final String exceptions;

  /**
   * What an environment says.
   *
   * @throws waybill.model.failure.FailureException when it names a proxy in a way that is no
   *     address
   */
  public ProxyVariables(Map<String, String> environment) {
    this.exceptions = variable(environment, "no_proxy");
    for (String scheme : List.of("http", "https")) {
      String name = scheme + "_proxy";
      String written = variable(environment, name);
      if (!written.isEmpty()) {
        proxies.put(scheme, proxy(name, written));
      }
    }
  }

  private static String variable(Map<String, String> environment, String name) {
    String small = environment.getOrDefault(name, "");
    return small.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
  }

  private static Proxy proxy(String variable, String written) {
    try {
      URI at = new URI(written.contains("://") ? written : "http://" + written);
      if (at.getHost() != null) {
        int port = at.getPort() < 0 ? DEFAULT_PORT : at.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port));
      }
    } catch (URISyntaxException e) {
      throw bad(variable);
    }
    throw bad(variable);
  }

  /** Without what is in it: a password may be. */
  private static FailureException bad(String variable) {
    return Failure.of(
            FailureCode.COMMAND_LINE, "the variable " + variable + " is no address of a proxy")
        .withHelp("it is like http://proxy.example.com:3128")
        .asException();
  }

  @Override
  public List<Proxy> select(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (isLoopback(host) || isExcepted(host, exceptions)) {
      return NONE;
    }
    return List.of(proxies.getOrDefault(address.getScheme(), Proxy.NO_PROXY));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Whether a list of names, and of domains with all that is below them, has the host. */
  private static boolean isExcepted(String host, String list) {
    for (String written : list.split(",", 0)) {
      String name = written.strip().toLowerCase(Locale.ROOT);
      String domain = name.startsWith("*.") ? name.substring(1) : name;
      String bare = domain.startsWith(".") ? domain.substring(1) : domain;
      if (name.equals("*")
          || (!bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException reason) {
    // Whoever asked gets the reason, too.
  }
}
