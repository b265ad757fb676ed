package waybill.images.registry;

import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for each host by its own certificates: one client for all of them, so what is trusted, and
 * who we say we are, is decided when a connection is made. Of a host without certificates of its
 * own nothing is read but the machine's authorities, and those only when the first connection is
 * made. For any number of threads.
 */
final class HostTls {
  private static final int HTTPS = 443;
  private static final char[] NO_PASSWORD = new char[0];

  private final CertificateFiles files;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();
  private @Nullable X509ExtendedTrustManager machine;

  HostTls(CertificateFiles files) {
    this.files = files;
  }

  /** How one host is spoken to. */
  private record Host(
      Optional<X509ExtendedTrustManager> trust, Optional<X509ExtendedKeyManager> identity) {}

  /** For a client. */
  SSLContext context(RegistrySettings.Certificates taken) {
    TrustManager trust =
        switch (taken) {
          case CHECKED -> new Trust();
          case ANY -> new AnyCertificate();
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Identities()}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java speaks TLS", e);
    }
  }

  /**
   * Reads what there is for the host of an address, once. A handshake could not say what is wrong
   * with it.
   *
   * @throws waybill.model.failure.FailureException naming the file that cannot be used
   */
  void prepare(URI address) {
    if ("https".equalsIgnoreCase(address.getScheme())) {
      int port = address.getPort() < 0 ? HTTPS : address.getPort();
      hosts.computeIfAbsent(key(address.getHost(), port), key -> host(address));
    }
  }

  private Host host(URI address) {
    List<String> names = new ArrayList<>();
    String name = address.getHost().toLowerCase(Locale.ROOT);
    names.add(address.getPort() < 0 ? name : name + ':' + address.getPort());
    Endpoint.otherName(name).ifPresent(names::add);
    HostCertificates found = HostCertificates.read(files, names);
    try {
      return new Host(
          found.authorities().isEmpty() ? Optional.empty() : Optional.of(trust(found)),
          found.identities().isEmpty() ? Optional.empty() : Optional.of(identity(found)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java holds keys and certificates", e);
    }
  }

  private static String key(String host, int port) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return name.toLowerCase(Locale.ROOT) + ':' + port;
  }

  private Optional<Host> host(@Nullable SSLEngine engine) {
    return engine == null || engine.getPeerHost() == null
        ? Optional.empty()
        : Optional.ofNullable(hosts.get(key(engine.getPeerHost(), engine.getPeerPort())));
  }

  /** Whom this machine trusts. */
  private synchronized X509ExtendedTrustManager machine() throws GeneralSecurityException {
    X509ExtendedTrustManager known = machine;
    if (known == null) {
      known = trusting(null);
      machine = known;
    }
    return known;
  }

  private X509ExtendedTrustManager trust(HostCertificates found) throws GeneralSecurityException {
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate authority : machine().getAcceptedIssuers()) {
      store.setCertificateEntry("machine-" + number++, authority);
    }
    for (X509Certificate authority : found.authorities()) {
      store.setCertificateEntry("host-" + number++, authority);
    }
    return trusting(store);
  }

  private static X509ExtendedTrustManager trusting(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("every Java checks certificates");
  }

  private static X509ExtendedKeyManager identity(HostCertificates found)
      throws GeneralSecurityException {
    KeyStore store = emptyStore();
    int number = 0;
    for (HostCertificates.Identity identity : found.identities()) {
      store.setKeyEntry(
          "identity-" + number++,
          identity.key(),
          NO_PASSWORD,
          identity.chain().toArray(new Certificate[0]));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("every Java shows certificates");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    return store;
  }

  /** Extended: beside any other kind the JDK would not compare the host's name. */
  private final class Trust extends X509ExtendedTrustManager {

    private X509ExtendedTrustManager of(@Nullable SSLEngine engine) throws CertificateException {
      try {
        Optional<X509ExtendedTrustManager> own = host(engine).flatMap(Host::trust);
        return own.isPresent() ? own.get() : machine();
      } catch (GeneralSecurityException e) {
        throw new CertificateException("cannot read the authorities that this machine trusts", e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      of(engine).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      of(null).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      of(null).checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      of(null).checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      of(null).checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      of(null).checkClientTrusted(chain, type);
    }

    /** Only a server tells these. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /**
   * Its names for certificates are a host's key, a slash, and what that host's own manager says.
   */
  private final class Identities extends X509ExtendedKeyManager {

    @Override
    public @Nullable String chooseEngineClientAlias(
        String @Nullable [] types, Principal @Nullable [] issuers, SSLEngine engine) {
      Optional<X509ExtendedKeyManager> own = host(engine).flatMap(Host::identity);
      if (own.isEmpty()) {
        return null;
      }
      String alias = own.get().chooseEngineClientAlias(types, issuers, engine);
      return alias == null ? null : key(engine.getPeerHost(), engine.getPeerPort()) + '/' + alias;
    }

    private Optional<X509ExtendedKeyManager> of(String alias) {
      Host host = hosts.get(alias.substring(0, alias.indexOf('/')));
      return host == null ? Optional.empty() : host.identity();
    }

    private static String bare(String alias) {
      return alias.substring(alias.indexOf('/') + 1);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      Optional<X509ExtendedKeyManager> own = of(alias);
      return own.isEmpty() ? null : own.get().getCertificateChain(bare(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      Optional<X509ExtendedKeyManager> own = of(alias);
      return own.isEmpty() ? null : own.get().getPrivateKey(bare(alias));
    }

    @Override
    public @Nullable String chooseClientAlias(
        String @Nullable [] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null; // the client uses engines
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return null; // asked for by programs that list them
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null; // we are no server
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null; // we are no server
    }
  }
}
