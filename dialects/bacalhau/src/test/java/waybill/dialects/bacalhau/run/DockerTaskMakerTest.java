package waybill.dialects.bacalhau.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.images.image.ImageProgress;
import waybill.model.failure.FailureException;
import waybill.model.task.Mount;

/** What is executed, and where. */
class DockerTaskMakerTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static List<String> words(String written) {
    return written.isEmpty() ? List.of() : List.of(written.split(" "));
  }

  // BA-36
  @ParameterizedTest
  @CsvSource(
      value = {
        "/bin/echo; echo This; ; ; /bin/echo echo This",
        "/bin/echo; echo This; ls; ; ls",
        "/bin/echo; echo This; ; var; /bin/echo var",
        "/bin/echo; echo This; ls; var; ls var",
        "/bin/echo; ; ; ; /bin/echo",
        "/bin/echo; ; ; var; /bin/echo var",
        "; echo This; ; ; echo This",
        "; echo This; ; var; var",
        "; echo This; ls; ; ls",
        "; ; ls; var; ls var",
        "; ; ; var; var",
        "/bin/sh -c x; ; ; var; /bin/sh -c x var",
      },
      delimiter = ';',
      nullValues = "never",
      ignoreLeadingAndTrailingWhitespace = true,
      emptyValue = "")
  void entrypointAndParametersTakeThePlaceOfTheImages(
      @org.jspecify.annotations.Nullable String entrypoint,
      @org.jspecify.annotations.Nullable String command,
      @org.jspecify.annotations.Nullable String own,
      @org.jspecify.annotations.Nullable String parameters,
      String executed) {
    lab.entrypoints.put("entrypoint", words(entrypoint == null ? "" : entrypoint));
    lab.entrypoints.put("command", words(command == null ? "" : command));
    assertThat(
            DockerTaskMaker.words(
                Specs.docker(
                    words(own == null ? "" : own), words(parameters == null ? "" : parameters)),
                lab.find("img", ImageProgress.NONE)))
        .isEqualTo(words(executed));
  }

  // BA-41
  @Test
  void anImageThatSaysNothingNeedsAnEntrypoint() {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(
            () ->
                DockerTaskMaker.words(
                    Specs.docker(List.of(), List.of()), lab.find("img", ImageProgress.NONE)))
        .withMessage("image img has no entrypoint or command; give Entrypoint");
  }

  private void check(String directory, Mount.Bind... inputs) {
    new DockerTaskMaker(lab, lab.place.abilities(), lab.place.engine().capacity())
        .checkDirectory(
            Specs.docker(List.of("x"), List.of(), Optional.of(directory), Map.of()),
            lab.find("img", ImageProgress.NONE),
            List.of(inputs));
  }

  // BA-37, BA-43
  @Test
  void theWorkingDirectoryMustBeInTheImageOrComeWithAnInput() throws Exception {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> check("/nope"))
        .withMessage("WorkingDirectory /nope does not exist in image img");
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> check("app"))
        .withMessageContaining("must contain absolute path");
    lab.folders.add("/app");
    check("/app");
    check("/");
    check("/dev/shm");
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("inner"));
    var input = new Mount.Bind(data, "data", "/in/put", Mount.BindAccess.READ_ONLY);
    check("/in", input);
    check("/in/put", input);
    check("/in/put/inner", input);
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> check("/in/put/none", input));
    assertThatExceptionOfType(FailureException.class).isThrownBy(() -> check("/in/putt", input));
  }
}
