package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.opspec.call.OpLab.text;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.model.task.Outcome.Canceller;

class LoopsTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab = new OpLab(folder).op("give", "inputs: {v: {string: {}}}\noutputs: {v: {string: {}}}\n");
  }

  @Test
  void aSerialLoopGoesOverAnArrayInItsOrder() throws Exception {
    lab.outputs(
        """
        run:
          serialLoop:
            range: [c, a, b]
            vars: {index: $(i), key: $(k), value: $(v)}
            run: {container: {image: {ref: x}, cmd: [say, $(i), $(k), $(v)]}}
        """);
    assertThat(lab.containers.said()).containsExactly("0 0 c", "1 1 a", "2 2 b");
  }

  @Test
  void anObjectIsWalkedInTheAlphabeticalOrderOfItsKeys() throws Exception {
    lab.outputs(
        """
        run:
          serialLoop:
            range: {b: 2, a: 1, c: {x: [w]}}
            vars: {index: i, key: k, value: v}
            run: {container: {image: {ref: x}, cmd: [say, $(i), $(k), $(v)]}}
        """);
    assertThat(lab.containers.said()).containsExactly("0 a 1", "1 b 2", "2 c {\"x\":[\"w\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'[1, 2]'", "' {\"a\": 1, \"b\": 2}'", "$(/range.json)", "$(r)"})
  void aRangeMayBeATextOrFileOfJson(String range) throws Exception {
    lab.file("main/range.json", "[1,2]\n")
        .with("r", "[1, 2]")
        .outputs(
            """
            inputs: {r: {string: {}}}
            run:
              serialLoop:
                range: %s
                vars: {value: v}
                run: {container: {image: {ref: x}, cmd: [say, $(v)]}}
            """
                .formatted(range));
    assertThat(lab.containers.said()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "'{'", "$(/)", "$(five)", "$(yes)"})
  void whatIsNoArrayAndNoObjectIsNoRange(String range) throws Exception {
    for (String kind : new String[] {"serialLoop", "parallelLoop"}) {
      assertThat(
              new OpLab(folder.resolve(kind))
                  .with("five", OpLab.number(5))
                  .with("yes", new BooleanValue(true))
                  .failure(
                      """
                      inputs: {five: {number: {}}, "yes": {boolean: {}}}
                      run:
                        %s:
                          range: %s
                          run: {container: {image: {ref: x}, cmd: [say, hello]}}
                      """
                          .formatted(kind, range)))
          .contains("unable to coerce");
    }
  }

  @Test
  void anEmptyRangeIsNoIterationAndNoFailure() throws Exception {
    lab.outputs(
        """
        run:
          serial:
            - serialLoop:
                range: []
                run: {container: {image: {ref: x}, cmd: [say, hello]}}
            - parallelLoop:
                range: {}
                run: {container: {image: {ref: x}, cmd: [say, hello]}}
        """);
    assertThat(lab.containers.said()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"$(i), 2", "$(v), 2"})
  void aRangeEndsEarlyWhenUntilHolds(String left, String right) throws Exception {
    lab.outputs(
        """
        run:
          serialLoop:
            range: [1, 2, 3]
            until: [{eq: ["%s", %s]}]
            vars: {index: i, value: v}
            run: {container: {image: {ref: x}, cmd: [say, $(v)]}}
        """
            .formatted(left, right));
    assertThat(lab.containers.said()).containsExactly("1", "2");
  }

  @Test
  void untilIsAskedBeforeTheFirstIteration() throws Exception {
    lab.outputs(
        """
        run:
          serialLoop:
            until: [{eq: [1, 1]}]
            run: {container: {image: {ref: x}, cmd: [say, hello]}}
        """);
    assertThat(lab.containers.said()).isEmpty();
  }

  @Test
  void aLoopGoesOnUntilAContainerHasWrittenEnough() throws Exception {
    assertThat(
            lab.outputs(
                """
                outputs: {log: {string: {}}}
                run:
                  serialLoop:
                    until: [{exists: $(log)}, {eq: [$(log), xxx]}]
                    run: {container: {image: {ref: x}, cmd: [append, /log, x], files: {/log: $(log)}}}
                """))
        .containsEntry("log", text("xxx"));
  }

  @Test
  void anEndlessLoopCanBeKilled() throws Exception {
    OpRun run =
        lab.op(
                "main",
                """
                run:
                  serialLoop:
                    until: [{eq: [1, 2]}]
                    vars: {index: i}
                    run: {container: {image: {ref: x}, cmd: [say, $(i)]}}
                """)
            .start("main");
    lab.containers.awaitSaid("20");
    run.cancel(Canceller.USER);
    assertThat(run.await()).isInstanceOf(CallEnd.Killed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serialLoop", "parallelLoop"})
  void loopVariablesDoNotLeak(String kind) throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  serial:
                    - %s:
                        range: [1, 2]
                        vars: {value: $(item)}
                        run: {container: {image: {ref: x}, cmd: [say, $(item)], files: {/f: $(item)}}}
                    - container: {image: {ref: x}, cmd: [say, $(item)]}
                """
                    .formatted(kind)))
        .contains("unable to interpret 'item' as reference: 'item' not in scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serialLoop", "parallelLoop"})
  void aShadowedVariableIsBackAfterTheLoop(String kind) throws Exception {
    assertThat(
            lab.with("item", "outer")
                .outputs(
                    """
                    inputs: {item: {string: {}}}
                    outputs: {item: {string: {}}}
                    run:
                      %s:
                        range: [inner]
                        vars: {value: item}
                        run: {op: {ref: ../give, inputs: {v: $(item)}, outputs: {v: $(x)}}}
                    """
                        .formatted(kind)))
        .containsEntry("item", text("outer"));
  }

  @Test
  void whatAnIterationAssignsTheNextOneFindsAndThoseBehindTheLoop() throws Exception {
    assertThat(
            lab.with("sum", "0")
                .outputs(
                    """
                    inputs: {sum: {string: {}}}
                    outputs: {sum: {string: {}}}
                    run:
                      serialLoop:
                        range: [1, 2, 3]
                        vars: {value: item}
                        run: {op: {ref: ../give, inputs: {v: $(sum)+$(item)}, outputs: {v: $(sum)}}}
                    """))
        .containsEntry("sum", text("0+1+2+3"));
  }

  @Test
  void theLastIterationByIndexWinsInAParallelLoop() throws Exception {
    assertThat(
            lab.outputs(
                """
                outputs: {x: {string: {}}}
                run:
                  parallelLoop:
                    range: [1, 2]
                    vars: {value: item}
                    run:
                      serial:
                        - if: [{eq: [$(item), 1]}]
                          container: {image: {ref: x}, cmd: [until, two is done]}
                        - op: {ref: ../give, inputs: {v: $(item)}, outputs: {v: $(x)}}
                        - if: [{eq: [$(item), 2]}]
                          container: {image: {ref: x}, cmd: [say, two is done]}
                """))
        .containsEntry("x", text("2"));
  }

  @Test
  void aParallelLoopRunsAllIterationsAtOnceEachWithItsOwnVariables() throws Exception {
    lab.outputs(
        """
        run:
          parallelLoop:
            range: [a, b, c, d]
            vars: {index: i, value: v}
            run: {container: {image: {ref: x}, cmd: [meet, "4", ;, say, $(i)$(v)]}}
        """);
    assertThat(lab.containers.said()).containsExactlyInAnyOrder("0a", "1b", "2c", "3d");
    assertThat(lab.beginnings())
        .contains("parallelLoop[0]/container container x", "parallelLoop[3]/container container x");
  }

  @Test
  void aRangeGrowsWithWhatIterationsAssign() throws Exception {
    lab.op("grow", "inputs: {l: {array: {}}}\noutputs: {l: {array: {}}}\n")
        .outputs(
            """
            run:
              serial:
                - op: {ref: ../grow, inputs: {l: [1]}, outputs: {l: $(list)}}
                - serialLoop:
                    range: $(list)
                    vars: {value: v}
                    run:
                      serial:
                        - container: {image: {ref: x}, cmd: [say, $(v)]}
                        - if: [{eq: [$(v), 1]}]
                          op: {ref: ../grow, inputs: {l: [1, 2]}, outputs: {l: $(list)}}
            """);
    assertThat(lab.containers.said()).containsExactly("1", "2");
  }

  @Test
  void theFirstFailingIterationEndsTheLoop() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  serialLoop:
                    range: [0, 3, 0]
                    vars: {value: v}
                    run: {container: {image: {ref: x}, cmd: [say, $(v), ;, exit, $(v)]}}
                """))
        .isEqualTo("nonzero container exit code: 3");
    assertThat(lab.containers.said()).containsExactly("0", "3");
  }
}
