package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenCall.ContainerCall;
import waybill.dialects.opspec.written.WrittenCall.OpCall;
import waybill.dialects.opspec.written.WrittenCall.Serial;
import waybill.model.document.Source;
import waybill.model.document.SpecString;

/** Older forms with one meaning are today's, told in one warning; names that mean nothing stay. */
class OlderFormsTest {
  private static final String PKG =
      """
      name: a
      run:
        serial:
        - op:
            pkg: {ref: x#1.0.0, pullCreds: {username: u, password: p}}
            inputs: {a: }
        - parallel:
          - op: {pkg: {ref: z}}
      """;

  @Test
  void pkgIsLiftedAndToldOnce() {
    assertThat(Told.of(PKG))
        .containsExactly(
            "?5:7 opspec/older-form: an older form: `op: {pkg: {ref: …}}` (lines 5, 8), today"
                + " `op: {ref: …}`");
    OpCall call = (OpCall) ((Serial) read(PKG).run().orElseThrow()).calls().getFirst();
    assertThat(call.ref()).isEqualTo("x#1.0.0");
    assertThat(call.pullCredentials()).isPresent();
    assertThat(call.inputs()).hasSize(1);
  }

  @Test
  void strictlyThatIsWrong() {
    assertThat(OpspecLanguage.validate(new Source("op.yml", PKG), true).anyError()).isTrue();
    assertThat(OpspecLanguage.validate(new Source("op.yml", PKG), false).anyError()).isFalse();
  }

  @Test
  void whatStandsWronglyInPkgIsToldToo() {
    assertThat(Told.of("name: a\nrun: {op: {pkg: {ref: x, rfe: y}}}"))
        .anyMatch(line -> line.startsWith("2:26 opspec/unknown-key"));
  }

  @Test
  void aBareNameOfAVariableIsTheVariable() {
    String text =
        """
        name: a
        inputs:
          srcDir: {dir: {}}
          docker: {socket: {}}
        run:
          serial:
          - container:
              image: {ref: alpine}
              dirs: {/src: srcDir}
              files: {/text: srcDir, /made: $(made)}
              sockets: {/s: docker}
          - op: {ref: x, inputs: {a: srcDir, b: made, c: other, d: made2}, outputs: {o: made2}}
        """;

    assertThat(Told.of(text))
        .containsExactly(
            "?9:20 opspec/older-form: older forms: a bare name under `dirs` (line 9), today"
                + " `$(name)`; a bare name under an op's `inputs` (line 12), today `$(name)`; a bare"
                + " name under `sockets` (line 11), today `$(name)`");
    Serial serial = (Serial) read(text).run().orElseThrow();
    WrittenContainer container = ((ContainerCall) serial.calls().getFirst()).container();
    assertThat(string(container.dirs().getFirst())).isEqualTo("$(srcDir)");
    assertThat(string(container.files().getFirst())).isEqualTo("srcDir");
    assertThat(string(container.sockets().getFirst())).isEqualTo("$(docker)");
    OpCall call = (OpCall) serial.calls().get(1);
    assertThat(call.inputs().stream().map(OlderFormsTest::string))
        .containsExactly("$(srcDir)", "$(made)", "other", "made2");
  }

  @Test
  void loopVariablesEndWithTheirLoop() {
    String text =
        """
        name: a
        run:
          serial:
          - serialLoop:
              range: [1]
              vars: {value: item}
              run: {op: {ref: x, inputs: {a: item}}}
          - op: {ref: x, inputs: {a: item}}
        """;

    assertThat(Told.of(text)).hasSize(1);
    assertThat(Told.of(text).getFirst()).startsWith("?7:").contains("(line 7)");
  }

  @Test
  void siblingsOfAParallelDoNotSeeEachOther() {
    String text =
        """
        name: a
        run:
          parallel:
          - op: {ref: x, outputs: {o: }}
          - op: {ref: x, inputs: {a: o}}
        """;

    assertThat(Told.of(text)).isEmpty();
  }

  @Test
  void anOutputNamedLikeAReferenceIsItsName() {
    String text = "name: a\nrun: {op: {ref: x, outputs: {$(v): o}}}";

    assertThat(Told.of(text)).hasSize(1);
    assertThat(Told.of(text).getFirst()).startsWith("?2:30 opspec/older-form");
    OpCall call = (OpCall) read(text).run().orElseThrow();
    assertThat(call.outputs().getFirst().name()).isEqualTo("v");
  }

  @Test
  void aDescriptionInsideTheTypeIsFine() {
    assertThat(Told.of("name: a\ninputs: {a: {string: {description: d}}}")).isEmpty();
  }

  private static WrittenOp read(String text) {
    return OpReader.read(new Source("op.yml", text));
  }

  private static String string(Binding binding) {
    return ((SpecString) binding.expression().orElseThrow()).value();
  }
}
