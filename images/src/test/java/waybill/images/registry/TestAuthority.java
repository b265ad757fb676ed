package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that nobody but a test trusts, and who it vouches for; made by the JDK's keytool.
 */
final class TestAuthority {
  private static final String SECRET = "changeit";
  private static final String AUTHORITY = "authority";
  private final Path folder;
  private final String algorithm;

  TestAuthority(Path folder, String algorithm) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.algorithm = algorithm;
    pair(AUTHORITY, "-ext", "bc:c");
    certificate(AUTHORITY);
  }

  /** The authority's own certificate, in PEM. */
  Path certificate() {
    return folder.resolve(AUTHORITY + ".pem");
  }

  /** Somebody it vouches for, with a key, a certificate and a chain in a key store. */
  TestAuthority vouchFor(String name, String subjectAlternative) throws Exception {
    pair(name);
    Path request = folder.resolve(name + ".csr");
    Path signed = folder.resolve(name + ".signed");
    keytool("-certreq", "-alias", name, "-file", request.toString());
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        AUTHORITY,
        "-ext",
        "SAN=" + subjectAlternative,
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString());
    keytool("-importcert", "-noprompt", "-alias", name, "-file", signed.toString());
    certificate(name);
    return this;
  }

  /** That certificate, in PEM. */
  Path certificate(String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    keytool("-exportcert", "-rfc", "-alias", name, "-file", file.toString());
    return file;
  }

  /** The key of it, in PEM. */
  String key(String name) throws Exception {
    PrivateKey key = (PrivateKey) store().getKey(name, SECRET.toCharArray());
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** Where somebody it vouches for listens; wants its clients to be vouched for too, or not. */
  ServerSocket socket(String name, boolean wantsClients) throws Exception {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        name,
        store().getKey(name, SECRET.toCharArray()),
        SECRET.toCharArray(),
        store().getCertificateChain(name));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, SECRET.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(AUTHORITY, store().getCertificate(AUTHORITY));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    var socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(wantsClients);
    return socket;
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
      store.load(in, SECRET.toCharArray());
    }
    return store;
  }

  private void pair(String name, String... more) throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name));
    words.addAll(List.of(more));
    keytool(words.toArray(new String[0]));
  }

  private void keytool(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-storepass", SECRET, "-keystore", folder.resolve("keys").toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
