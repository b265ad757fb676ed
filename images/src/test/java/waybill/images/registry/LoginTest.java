package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.RegistryReference;
import waybill.images.registry.FakeRegistry.Reply;
import waybill.images.registry.FakeRegistry.Request;
import waybill.images.source.TestImage;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** From what other programs wrote down to what a registry and its server of tokens are told. */
@Timeout(60)
class LoginTest {
  private static final String IDENTITY = "ident/ity+token";

  @TempDir private Path folder;
  private final TestImage image = TestImage.of("login", 1);
  private final AtomicReference<Reply> token =
      new AtomicReference<>(Reply.of(200).body("{\"access_token\":\"bearer\"}"));
  private final FakeRegistry tokens = new FakeRegistry(request -> token.get());
  private final FakeRegistry registry = new FakeRegistry(this::serve);

  private Reply serve(Request request) {
    return request.header("authorization").equals("Bearer bearer")
        ? FakeRegistry.serving(image, Map.of("1", image.manifest())).apply(request)
        : Reply.of(401)
            .header(
                "WWW-Authenticate",
                "Bearer realm=\"http://"
                    + tokens.host()
                    + "/token\",service=\"s\",scope=\"repository:a/b:pull\"");
  }

  @AfterEach
  void close() {
    registry.close();
    tokens.close();
  }

  private RegistryClient client() {
    return new RegistryClient(
        new RegistrySettings(Map.of(), Set.of(registry.host()), Patience.DEFAULT),
        new CredentialFiles(
            Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin")),
        new NoPauses());
  }

  private void config(String json) throws Exception {
    Files.writeString(folder.resolve("config.json"), json.replace("HOST", registry.host()));
  }

  private void helper(String answer) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("docker-credential-test"),
            "#!/bin/sh\nread registry\necho '" + answer + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    config("{\"credHelpers\":{\"HOST\":\"test\"}}");
  }

  private void assertExchanged() throws Exception {
    try (RegistryClient client = client()) {
      client.manifest(RegistryReference.parse(registry.host() + "/a/b:1"));
    }
    assertThat(tokens.requests()).hasSize(1);
    Request request = tokens.requests().getFirst();
    assertThat(request.method() + ' ' + request.path()).isEqualTo("POST /token");
    assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.header("authorization")).isEmpty();
    assertThat(List.of(request.body().split("&", -1)))
        .containsExactly(
            "grant_type=refresh_token",
            "client_id=waybill",
            "service=s",
            "scope=repository%3Aa%2Fb%3Apull",
            "refresh_token=ident%2Fity%2Btoken");
    assertThat(registry.requests())
        .allMatch(each -> !each.toString().contains(IDENTITY), "the registry is not told");
  }

  @Test
  void anIdentityTokenOfTheFileIsExchanged() throws Exception {
    config(
        "{\"auths\":{\"HOST\":{\"auth\":\"bm9ib2R5Og==\",\"identitytoken\":\""
            + IDENTITY
            + "\"}}}");
    assertExchanged();
  }

  @Test
  void anIdentityTokenOfOneRepositoryIsExchangedForThatOne() throws Exception {
    config(
        "{\"auths\":{\"HOST/a/c\":{\"auth\":\"d3Jvbmc6d3Jvbmc=\"},\"HOST/a\":{\"identitytoken\":\""
            + IDENTITY
            + "\"}}}");
    assertExchanged();
  }

  @Test
  void anIdentityTokenOfAHelperIsExchanged() throws Exception {
    helper("{\"Username\":\"<token>\",\"Secret\":\"" + IDENTITY + "\"}");
    assertExchanged();
  }

  @Test
  void repositoriesOfOneHostHaveLoginsOfTheirOwn() throws Exception {
    config("{\"auths\":{\"HOST/a\":{\"auth\":\"YTphYQ==\"},\"HOST/z\":{\"auth\":\"ejp6eg==\"}}}");
    token.set(Reply.of(200).body("{\"token\":\"bearer\"}"));
    try (RegistryClient client = client()) {
      client.manifest(RegistryReference.parse(registry.host() + "/a/b:1"));
      client.manifest(RegistryReference.parse(registry.host() + "/z/b:1"));
    }
    assertThat(tokens.requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly("Basic YTphYQ==", "Basic ejp6eg==");
  }

  @Test
  void anIdentityTokenThatIsNotTakenIsToldWithoutIt() throws Exception {
    helper("{\"Username\":\"<token>\",\"Secret\":\"" + IDENTITY + "\"}");
    for (int status : new int[] {400, 401, 403, 404, 500}) {
      token.set(Reply.of(status).body("{\"error\":\"invalid_grant\"}"));
      try (RegistryClient client = client()) {
        Failure failure =
            catchThrowableOfType(
                    FailureException.class,
                    () -> client.manifest(RegistryReference.parse(registry.host() + "/a/b:1")))
                .failure();
        assertThat(failure.code())
            .isIn(
                FailureCode.REGISTRY_REFUSED,
                FailureCode.IMAGE_UNUSABLE,
                FailureCode.REGISTRY_UNAVAILABLE);
        assertThat(failure.message()).contains("127.0.0.1").doesNotContain(IDENTITY);
        assertThat(status == 401 || failure.message().contains("(" + status + ")") || status == 400)
            .as(failure.message())
            .isTrue();
      }
    }
  }
}
