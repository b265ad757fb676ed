package waybill.web.client;

import java.nio.file.Path;

/** Where a request goes: a server, and what of it. */
public sealed interface WebAddress {
  /** Path and query, encoded; begins with {@code /}. */
  String target();

  /** A server on this machine: {@code http+unix://%2Frun%2Fx.sock/path?query}. */
  record Unix(Path socket, String target) implements WebAddress {
    @Override
    public WebAddress withTarget(String other) {
      return new Unix(socket, other);
    }
  }

  /** {@code http} or {@code https}. */
  record Tcp(String scheme, String host, int port, String target) implements WebAddress {
    @Override
    public WebAddress withTarget(String other) {
      return new Tcp(scheme, host, port, other);
    }
  }

  /** The address that a URL names; fails with {@code IllegalArgumentException} and a text for people. */
  static WebAddress parse(String url) {
    throw new UnsupportedOperationException();
  }

  /** The same server, another target. */
  WebAddress withTarget(String other);
}
