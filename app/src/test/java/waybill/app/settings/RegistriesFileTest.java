package waybill.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.images.registry.RegistrySettings;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

class RegistriesFileTest {
  @TempDir private Path folder;

  private RegistrySettings read(String text) throws Exception {
    Files.writeString(folder.resolve("registries.yaml"), text);
    return RegistriesFile.read(folder);
  }

  @Test
  void nothingIsSpecialWithoutAFile() {
    assertThat(RegistriesFile.read(folder.resolve("none"))).isEqualTo(RegistrySettings.DEFAULT);
  }

  @Test
  void mirrorsPlainHttpAndAuthoritiesAreRead() throws Exception {
    RegistrySettings settings =
        read(
            """
            docker.io:
              mirrors: [mirror.example.com, "127.0.0.1:5000/hub/a"]
            "127.0.0.1:5000":
              plain-http: true
            registry.example.com:
              plain-http: false
              authorities: [ca.pem, /etc/other.pem]
            """);
    assertThat(settings.mirrors())
        .isEqualTo(Map.of("docker.io", List.of("mirror.example.com", "127.0.0.1:5000/hub/a")));
    assertThat(settings.plainHttp()).isEqualTo(Set.of("127.0.0.1:5000"));
    assertThat(settings.files().authorities())
        .isEqualTo(
            Map.of(
                "registry.example.com",
                List.of(folder.resolve("ca.pem"), Path.of("/etc/other.pem"))));
    assertThat(settings.files().folders()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'docker.io: {mirrors: [http://m.example]}'    | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [a, \"b c\"]}'          | 26 | `b c` is not the name of a mirror",
        "'docker.io: {mirrors: [m:99999]}'             | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [me@m.example]}'        | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [m.example/]}'          | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [m.example/a//b]}'      | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [m.example/a?b]}'       | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [m.example?b]}'         | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [\"\"]}'                | 23 | is not the name of a mirror",
        "'docker.io: {mirrors: [1]}'                   | 23 | a mirror, `host[:port][/path]`",
        "'docker.io: {mirrors: m.example}'             | 22 | a list of mirrors",
        "'https://docker.io: {mirrors: [m.example]}'   | 1  | is not the name of a registry",
        "'docker.io/library: {plain-http: true}'       | 1  | is not the name of a registry",
        "'docker.io: {plain-http: yes please}'         | 25 | true or false",
        "'docker.io: {plainhttp: true}'                | 13 | nothing that can be said",
        "'docker.io: {authorities: ca.pem}'            | 26 | a list of files",
        "'docker.io: {authorities: [{}]}'              | 27 | a file with certificates",
        "'docker.io: {authorities: [\"a\\0b\"]}'      | 27 | a file with certificates",
        "'docker.io: true'                             | 12 | `mirrors`, `plain-http`",
        "'[docker.io]'                                 | 1  | registries with what is special",
      })
  void whatCannotBeMeantIsToldWithItsPlace(String text, int column, String message) {
    ProblemsException told =
        catchThrowableOfType(ProblemsException.class, () -> read("# words\n" + text + "\n"));
    assertThat(told.source().name()).isEqualTo(folder.resolve("registries.yaml").toString());
    Problem problem = told.problems().getFirst();
    assertThat(problem.message()).contains(message);
    assertThat(problem.span().startLine()).isEqualTo(2);
    assertThat(problem.span().startColumn()).isEqualTo(column);
  }

  @Test
  void allMistakesAreToldAtOnce() {
    ProblemsException told =
        catchThrowableOfType(
            ProblemsException.class, () -> read("a:\n  mirrors: ['x y']\n  plain-http: 1\n"));
    assertThat(told.problems()).hasSize(2);
    assertThat(told.problems().getFirst().help().orElseThrow()).contains("without http://");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Files.createDirectory(folder.resolve("registries.yaml"));
    FailureException told =
        catchThrowableOfType(FailureException.class, () -> RegistriesFile.read(folder));
    assertThat(told.failure().message()).contains("registries.yaml: Is a directory");
  }
}
