package waybill.dialects.opspec.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.model.document.Source;

/** What an op would do is said as it was written, and no secret with it. */
class OpExplanationTest {
  private static final String OP =
      """
      name: build
      inputs:
        src: {dir: {default: .}}
        token: {string: {default: s3cret, isSecret: true}}
      outputs:
        bin: {file: {}}
      run:
        serial:
        - name: compile
          if: [{eq: [$(a), 1]}, {notExists: $(b)}]
          container:
            image: {ref: golang}
            cmd: [sh, -c, "go build\\nls\\n"]
            dirs: {/src: $(src), /sub: }
        - parallelLoop:
            range: [1, 2]
            vars: {value: item}
            run: {op: {ref: ../push, inputs: {token: }, outputs: {x: $(y)}}}
      """;

  @TempDir private Path parent;
  private Path folder = Path.of("/");

  @BeforeEach
  void twoOps() throws IOException {
    folder = Files.createDirectory(parent.resolve("build"));
    Files.writeString(folder.resolve("op.yml"), OP);
    Files.createDirectory(parent.resolve("push"));
    Files.writeString(
        parent.resolve("push/op.yml"),
        "name: push\nrun: {serial: [{op: {ref: ../build}}, {op: {ref: ../gone}}]}\n");
  }

  @Test
  void theTreeOfCallsIsDrawnWithThoseOfCalledOpsOnce() {
    assertThat(OpspecLanguage.explain(new Source("op.yml", OP), folder).text(true))
        .isEqualTo(
            """
            op build
            inputs
              src  dir = .
              token  string = (secret)  secret
            outputs
              bin  file
            run
            └─ serial
               ├─ container  golang
               │     name       compile
               │     if         eq [$(a), 1]
               │                notExists $(b)
               │     cmd        [sh, -c, go build⏎ls]
               │     dirs       /src: $(src)
               │                /sub
               └─ parallelLoop
                  │  range      [1, 2]
                  │  vars       value: $(item)
                  └─ op  ../push
                     │  inputs     token
                     │  outputs    x: $(y)
                     └─ serial
                        ├─ op  ../build
                        │     runs       what is told above of PARENT/build
                        └─ op  ../gone
                              problem    unable to resolve op "../gone": filesystem: not found: path "PARENT/gone"; filesystem: not found: path "ABOVE/gone"
            """
                .replace("PARENT", parent.toString())
                .replace("ABOVE", parent.resolve("..").normalize().toString()));
  }

  @Test
  void withoutUnicodeItIsDrawnWithAscii() {
    assertThat(
            OpspecLanguage.explain(new Source("op.yml", "name: a\nrun: {serial: []}"), folder)
                .text(false))
        .isEqualTo("op a\nrun\n`- serial\n");
    assertThat(OpspecLanguage.explain(new Source("op.yml", "name: a"), folder).text(false))
        .isEqualTo("op a\nrun\n  nothing\n");
  }

  @Test
  void programsGetTheSameAsJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      OpspecLanguage.explain(new Source("op.yml", OP), folder).write(json);
      json.writeEndObject();
    }

    assertThat(text.toString())
        .startsWith("{\"op\":\"build\",\"inputs\":[{\"name\":\"src\",\"type\":\"dir\"")
        .contains("\"kind\":\"container\",\"title\":\"golang\",\"line\":11,\"name\":[\"compile\"]")
        .doesNotContain("s3cret");
  }
}
