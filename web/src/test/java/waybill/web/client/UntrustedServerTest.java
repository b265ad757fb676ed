package waybill.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrustedServerTest {
  private static final String PASSWORD = "123456";

  @TempDir Path folder;

  private SSLContext selfSigned() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "me",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor())
        .describedAs(Files.readString(folder.resolve("keytool.log")))
        .isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new javax.net.ssl.TrustManager[0], null);
    return context;
  }

  @Test
  void aCertificateThatNobodySignedIsRefusedWithTheReason() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.start();
    int port = server.getAddress().getPort();
    try (WebClient client = new WebClient()) {
      WebAddress address = WebAddress.parse("https://localhost:" + port + "/x?sig=secret");
      var request =
          new WebRequest(
              "GET", address, Map.of(), new WebBody.None(), Duration.ofSeconds(20), Duration.ZERO);
      assertThatThrownBy(() -> client.send(request))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageStartingWith("the certificate of localhost:" + port + " is not trusted: ")
          .hasMessageNotContaining("secret");
    } finally {
      server.stop(0);
    }
  }
}
