package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.RegistryReference;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** A registry that has a certificate of an authority that this machine does not know. */
@Timeout(60)
class TlsTest {
  private static final String NAME = "server";
  private static final RegistrySettings PLAIN =
      new RegistrySettings(Map.of(), Set.of(), Patience.DEFAULT);

  @TempDir private static Path shared;
  private static TestAuthority authority;
  @TempDir private Path folder;
  private FakeRegistry registry = new FakeRegistry(request -> FakeRegistry.Reply.of(404));

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority =
        new TestAuthority(shared.resolve("one"), "EC")
            .vouchFor(NAME, "ip:127.0.0.1")
            .vouchFor("elsewhere", "dns:elsewhere.example")
            .vouchFor("me", "dns:me.example");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void serve(String name, boolean wantsClients) throws Exception {
    registry.close();
    registry =
        new FakeRegistry(
            request -> FakeRegistry.Reply.of(404), authority.socket(name, wantsClients));
  }

  /** A registry that was reached does not have the image. */
  private Failure ask(RegistrySettings settings) {
    try (RegistryClient client =
        new RegistryClient(settings, CredentialSource.NONE, new NoPauses())) {
      RegistryReference reference = RegistryReference.parse(registry.host() + "/a:1");
      return catchThrowableOfType(FailureException.class, () -> client.manifest(reference))
          .failure();
    }
  }

  private void assertReached(RegistrySettings settings) {
    Failure failure = ask(settings);
    assertThat(failure.code()).as(failure.message()).isEqualTo(FailureCode.IMAGE_NOT_FOUND);
    assertThat(registry.requests()).isNotEmpty();
  }

  private Failure assertNotReached(RegistrySettings settings) {
    Failure failure = ask(settings);
    assertThat(registry.requests()).isEmpty();
    return failure;
  }

  private RegistrySettings withFolders() {
    return PLAIN.with(new CertificateFiles(List.of(folder), Map.of()));
  }

  private Path ofHost() throws Exception {
    return Files.createDirectories(folder.resolve(registry.host()));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsToldAsSuch() throws Exception {
    serve(NAME, false);
    Failure failure = assertNotReached(PLAIN);
    assertThat(failure.code()).isEqualTo(FailureCode.REGISTRY_UNAVAILABLE);
    assertThat(failure.message())
        .contains(" cannot be spoken to by TLS: ")
        .contains("unable to find valid certification path");
    assertThat(failure.help().orElseThrow()).contains("certs.d/HOST/ca.crt", "registries.yaml");
  }

  @Test
  void whoeverAnswersIsTakenWhenItsUserSaysSo() throws Exception {
    serve(NAME, false);
    assertReached(PLAIN.with(RegistrySettings.Certificates.ANY));
  }

  @Test
  void anAuthorityInTheFolderOfTheRegistryIsTrustedThereOnly() throws Exception {
    serve(NAME, false);
    Files.copy(
        authority.certificate(),
        Files.createDirectories(folder.resolve("other.example")).resolve("ca.crt"));
    assertNotReached(withFolders());
    Files.copy(authority.certificate(), ofHost().resolve("ca.crt"));
    assertReached(withFolders());
  }

  @Test
  void anAuthorityOfTheSettingsIsTrustedThereOnly() throws Exception {
    serve(NAME, false);
    assertNotReached(
        PLAIN.with(CertificateFiles.NONE.with("other.example", authority.certificate())));
    assertReached(PLAIN.with(CertificateFiles.NONE.with(registry.host(), authority.certificate())));
  }

  @Test
  void aHostThatIsNotTheCertificatesIsRefusedAllTheSame() throws Exception {
    serve("elsewhere", false);
    Files.copy(authority.certificate(), ofHost().resolve("ca.crt"));
    assertThat(assertNotReached(withFolders()).message())
        .contains("cannot be spoken to by TLS", "127.0.0.1");
  }

  @Test
  void aRegistryThatWantsToKnowUsIsShownOurCertificate() throws Exception {
    serve(NAME, true);
    Path host = ofHost();
    Files.copy(authority.certificate(), host.resolve("ca.crt"));
    assertNotReached(withFolders());
    Files.copy(authority.certificate("me"), host.resolve("client.cert"));
    Files.writeString(host.resolve("client.key"), authority.key("me"));
    assertReached(withFolders());
  }

  @Test
  void filesThatCannotBeUsedAreNamedBeforeAnybodyIsAsked() throws Exception {
    serve(NAME, false);
    Path host = ofHost();
    Path file = host.resolve("ca.crt");
    Files.writeString(file, "nothing of the kind");
    Failure failure = assertNotReached(withFolders());
    assertThat(failure.code()).isEqualTo(FailureCode.REGISTRY_REFUSED);
    assertThat(failure.message()).contains("cannot use " + file, "not a certificate");
    Files.writeString(file, "");
    assertThat(assertNotReached(withFolders()).message()).contains("it holds no certificate");
    Files.write(file, new byte[2 << 20]);
    assertThat(assertNotReached(withFolders()).message()).contains("larger than 1 MiB");
    Files.delete(file);
    assertThat(
            assertNotReached(
                    PLAIN.with(CertificateFiles.NONE.with(registry.host(), folder.resolve("no"))))
                .message())
        .contains(folder.resolve("no") + " for its registry: No such file");
  }

  @Test
  void aPairThatIsNoneIsToldWithoutTheKey() throws Exception {
    serve(NAME, true);
    Path host = ofHost();
    Path key = host.resolve("client.key");
    Files.writeString(key, authority.key("me"));
    assertThat(assertNotReached(withFolders()).message())
        .contains("its certificate client.cert is missing beside it");
    Files.copy(authority.certificate(NAME), host.resolve("client.cert"));
    assertThat(assertNotReached(withFolders()).message())
        .contains("client.key", "it is not the key of the certificate beside it");
    Files.writeString(key, authority.key("me").replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    assertThat(assertNotReached(withFolders()).message()).contains("it is encrypted");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n");
    assertThat(assertNotReached(withFolders()).message())
        .contains("its private key is damaged")
        .doesNotContain("hush");
    Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nhush\n-----END EC PRIVATE KEY-----\n");
    assertThat(assertNotReached(withFolders()).message()).contains("its private key is damaged");
    Files.writeString(key, "PRIVATE KEY-----");
    assertThat(assertNotReached(withFolders()).message()).contains("holds no private key");
    Files.delete(key);
    assertThat(assertNotReached(withFolders()).message())
        .contains("its key client.key is missing beside it");
  }

  @Test
  void theFoldersAreThoseOfPodmanAndDocker() {
    assertThat(CertificateFiles.NONE.withFoldersOf(Map.of("HOME", "/home/me")).folders())
        .containsExactly(
            Path.of("/home/me/.config/containers/certs.d"),
            Path.of("/etc/containers/certs.d"),
            Path.of("/etc/docker/certs.d"));
    assertThat(CertificateFiles.NONE.withFoldersOf(Map.of("HOME", "here")).folders()).hasSize(2);
  }
}
