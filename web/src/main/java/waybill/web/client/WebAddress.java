package waybill.web.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a request goes: a server, and what of it. */
public sealed interface WebAddress {
  /** Path and query, encoded; begins with {@code /}. */
  String target();

  /** What the server is called in a request. */
  String hostField();

  /** A server on this machine: {@code http+unix://%2Frun%2Fx.sock/path?query}. */
  record Unix(Path socket, String target) implements WebAddress {
    public Unix {
      checkTarget(target);
    }

    @Override
    public WebAddress withTarget(String other) {
      return new Unix(socket, other);
    }

    @Override
    public String hostField() {
      return "localhost";
    }
  }

  /** {@code http} or {@code https}. An address in brackets is without them. */
  record Tcp(String scheme, String host, int port, String target) implements WebAddress {
    public Tcp {
      checkTarget(target);
    }

    @Override
    public WebAddress withTarget(String other) {
      return new Tcp(scheme, host, port, other);
    }

    @Override
    public String hostField() {
      String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      return port == defaultPort(scheme) ? name : name + ":" + port;
    }
  }

  /**
   * The address that a URL names; a fragment is dropped.
   *
   * @throws IllegalArgumentException with a text for people
   */
  static WebAddress parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("`" + shown(url) + "` is no URL: " + e.getReason(), e);
    }
    String scheme =
        uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(java.util.Locale.ROOT);
    String target = target(uri);
    return switch (scheme) {
      case "http+unix" -> new Unix(socket(uri, url), target);
      case "http", "https" -> tcp(uri, scheme, target, url);
      default -> // a text, not an enum
          throw new IllegalArgumentException(
              "`" + shown(url) + "` is no URL of http, https or http+unix");
    };
  }

  private static Tcp tcp(URI uri, String scheme, String target, String url) {
    String host = uri.getHost();
    if (host == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("`" + shown(url) + "` names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("`" + shown(url) + "` has a user, which is not supported");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
    return new Tcp(scheme, bare, port, target);
  }

  private static Path socket(URI uri, String url) {
    String authority = uri.getRawAuthority();
    String path =
        authority == null
            ? ""
            : URLDecoder.decode(authority.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "`" + shown(url) + "` names no socket: its path, with %2F for each slash, comes first");
    }
    return Path.of(path);
  }

  private static String target(URI uri) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  /** What is behind the question mark may be a secret. */
  private static String shown(String url) {
    int question = url.indexOf('?');
    String shown = question < 0 ? url : url.substring(0, question) + "?…";
    return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
  }

  private static void checkTarget(String target) {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("a target begins with a slash");
    }
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 127) {
        throw new IllegalArgumentException("a target has a character that must be encoded");
      }
    }
  }

  /** The same server, another target. */
  WebAddress withTarget(String other);
}
