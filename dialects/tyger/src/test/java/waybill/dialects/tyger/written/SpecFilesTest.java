package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

class SpecFilesTest {
  private static final String ALL =
      """
      kind: job
      name: negatingcodespec
      buffers:
        inputs:
          - input
        outputs:
          - output
      image: quay.io/linuxserver.io/ffmpeg
      command:
        - ffmpeg
      args:
        - $(INPUT_PIPE)
        - -vf
      workingDir: /some/path
      env:
        MY_VAR: myValue
      identity: my-identity
      resources:
        requests:
          cpu: 1
          memory: 1G
        limits:
          cpu: 1
          memory: 1G
        gpu: 1
        shm: 1Gi
      maxReplicas: 1
      """;

  private static WrittenCodespec codespec(String text) {
    return SpecFiles.codespec("f.yml", Told.stream(text));
  }

  private static WrittenRun run(String text) {
    return SpecFiles.run("f.yml", Told.stream(text));
  }

  @Test
  void everyFieldIsRead() {
    WrittenCodespec codespec = codespec(ALL);
    assertThat(codespec.kind()).contains("job");
    assertThat(codespec.name()).contains("negatingcodespec");
    assertThat(codespec.inputs()).containsExactly("input");
    assertThat(codespec.outputs()).containsExactly("output");
    assertThat(codespec.image()).contains("quay.io/linuxserver.io/ffmpeg");
    assertThat(codespec.command()).containsExactly("ffmpeg");
    assertThat(codespec.args()).containsExactly("$(INPUT_PIPE)", "-vf");
    assertThat(codespec.workingDir()).contains("/some/path");
    assertThat(codespec.env()).containsExactly(Map.entry("MY_VAR", "myValue"));
    assertThat(codespec.identity()).contains("my-identity");
    assertThat(codespec.resources().requests().cpu()).isEqualTo(Quantity.of("1"));
    assertThat(codespec.resources().limits().memory()).isEqualTo(Quantity.of("1G"));
    assertThat(codespec.resources().gpu()).isEqualTo(Quantity.of("1"));
    assertThat(codespec.resources().shm()).isEqualTo(Quantity.of("1Gi"));
    assertThat(codespec.maxReplicas()).isEqualTo(OptionalInt.of(1));
    assertThat(Told.of(ALL)).isEmpty();
  }

  @Test
  void theAnnotatedFileIsRefusedAsPrinted() {
    assertThat(Told.of(ALL + "endpoints:\n  myEndpoint: 8888\n"))
        .containsExactly("28:1 job codespecs cannot have endpoints");
  }

  @Test
  void keysAreReadInAnyCase() {
    WrittenRun run =
        run("Job:\n  CODESPEC: {IMAGE: i}\n  nodepool: gpu\nTimeoutseconds: 5\nTAGS: {Key: v}\n");
    assertThat(run.job().nodePool()).contains("gpu");
    assertThat(run.timeoutSeconds()).isEqualTo(OptionalInt.of(5));
    assertThat(run.tags()).containsExactly(Map.entry("Key", "v"));
  }

  @Test
  void numbersAndBooleansAreTextExactlyAsWritten() {
    WrittenCodespec codespec =
        codespec(
            """
            image: i
            env: {N: 1.0, B: True, Y: yes, O: 010, E: 1e3, D: 2020-01-01, Z: }
            args: [8080, 1.50, false, 0x1f, null]
            """);
    assertThat(codespec.env().values())
        .containsExactly("1.0", "True", "yes", "010", "1e3", "2020-01-01", "");
    assertThat(codespec.args()).containsExactly("8080", "1.50", "false", "0x1f", "");
    assertThat(run("job: {codespec: c, tags: {version: 1.0}}").job().tags())
        .containsEntry("version", "1.0");
  }

  @Test
  void emptyIsAbsent() {
    WrittenRun run =
        run(
            "job:\n  codespec: c\n  buffers:\n  tags: {}\n  bufferTtl: ''\nworker:\ntimeoutSeconds:\n");
    assertThat(run.job().buffers()).isEmpty();
    assertThat(run.job().bufferTtl()).isEmpty();
    assertThat(run.worker()).isEmpty();
    assertThat(run.timeoutSeconds()).isEmpty();
    assertThat(run("job: {codespec: c, buffers: {input: , other: x}}").job().buffers())
        .containsExactly(Map.entry("other", "x"));
    assertThat(codespec("name: n\nbuffers:\nimage: ''\n").image()).contains("");
  }

  @Test
  void codespecsOfRunsAreReferencesOrWrittenOut() {
    assertThat(run("job: {codespec: a/versions/2}").job().codespec())
        .contains(new WrittenRef.Text("a/versions/2"));
    assertThat(run("job: {codespec: {image: i}}").withKinds().job().codespec())
        .map(ref -> ((WrittenRef.Inline) ref).codespec().kind())
        .contains(Optional.of("job"));
    assertThat(run("{}\n").job().codespec()).isEmpty();
  }

  @Test
  void jsonIsReadToo() {
    assertThat(codespec(" {\"image\": \"i\",\n\t\"resources\": {\"gpu\": 1}}").image())
        .contains("i");
    assertThat(codespec("{image: i, env: {A: 1}}").env()).containsEntry("A", "1");
  }

  @Test
  void quantitiesAreNumbersOrTexts() {
    for (String text : List.of("0.5", "500m", "1G", "1Gi", "1e3", "128974848000m", "'2'")) {
      assertThat(
              codespec("resources: {requests: {cpu: " + text + "}}").resources().requests().cpu())
          .isEqualTo(Quantity.of(text.replace("'", "")));
    }
    for (String text : List.of("1 G", "-1", "x", ".inf", "0x10", "true", "[1]", "1e99999999999")) {
      assertThatThrownBy(() -> codespec("resources: {requests: {cpu: " + text + "}}"))
          .isInstanceOf(ProblemsException.class);
    }
  }

  @Test
  void allMistakesAreToldWithPlaces() {
    assertThat(
            Told.of(
                """
                imgae: x
                name: Foo
                buffers:
                  inputs: [A, b]
                  outputs: [b]
                  outputs: [c]
                resources:
                  cpu: 1
                  gpu: x
                env:
                  A: [1]
                args: sh
                maxReplicas: many
                """))
        .containsExactly(
            "1:1 unknown field \"imgae\" in a codespec (did you mean `image`?)",
            "2:7 Codespec names must contain only lower case letters (a-z), numbers (0-9), dashes"
                + " (-), underscores (_), and dots (.)",
            "4:12 The name of buffer 'A' is invalid. Buffer names must consist of lower case"
                + " alphanumeric characters or '-', and must start and end with an alphanumeric"
                + " character.",
            "5:13 All buffer names must be unique across inputs and outputs. Buffer names are"
                + " case-insensitive. 'b' is duplicated",
            "6:3 the key \"outputs\" is already set in `buffers`",
            "8:3 unknown field \"cpu\" in `resources` (it belongs to `requests` and `limits`)",
            "9:8 `resources.gpu`: it must be a quantity: a number, with or without a unit, such as"
                + " `2`, `500m`, `1.5G`, `64Mi` or `1e3`, not `x`",
            "11:6 `env.A` must be text, not a list",
            "12:7 `args` must be a list, not the text `sh`",
            "13:14 `maxReplicas` must be a whole number, not the text `many`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a: 1\n---\nb: 2\n",
        "image: i\n---\nimage: i\n",
        "- image: i\n",
        "just text",
        "image: [",
        "image: i\nimage: j\n",
        "image: i\nIMAGE: j\n",
        "env: {A: 1, A: 2}",
        "a: &a [*a]",
        "image: {}",
        "image: [i]",
        "args: sh",
        "command: date",
        "inputs: [a]",
        "job: {codespec: c}",
        "maxReplicas: 1.5",
        "maxReplicas: 99999999999",
        "maxReplicas: '1'",
        "endpoints: {a: '80'}",
        "endpoints: [80]",
        "buffers: [a]",
        "buffers: {inputs: a}",
        "sockets: {port: 1}",
        "sockets: [80]",
        "env: [A=1]",
        "env: {A: {B: 1}}",
        "resources: 1",
        "workingDir: \"a\\0b\"",
        "{\"image\": \"i\"} x"
      })
  void whatIsNoCodespecIsRefused(String text) {
    assertThatThrownBy(() -> codespec(text)).isInstanceOf(ProblemsException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codespec: c",
        "job: c",
        "job: {codespec: [c]}",
        "job: {buffer: {}}",
        "timeoutSeconds: 1h",
        "timeoutSeconds: 1.5",
        "timeoutSeconds: 9999999999",
        "jobs: {}",
        "kind: system",
        "job: {codespec: {image: i, endpoints: {a: x}}}",
        "job: {replicas: two}",
        "job: {buffers: [a]}",
        "tags: [a]",
        "worker: {buffers: {}}",
        "image: i"
      })
  void whatIsNoRunIsRefused(String text) {
    assertThatThrownBy(() -> run(text)).isInstanceOf(ProblemsException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job: {}\ntags: {a: b}",
        "job: {codespec: Bad Ref}",
        "job: {codespec: {kind: worker, image: i}}",
        "job: {codespec: c, replicas: -1}",
        "job: {codespec: c}\ntimeoutSeconds: 0",
        "job: {codespec: c}\nworker: {codespec: {image: i, buffers: {inputs: [a]}}}",
        "job: {codespec: c, bufferTtl: soon}",
        "job: {codespec: c}\nbufferAccessTtl: 0.00:00:29",
        "job: {codespec: c}\nbufferAccessTtl: 1.00:00:00",
        "job: {codespec: c, tags: {a b: c}}",
        "job: {codespec: c}\ntags: {a: 'b c'}",
        "job: {codespec: {image: i, kind: x}}",
        "job: {codespec: {command: [a]}}"
      })
  void whatTheServerWouldRefuseIsTold(String text) {
    assertThat(Told.of(text)).hasSize(1);
  }

  @Test
  void aStreamThatFailsIsTold() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> SpecFiles.run("f.yml", broken))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("failed to read file f.yml: Is a directory");
  }

  @Test
  void aPipeOfNoBufferIsWarnedOf() {
    assertThat(
            Told.of("image: i\nbuffers: {inputs: [input]}\nargs: [$(INPT_PIPE), $$(X_PIPE), $(Y)]"))
        .containsExactly(
            "?3:8 no buffer has the pipe `$(INPT_PIPE)`; it stays as it is written (did you mean"
                + " `INPUT_PIPE`?)");
  }
}
