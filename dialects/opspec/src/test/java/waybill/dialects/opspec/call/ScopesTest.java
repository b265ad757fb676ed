package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.opspec.call.OpLab.number;
import static waybill.dialects.opspec.call.OpLab.text;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.opspec.value.Value.FileValue;

/** Who sees what. {@code give} is an op that gives back what it gets. */
class ScopesTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab =
        new OpLab(folder)
            .op("give", "inputs: {v: {string: {}}}\noutputs: {v: {string: {}}}\n")
            .op("giveTwo", "outputs: {a: {number: {default: 1}}, b: {number: {default: 2}}}\n");
  }

  @Test
  void aCallOfASerialSeesWhatThoseBeforeItAssigned() throws Exception {
    assertThat(
            lab.outputs(
                """
                outputs: {x: {string: {}}}
                run:
                  serial:
                    - op: {ref: ../give, inputs: {v: one}, outputs: {v: $(a)}}
                    - op: {ref: ../give, inputs: {v: $(a) and two}, outputs: {v: $(b)}}
                    - op: {ref: ../give, inputs: {v: $(b) and three}, outputs: {v: $(x)}}
                """))
        .containsEntry("x", text("one and two and three"));
  }

  @Test
  void aCallOfAParallelSeesNothingOfTheOthers() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  parallel:
                    - op: {ref: ../give, inputs: {v: one}, outputs: {v: $(a)}}
                    - serial:
                        - container: {image: {ref: x}, cmd: [until, go]}
                        - op: {ref: ../give, inputs: {v: $(a)}}
                    - container: {image: {ref: x}, cmd: [say, go]}
                """))
        .contains("'a' not in scope");
  }

  @Test
  void whatAParallelGivesIsMergedInTheOrderOfItsListAndNotInTheOrderOfTheEnds() throws Exception {
    assertThat(
            lab.outputs(
                """
                outputs: {x: {string: {}}}
                run:
                  parallel:
                    - serial:
                        - container: {image: {ref: x}, cmd: [until, second]}
                        - op: {ref: ../give, inputs: {v: first}, outputs: {v: $(x)}}
                    - serial:
                        - op: {ref: ../give, inputs: {v: second}, outputs: {v: $(x)}}
                        - container: {image: {ref: x}, cmd: [say, second]}
                """))
        .containsEntry("x", text("second"));
  }

  @Test
  void aCallThatOnlySawAVariableDoesNotUndoWhatAnotherOneAssigned() throws Exception {
    assertThat(
            lab.with("x", "old")
                .outputs(
                    """
                    inputs: {x: {string: {}}}
                    outputs: {x: {string: {}}}
                    run:
                      parallel:
                        - op: {ref: ../give, inputs: {v: new}, outputs: {v: $(x)}}
                        - serial:
                            - op: {ref: ../give, inputs: {v: $(x)}, outputs: {v: $(y)}}
                    """))
        .containsEntry("x", text("new"));
  }

  @Test
  void aContainerThatOnlyReadsAFileDoesNotUndoWhatAnotherCallAssigned() throws Exception {
    Path old = Files.writeString(folder.resolve("old"), "old");
    lab.op("fresh", "outputs: {f: {file: {default: fresh}}}\n");
    assertThat(
            lab.with("f", new FileValue(old))
                .outputs(
                    """
                    inputs: {f: {file: {}}}
                    outputs: {s: {string: {}}}
                    run:
                      serial:
                        - parallel:
                            - op: {ref: ../give, inputs: {v: fresh}, outputs: {v: $(f)}}
                            - container: {image: {ref: x}, cmd: [show, /f], files: {/f: $(f)}}
                        - op: {ref: ../give, inputs: {v: $(f)}, outputs: {v: $(s)}}
                    """))
        .containsEntry("s", text("fresh"));
    assertThat(lab.containers.said()).containsExactly("/f=old");
  }

  @Test
  void onlyBoundOutputsComeBack() throws Exception {
    assertThat(
            lab.failure(
                """
                outputs: {b: {number: {}}}
                run: {op: {ref: ../giveTwo, outputs: {a: $(x)}}}
                """))
        .contains("b");
    assertThat(
            new OpLab(folder)
                .op("giveTwo", "outputs: {a: {number: {default: 1}}, b: {number: {default: 2}}}\n")
                .outputs(
                    """
                    outputs: {x: {number: {}}, z: {number: {}}}
                    run: {op: {ref: ../giveTwo, outputs: {a: $(x), b: $(z)}}}
                    """))
        .containsEntry("x", number(1))
        .containsEntry("z", number(2));
  }

  @Test
  void aCalledOpSeesNothingButItsInputs() throws Exception {
    lab.op("curious", "run: {container: {image: {ref: x}, cmd: [say, $(secretOfTheCaller)]}}\n");
    assertThat(
            lab.with("secretOfTheCaller", "s")
                .failure(
                    """
                    inputs: {secretOfTheCaller: {string: {}}}
                    run: {op: {ref: ../curious}}
                    """))
        .contains("'secretOfTheCaller' not in scope");
  }

  @Test
  void anInputIsAnOutputOfTheSameNameWhenNothingElseWasAssigned() throws Exception {
    assertThat(
            lab.with("x", "as it was")
                .outputs("inputs: {x: {string: {}}}\noutputs: {x: {string: {}}}\n"))
        .containsEntry("x", text("as it was"));
  }

  @Test
  void aSkippedCallAssignsNothing() throws Exception {
    assertThat(
            lab.with("x", "old")
                .outputs(
                    """
                    inputs: {x: {string: {}}}
                    outputs: {x: {string: {}}}
                    run:
                      serial:
                        - if: [{eq: [1, 2]}]
                          op: {ref: ../give, inputs: {v: new}, outputs: {v: $(x)}}
                    """))
        .containsEntry("x", text("old"));
    assertThat(lab.endings()).contains("serial/op skipped: if: eq 1 2 is false");
    assertThat(lab.beginnings()).containsExactly(" op main", "serial serial serial");
  }
}
