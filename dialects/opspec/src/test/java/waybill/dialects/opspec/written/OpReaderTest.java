package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.dialects.opspec.written.WrittenCall.ContainerCall;
import waybill.dialects.opspec.written.WrittenCall.LoopVariables;
import waybill.dialects.opspec.written.WrittenCall.OpCall;
import waybill.dialects.opspec.written.WrittenCall.Parallel;
import waybill.dialects.opspec.written.WrittenCall.ParallelLoop;
import waybill.dialects.opspec.written.WrittenCall.Serial;
import waybill.dialects.opspec.written.WrittenCall.SerialLoop;
import waybill.dialects.opspec.written.WrittenPredicate.Equal;
import waybill.dialects.opspec.written.WrittenPredicate.NotExists;
import waybill.dialects.opspec.written.WrittenPredicate.Ordered;
import waybill.model.document.Source;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;

/** What was written comes out as records, with its places. */
class OpReaderTest {
  @Test
  void readsParameters() {
    WrittenOp op =
        Told.op(
            """
            name: github.com/x/y
            description: d
            version: 1.2.3
            opspec: 0.1.6
            inputs:
              a:
                string: {default: x, isSecret: true, constraints: {minLength: 1}}
                description: outside
              b: {dir: {description: inside}}
            outputs:
              c: {number: {}}
            """);

    assertThat(op.name()).isEqualTo("github.com/x/y");
    assertThat(op.description()).contains("d");
    assertThat(op.version()).contains("1.2.3");
    assertThat(op.opspec()).contains("0.1.6");
    assertThat(op.run()).isEmpty();
    WrittenParameter a = op.inputs().getFirst();
    assertThat(a.type()).isEqualTo(ParameterType.STRING);
    assertThat(a.description()).contains("outside");
    assertThat(a.secret()).isTrue();
    assertThat(a.defaultValue().map(OpReaderTest::string)).contains("x");
    assertThat(a.constraints().orElseThrow().member("minLength")).isPresent();
    assertThat(a.span().startLine()).isEqualTo(6);
    assertThat(op.inputs().get(1).description()).contains("inside");
    assertThat(op.outputs().getFirst().type()).isEqualTo(ParameterType.NUMBER);
  }

  @Test
  void readsEveryKindOfCall() {
    WrittenOp op =
        Told.op(
            """
            name: a
            run:
              serial:
              - name: first
                if: [{eq: [1, 1]}, {lt: [1, 2]}, {notExists: $(x)}]
                parallel:
                - {serial: [], name: s}
                - {serial: [], needs: [s]}
              - serialLoop:
                  range: $(list)
                  until: [{exists: $(done)}]
                  vars: {index: $(i), value: item}
                  run: {serial: []}
              - parallelLoop: {range: [1, 2], run: {serial: []}}
              - op:
                  ref: ../other
                  inputs: {in: , text: ""}
                  outputs: {out: $(v)}
                  pullCreds: {username: u, password: $(p)}
            """);

    List<WrittenCall> calls = ((Serial) op.run().orElseThrow()).calls();
    Parallel parallel = (Parallel) calls.getFirst();
    assertThat(parallel.common().name()).contains("first");
    assertThat(parallel.common().span().startLine()).isEqualTo(6);
    assertThat(parallel.common().conditions())
        .hasExactlyElementsOfTypes(Equal.class, Ordered.class, NotExists.class);
    assertThat(parallel.calls().get(1).common().needs()).containsExactly("s");
    SerialLoop loop = (SerialLoop) calls.get(1);
    assertThat(loop.range()).isPresent();
    assertThat(loop.until().orElseThrow()).hasSize(1);
    assertThat(loop.variables())
        .isEqualTo(new LoopVariables(Optional.of("i"), Optional.empty(), Optional.of("item")));
    assertThat(calls.get(2)).isInstanceOf(ParallelLoop.class);
    OpCall call = (OpCall) calls.get(3);
    assertThat(call.ref()).isEqualTo("../other");
    assertThat(call.inputs().getFirst().expression()).isEmpty();
    assertThat(call.inputs().get(1).expression().map(OpReaderTest::string)).contains("");
    assertThat(call.outputs().getFirst().name()).isEqualTo("out");
    assertThat(call.pullCredentials().map(c -> string(c.password()))).contains("$(p)");
  }

  @Test
  void readsContainers() {
    WrittenOp op =
        Told.op(
            """
            name: a
            run:
              container:
                image: {ref: alpine, platform: {arch: arm64}}
                cmd: [echo, 2]
                dirs: {/src: $(src), /sub: }
                files: {/hello.txt: hello!}
                envVars: {A: , B: {c: 1}}
                ports: {80-81: 90-91}
                sockets: {/s: $(socket)}
                name: web
                workDir: /src
            """);

    WrittenContainer container = ((ContainerCall) op.run().orElseThrow()).container();
    assertThat(string(container.imageRef())).isEqualTo("alpine");
    assertThat(container.platformArchitecture().map(OpReaderTest::string)).contains("arm64");
    assertThat(((SpecArray) container.command().orElseThrow()).elements()).hasSize(2);
    assertThat(container.dirs().get(1).expression()).isEmpty();
    assertThat(container.files().getFirst().name()).isEqualTo("/hello.txt");
    assertThat(container.environment()).isPresent();
    assertThat(container.ports().getFirst().name()).isEqualTo("80-81");
    assertThat(container.sockets()).hasSize(1);
    assertThat(container.name().map(OpReaderTest::string)).contains("web");
    assertThat(container.workDir().map(OpReaderTest::string)).contains("/src");
    assertThat(container.imageSpan().startLine()).isEqualTo(4);
  }

  @Test
  void wordsMeanWhatTheyMeanInYaml11() {
    WrittenOp op =
        Told.op(
            """
            name: a
            run:
              container:
                image: {ref: alpine}
                cmd: [yes, n, "yes", 010, 1_000, 2001-01-01, 1:30]
            """);

    SpecArray command =
        (SpecArray) ((ContainerCall) op.run().orElseThrow()).container().command().orElseThrow();
    assertThat(((SpecBoolean) command.elements().get(0)).value()).isTrue();
    assertThat(((SpecBoolean) command.elements().get(1)).value()).isFalse();
    assertThat(string(command.elements().get(2))).isEqualTo("yes");
    assertThat(((SpecNumber) command.elements().get(3)).text()).isEqualTo("8");
    assertThat(((SpecNumber) command.elements().get(4)).text()).isEqualTo("1000");
    assertThat(string(command.elements().get(5))).isEqualTo("2001-01-01");
    assertThat(string(command.elements().get(6))).isEqualTo("1:30");
  }

  @Test
  void ofARepeatedKeyTheLastCountsAndAWarningShowsBoth() {
    assertThat(Told.of("name: a\ninputs: {}\nname: b\n"))
        .containsExactly(
            "?3:1 opspec/repeated-key: the key `name` is written twice; the last one counts"
                + " | take one of them out");
    assertThat(OpReader.read(new Source("op.yml", "name: a\nname: b\n")).name()).isEqualTo("b");
  }

  @Test
  void onlyTheFirstDocumentCounts() {
    assertThat(Told.op("name: a\n---\nname: [\n").name()).isEqualTo("a");
  }

  @Test
  void mergesAndAliasesAreFollowed() {
    WrittenOp op =
        Told.op(
            """
            name: a
            inputs:
              a: &text {string: {default: x}}
              b: {<<: *text, description: d}
              c: *text
            """);

    assertThat(op.inputs()).extracting(WrittenParameter::type).containsOnly(ParameterType.STRING);
    assertThat(op.inputs().get(1).description()).contains("d");
  }

  @Test
  void numbersAreFinite() {
    for (String number : List.of(".inf", "-.inf", ".nan", "1e400")) {
      assertThat(Told.of("name: a\nrun: {container: {image: {ref: a}, cmd: [" + number + "]}}"))
          .hasSize(1)
          .first()
          .asString()
          .startsWith("2:42 opspec/number");
    }
  }

  @Test
  void whatIsWrongCarriesItsText() {
    assertThatThrownBy(() -> OpReader.read(new Source("x/op.yml", "name: []\n")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              assertThat(e.source().name()).isEqualTo("x/op.yml");
              assertThat(e.problems()).hasSize(1);
            });
  }

  private static String string(SpecValue value) {
    return ((SpecString) value).value();
  }
}
