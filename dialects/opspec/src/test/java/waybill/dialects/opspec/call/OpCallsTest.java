package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.opspec.call.OpLab.number;
import static waybill.dialects.opspec.call.OpLab.text;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.opspec.value.Value.DirValue;

class OpCallsTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab = new OpLab(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./sub",
        "sub",
        "../beside",
        "beside",
        "$(./sub)",
        "$(../beside)",
        "$(/sub)",
        "$(d)",
        "$(d)/"
      })
  void anOpIsFoundByItsName(String ref) throws Exception {
    lab.op("main/sub", "run: {container: {image: {ref: x}, cmd: [say, found]}}\n")
        .op("beside", "run: {container: {image: {ref: x}, cmd: [say, found]}}\n")
        .with("d", new DirValue(lab.path("beside")));
    CallEnd end = lab.runs("inputs: {d: {dir: {}}}\nrun: {op: {ref: \"" + ref + "\"}}\n");
    if (ref.endsWith("/")) {
      assertThat(OpLab.failure(end)).contains("unable to resolve op \"$(d)/\"");
    } else {
      assertThat(end).isInstanceOf(CallEnd.Succeeded.class);
      assertThat(lab.containers.said()).containsExactly("found");
    }
  }

  @Test
  void anAbsolutePathIsOneToo() throws Exception {
    lab.op("beside", "run: {container: {image: {ref: x}, cmd: [say, found]}}\n")
        .outputs("run: {op: {ref: " + lab.path("beside") + "}}\n");
    assertThat(lab.containers.said()).containsExactly("found");
  }

  @Test
  void anOpThatIsNowhereIsToldWithAllPlaces() throws Exception {
    Files.createDirectories(lab.path("main/nope"));
    assertThat(lab.failure("run: {op: {ref: nope}}\n"))
        .contains(
            "unable to resolve op \"nope\": filesystem: not found: path \""
                + lab.path("main/nope")
                + "\" has no op.yml; filesystem: not found: path \""
                + lab.path("nope")
                + "\"");
    assertThat(new OpLab(folder).failure("run: {op: {ref: $(nope)}}\n"))
        .contains("'nope' not in scope");
  }

  @Test
  void gitIsRefusedPlainly() throws Exception {
    assertThat(lab.failure("run: {op: {ref: \"github.com/opspec-pkgs/x#1.0.0\"}}\n"))
        .contains("ops from git repositories cannot be called yet", "copy the op");
  }

  @Test
  void aCalledOpThatIsWrongIsToldWithItsPlace() throws Exception {
    lab.op("wrong", "runn: {}\n");
    assertThat(lab.failure("run: {op: {ref: ../wrong}}\n"))
        .contains(lab.path("wrong/op.yml") + ":2:1", "runn");
  }

  @Test
  void anOpThatCallsItselfForSureIsRefusedWithTheChain() throws Exception {
    lab.op("a", "run: {serial: [op: {ref: ../b}]}\n")
        .op("b", "run: {parallel: [op: {ref: ../a}]}\n");
    assertThat(lab.failure("run: {op: {ref: ../a}}\n"))
        .contains(
            "ops call each other for ever: main ["
                + lab.path("main")
                + "] -> ../a ["
                + lab.path("a")
                + "] -> ../b ["
                + lab.path("b")
                + "] -> ../a ["
                + lab.path("a")
                + "]");
  }

  @Test
  void anOpMayCallItselfUnderACondition() throws Exception {
    lab.op(
            "down",
            """
            inputs: {list: {array: {}}}
            run:
              serial:
                - container: {image: {ref: x}, cmd: [say, $(list)]}
                - serialLoop:
                    range: $(list)
                    vars: {value: less}
                    run: {op: {ref: ../down, inputs: {list: $(less)}}}
            """)
        .outputs("run: {op: {ref: ../down, inputs: {list: [[[]], []]}}}\n");
    assertThat(lab.containers.said()).containsExactly("[[[]],[]]", "[[]]", "[]", "[]");
  }

  @Test
  void anOpThatCallsItselfUnderAConditionThatAlwaysHoldsEnds() throws Exception {
    assertThat(lab.failure("run: {if: [{eq: [1, 1]}], op: {ref: .}}\n"))
        .contains("more than 100 ops call each other: main [", "... -> . [");
  }

  @Test
  void callsThatNestTooDeeplyAreRefusedAndDoNotBreakAnything() throws Exception {
    StringBuilder yaml = new StringBuilder("run:\n");
    String indent = "  ";
    for (int i = 0; i < 60; i++) {
      yaml.append(indent).append("serial:\n");
      yaml.append(indent).append("- if: [{eq: [1, 1]}]\n");
      indent += "  ";
    }
    yaml.append(indent).append("op: {ref: .}\n");
    assertThat(lab.failure(yaml.toString())).contains("within each other more than 500 deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "o: $(v)    | v",
        "v: $(o)    | v",
        "v: o       | v",
        "o: v       | v",
        "o:         | o"
      })
  void outputsAreBoundInBothDirections(String binding, String variable) throws Exception {
    lab.op("giver", "outputs: {o: {number: {default: 5}}}\n");
    assertThat(
            lab.outputs(
                "outputs: {"
                    + variable
                    + ": {number: {}}}\nrun:\n  op:\n    ref: ../giver\n    outputs:\n      "
                    + binding
                    + "\n"))
        .containsEntry(variable, number(5));
  }

  @Test
  void whereBothSidesAreOutputsTheNewerReadingCountsWithAWarning() throws Exception {
    lab.op("giver", "outputs: {a: {number: {default: 1}}, b: {number: {default: 2}}}\n");
    assertThat(
            lab.outputs(
                """
                outputs: {b: {number: {}}}
                run:
                  serialLoop:
                    range: [1, 2]
                    run:
                      op: {ref: ../giver, outputs: {a: $(b)}}
                """))
        .containsEntry("b", number(1));
    assertThat(lab.remarks())
        .containsExactly(
            "warning: "
                + lab.path("main/op.yml")
                + ":7:37: `a` and `b` are both outputs of the called op; read as output `a`"
                + " assigned to variable `b`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                     | unknown output 'x'",
        "{b: {number: {}}}                      | unknown output 'x', expected 'b'",
        "{b: {number: {}}, c: {number: {}}}     | unknown output 'x', expected one of [b, c]"
      })
  void anOutputThatTheOpDoesNotHaveIsRefusedBeforeItRuns(String declared, String text)
      throws Exception {
    lab.op(
        "giver",
        "outputs: " + declared + "\nrun: {container: {image: {ref: x}, cmd: [say, ran]}}\n");
    assertThat(lab.failure("run: {op: {ref: ../giver, outputs: {x: $(y)}}}\n")).isEqualTo(text);
    assertThat(lab.containers.said()).isEmpty();
  }

  @Test
  void anOutputThatNobodyAssignedIsRequired() throws Exception {
    lab.op("giver", "outputs: {o: {file: {}}}\n");
    assertThat(lab.failure("run: {op: {ref: ../giver}}\n"))
        .contains("o: ", "required", "in ../giver");
  }

  @Test
  void allInputsThatCannotBeBoundAreToldAtOnce() throws Exception {
    lab.op("taker", "inputs: {number: {number: {}}, name: {string: {}}}\n");
    assertThat(
            lab.failure(
                "run: {op: {ref: ../taker, inputs: {number: abc, name: $(nobody), nmae: x, other: }}}\n"))
        .contains("unable to interpret call to ../taker: ")
        .contains("unable to bind 'number' to 'abc': unable to coerce string to number")
        .contains("unable to bind 'name' to '$(nobody)': ", "'nobody' not in scope")
        .contains("'nmae' not a defined input (did you mean `name`?)")
        .contains("'other' not a defined input");
  }

  @Test
  void theShorthandNeedsAVariableOfThatName() throws Exception {
    lab.op("taker", "inputs: {s: {string: {}}}\noutputs: {s: {string: {}}}\n");
    assertThat(lab.failure("run: {op: {ref: ../taker, inputs: {s: }}}\n"))
        .contains("unable to bind to 's' via implicit ref: 's' not in scope");
    assertThat(
            new OpLab(folder)
                .with("s", "from outside")
                .outputs(
                    """
                    inputs: {s: {string: {}}}
                    outputs: {r: {string: {}}}
                    run: {op: {ref: ../taker, inputs: {s: }, outputs: {s: $(r)}}}
                    """))
        .containsEntry("r", text("from outside"));
  }

  @Test
  void anInputThatIsMissingIsNamedWithTheOp() throws Exception {
    lab.op("taker", "inputs: {src: {dir: {default: .}}}\n");
    assertThat(lab.failure("run: {op: {ref: ../taker}}\n"))
        .isEqualTo(
            "unable to interpret call to ../taker: src: dir required (its default `.` is a path from the"
                + " directory of whoever calls from a command line)");
  }

  @Test
  void anUndefinedFileIsMadeForAnInput() throws Exception {
    lab.op(
            "taker",
            """
            inputs: {f: {file: {}}, d: {dir: {}}}
            run: {container: {image: {ref: x}, files: {/f: $(f)}, dirs: {/d: $(d)}, cmd: [show, /f, ;, write, /d/x, y]}}
            """)
        .outputs("run: {op: {ref: ../taker, inputs: {f: $(undefined), d: $(undefinedToo)}}}\n");
    assertThat(lab.containers.said()).containsExactly("/f=");
  }

  @Test
  void secretsAreKnownBeforeAnythingIsRecorded() throws Exception {
    lab.op(
            "taker",
            """
            inputs: {p: {string: {isSecret: true}}}
            run: {container: {image: {ref: x}, cmd: [say, $(p)]}}
            """)
        .with("root", "root secret")
        .outputs(
            """
            inputs: {root: {string: {isSecret: true}}}
            run: {op: {ref: ../taker, inputs: {p: given inside}}}
            """);
    assertThat(lab.journal.begun().secrets().masked("a root secret and one given inside"))
        .isEqualTo("a *** and one ***");
  }

  @Test
  void anOpThatDoesNothingSucceeds() throws Exception {
    assertThat(lab.outputs("outputs: {x: {number: {default: 3}}}\n")).containsEntry("x", number(3));
  }

  @Test
  void rootInputsAreBoundWithTheCallersDirectory() throws Exception {
    Files.writeString(folder.resolve("Dockerfile"), "FROM x");
    assertThat(
            lab.outputs("inputs: {f: {file: {default: Dockerfile}}}\noutputs: {f: {string: {}}}\n"))
        .containsEntry("f", text("FROM x"));
    assertThat(new OpLab(folder).failure("inputs: {num: {number: {}}}\n"))
        .isEqualTo("num: required");
  }
}
