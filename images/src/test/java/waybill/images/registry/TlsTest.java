package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.RegistryReference;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

@Timeout(60)
class TlsTest {
  private static final String SECRET = "changeit";
  @TempDir Path folder = Path.of("");

  @Test
  void aCertificateThatNobodyVouchesForIsToldAsSuch() throws Exception {
    try (FakeRegistry registry = new FakeRegistry(request -> FakeRegistry.Reply.of(200), socket());
        RegistryClient client =
            new RegistryClient(
                new RegistrySettings(Map.of(), Set.of(), Patience.DEFAULT),
                CredentialSource.NONE,
                new NoPauses())) {
      RegistryReference reference = RegistryReference.parse(registry.host() + "/a:1");
      Failure failure =
          catchThrowableOfType(FailureException.class, () -> client.manifest(reference)).failure();
      assertThat(failure.code()).isEqualTo(FailureCode.REGISTRY_UNAVAILABLE);
      assertThat(failure.message())
          .contains(" cannot be spoken to by TLS: ")
          .contains("unable to find valid certification path");
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void whoeverAnswersIsTakenWhenItsUserSaysSo() throws Exception {
    RegistrySettings careless =
        new RegistrySettings(Map.of(), Set.of(), Patience.DEFAULT)
            .with(RegistrySettings.Certificates.ANY);
    try (FakeRegistry registry = new FakeRegistry(request -> FakeRegistry.Reply.of(404), socket());
        RegistryClient client =
            new RegistryClient(careless, CredentialSource.NONE, new NoPauses())) {
      RegistryReference reference = RegistryReference.parse(registry.host() + "/a:1");
      Failure failure =
          catchThrowableOfType(FailureException.class, () -> client.manifest(reference)).failure();
      assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_NOT_FOUND);
      assertThat(registry.requests()).isNotEmpty();
    }
  }

  private ServerSocket socket() throws Exception {
    Path store = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storepass",
                SECRET,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
