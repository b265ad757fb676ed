package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.FailureException;

@Timeout(60)
class CredentialFilesTest {
  @TempDir Path folder = Path.of("");
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void describe() {
    environment =
        Map.of(
            "DOCKER_CONFIG",
            folder.toString(),
            "PATH",
            folder + ":/usr/bin:/bin",
            "HOME",
            folder + "/none");
  }

  private Credentials of(String registry) throws InterruptedException {
    return of(registry, "a/b");
  }

  private Credentials of(String registry, String repository) throws InterruptedException {
    return new CredentialFiles(environment).of(registry, repository);
  }

  private void config(String json) throws Exception {
    Files.writeString(folder.resolve("config.json"), json);
  }

  private void helper(String name, String script) throws Exception {
    Path file =
        Files.writeString(folder.resolve("docker-credential-" + name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String auth(String pair) {
    return "{\"auth\":\""
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
        + "\"}";
  }

  @Test
  void withoutFilesWeAreNobody() throws Exception {
    assertThat(of("docker.io")).isEqualTo(new Credentials.Anonymous());
    assertThat(new CredentialFiles(Map.of()).of("docker.io", "library/a"))
        .isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void loginsAreFoundByAllTheKeysThatProgramsWrite() throws Exception {
    config(
        "{\"auths\":{\"https://index.docker.io/v1/\":"
            + auth("hub:p:w")
            + ",\"ghcr.io\":"
            + auth("gh:x")
            + ",\"https://old.example/v1/\":"
            + auth("old:y")
            + ",\"tok.example\":{\"auth\":\"\",\"identitytoken\":\"t\"},\"empty.example\":{}}}");

    assertThat(of("docker.io")).isEqualTo(new Credentials.Password("hub", "p:w"));
    assertThat(of("ghcr.io")).isEqualTo(new Credentials.Password("gh", "x"));
    assertThat(of("old.example")).isEqualTo(new Credentials.Password("old", "y"));
    assertThat(of("tok.example")).isEqualTo(new Credentials.IdentityToken("t"));
    assertThat(of("empty.example")).isEqualTo(new Credentials.Anonymous());
    assertThat(of("hcr.io")).isEqualTo(new Credentials.Anonymous());
    assertThat(of("ghcr.io").toString()).doesNotContain("x");
  }

  @Test
  void theMostSpecificKeyWithAPathWins() throws Exception {
    config(
        "{\"auths\":{\"r.example:5000\":"
            + auth("host:0")
            + ",\"r.example:5000/team\":"
            + auth("team:1")
            + ",\"r.example:5000/team/app\":"
            + auth("app:2")
            + ",\"r.example:5000/team/empty\":{}"
            + ",\"docker.io/me\":"
            + auth("me:3")
            + ",\"other.example/team\":"
            + auth("other:4")
            + ",\"http://old.example/v1/team\":"
            + auth("old:5")
            + "}}");

    assertThat(of("r.example:5000", "team/app")).isEqualTo(new Credentials.Password("app", "2"));
    assertThat(of("r.example:5000", "team/app/deep"))
        .isEqualTo(new Credentials.Password("app", "2"));
    assertThat(of("r.example:5000", "team/application"))
        .isEqualTo(new Credentials.Password("team", "1"));
    assertThat(of("r.example:5000", "team/empty")).isEqualTo(new Credentials.Password("team", "1"));
    assertThat(of("r.example:5000", "teams/app")).isEqualTo(new Credentials.Password("host", "0"));
    assertThat(of("docker.io", "me/x")).isEqualTo(new Credentials.Password("me", "3"));
    assertThat(of("docker.io", "library/x")).isEqualTo(new Credentials.Anonymous());
    assertThat(of("other.example", "team/x")).isEqualTo(new Credentials.Password("other", "4"));
    assertThat(of("other.example", "x")).isEqualTo(new Credentials.Anonymous());
    assertThat(of("r.example", "team/app")).isEqualTo(new Credentials.Anonymous());
    assertThat(of("old.example", "elsewhere/x")).isEqualTo(new Credentials.Password("old", "5"));
  }

  @Test
  void aKeyWithAPathCountsBeforeAStoreAndAfterAHelperOfItsHost() throws Exception {
    config(
        "{\"credsStore\":\"all\",\"credHelpers\":{\"h.example\":\"all\"},\"auths\":{"
            + "\"r.example/team\":"
            + auth("team:1")
            + ",\"h.example/team\":"
            + auth("team:2")
            + "}}");
    helper("all", "read r; echo '{\"Username\":\"store\",\"Secret\":\"s\"}'");
    assertThat(of("r.example", "team/app")).isEqualTo(new Credentials.Password("team", "1"));
    assertThat(of("r.example", "x")).isEqualTo(new Credentials.Password("store", "s"));
    assertThat(of("h.example", "team/app")).isEqualTo(new Credentials.Password("store", "s"));
  }

  @Test
  void podmansFileCountsWhereDockersSaysNothing() throws Exception {
    config("{}");
    Path auth = folder.resolve("auth.json");
    Files.writeString(auth, "{\"auths\":{\"quay.io\":" + auth("q:z") + "}}");
    environment = Map.of("DOCKER_CONFIG", folder.toString(), "REGISTRY_AUTH_FILE", auth.toString());
    assertThat(of("quay.io")).isEqualTo(new Credentials.Password("q", "z"));
  }

  @Test
  void helpersAreAskedForTheirRegistriesAndStoresForAll() throws Exception {
    config(
        "{\"credsStore\":\"all\",\"credHelpers\":{\"ecr.example\":\"ecr\"},\"auths\":{\"w.example\":"
            + auth("w:w")
            + "}}");
    helper("ecr", "read r; echo \"{\\\"Username\\\":\\\"AWS\\\",\\\"Secret\\\":\\\"$1-$r\\\"}\"");
    helper(
        "all",
        "read r; case $r in *known*) echo '{\"Username\":\"<token>\",\"Secret\":\"i\"}';;"
            + " *) echo credentials not found in native keychain; exit 1;; esac");

    assertThat(of("ecr.example")).isEqualTo(new Credentials.Password("AWS", "get-ecr.example"));
    assertThat(of("known.example")).isEqualTo(new Credentials.IdentityToken("i"));
    assertThat(of("w.example")).isEqualTo(new Credentials.Password("w", "w"));
    assertThat(of("nobody.example")).isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void helpersThatFailAreNamedAndWhatTheySaidIsNotTold() throws Exception {
    config("{\"credsStore\":\"bad\"}");
    assertThatThrownBy(() -> of("a.example"))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "cannot ask for a login: the program `docker-credential-bad`, which the configuration"
                + " names, is not on the PATH");
    helper("bad", "echo hush; exit 3");
    assertThatThrownBy(() -> of("a.example"))
        .hasMessageEndingWith("ended with status 3")
        .hasMessageNotContaining("hush");
    helper("bad", "echo '{\"Secret\": hush}'");
    assertThatThrownBy(() -> of("a.example"))
        .hasMessageEndingWith("wrote something that is not its protocol's JSON")
        .hasMessageNotContaining("hush");
    config("{\"credsStore\":\"../../bin/x\"}");
    assertThatThrownBy(() -> of("a.example")).hasMessageEndingWith("is not on the PATH");
  }

  @Test
  void aHelperThatNeverEndsIsEnded() throws Exception {
    helper("slow", "exec sleep 1000");
    CredentialProgram slow = new CredentialProgram("slow", environment, Duration.ofMillis(200));
    assertThatThrownBy(() -> slow.get("a.example"))
        .hasMessageEndingWith("does not end within 200 ms");
  }

  @Test
  void damagedFilesAreNamedAndTheirSecretsAreNotTold() throws Exception {
    config("{\"auths\":{\"a.example\":{\"auth\":\"!hush!\"}}}");
    assertThatThrownBy(() -> of("a.example"))
        .hasMessage(
            "cannot use the logins in "
                + folder
                + "/config.json: it has an `auth` in `auths.a.example` that is not base 64");
    config("{\"auths\": hush}");
    assertThatThrownBy(() -> of("a.example"))
        .hasMessageContaining("it is not good JSON")
        .hasMessageNotContaining("hush");
  }
}
