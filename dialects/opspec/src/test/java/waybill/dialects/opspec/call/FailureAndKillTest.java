package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.event.Event.Ending;
import waybill.model.task.Outcome.Canceller;

class FailureAndKillTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab = new OpLab(folder);
  }

  @Test
  void theFirstFailingCallEndsASerialWithItsOwnFailure() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  serial:
                    - container: {image: {ref: x}, cmd: [say, one]}
                    - container: {image: {ref: x}, cmd: [exit, "3"]}
                    - container: {image: {ref: x}, cmd: [say, never]}
                """))
        .isEqualTo("nonzero container exit code: 3");
    assertThat(lab.containers.said()).containsExactly("one");
    assertThat(lab.endings())
        .containsExactly(
            "serial/container[0] ok",
            "serial/container[1] failed: nonzero container exit code: 3",
            "serial failed: nonzero container exit code: 3",
            " failed: nonzero container exit code: 3");
  }

  @Test
  void aFailureInAParallelKillsTheOthersAndIsToldAsTheCause() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  parallel:
                    - name: service
                      container: {image: {ref: x}, cmd: [meet, "3", ;, hang]}
                    - serial:
                        - container: {image: {ref: x}, cmd: [meet, "3", ;, hang]}
                        - container: {image: {ref: x}, cmd: [say, never]}
                    - container: {image: {ref: x}, cmd: [meet, "3", ;, exit, "4"]}
                """))
        .isEqualTo("child call failed: nonzero container exit code: 4");
    assertThat(lab.containers.said()).isEmpty();
    assertThat(lab.containers.runningNow()).isZero();
    assertThat(lab.endings())
        .contains(
            "parallel/service killed by SIBLING",
            "parallel/serial[1]/container[0] killed by SIBLING",
            "parallel/serial[1] killed by SIBLING",
            "parallel/container[2] failed: nonzero container exit code: 4");
  }

  @Test
  void theCauseIsSaidOnceHoweverManyParallelsItComesThrough() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  parallel:
                    - parallelLoop:
                        range: [1]
                        run: {parallel: [container: {image: {ref: x}, cmd: [exit, "1"]}]}
                """))
        .isEqualTo("child call failed: nonzero container exit code: 1");
  }

  @Test
  void theChainOfCalledOpsIsPartOfTheFailure() throws Exception {
    lab.op("inner", "run: {container: {image: {ref: x}, cmd: [exit, '1']}}\n");
    lab.op("outer", "run: {op: {ref: ../inner}}\n");
    String main = lab.path("main/op.yml").toString();
    assertThat(lab.failure("run:\n  op: {ref: ../outer}\n"))
        .isEqualTo(
            "nonzero container exit code: 1 (in ../inner called at "
                + lab.path("outer/op.yml")
                + ":2:7, in ../outer called at "
                + main
                + ":3:3)");
  }

  @Test
  void whatNobodyExpectsFailsTheRunWithItsReason() throws Exception {
    assertThat(lab.failure("run: {container: {image: {ref: x}, cmd: [break]}}\n"))
        .isEqualTo("internal error: IllegalStateException: the fake broke");
    assertThat(lab.journal.ended()).isInstanceOf(Ending.Failed.class);
  }

  @Test
  void anImageThatCannotBeHadFailsTheCallWithItsReason() throws Exception {
    assertThat(lab.failure("run: {container: {image: {ref: x}, cmd: [refuse, no such image]}}\n"))
        .isEqualTo("no such image");
  }

  @Test
  void aJournalThatCannotBeWrittenIsNeverASuccess() throws Exception {
    for (int failAt = 0; failAt < 6; failAt++) {
      var broken = new OpLab(folder.resolve("at" + failAt));
      broken.journal.failAt(failAt);
      CallEnd end =
          broken.runs(
              """
              run:
                parallel:
                  - container: {image: {ref: x}, cmd: [say, hello]}
              """);
      assertThat(end).describedAs("record %s fails", failAt).isInstanceOf(CallEnd.Failed.class);
      assertThat(broken.live.numbers()).isEmpty();
    }
  }

  @Test
  void aCancelledRunEndsAndNothingOfItRuns() throws Exception {
    OpRun run =
        lab.op(
                "main",
                """
                run:
                  serial:
                    - parallel:
                        - container: {image: {ref: x}, cmd: [meet, "2", ;, say, here, ;, hang]}
                        - parallelLoop:
                            range: [1]
                            run: {container: {image: {ref: x}, cmd: [meet, "2", ;, hang]}}
                    - container: {image: {ref: x}, cmd: [say, never]}
                """)
            .start("main");
    lab.containers.awaitSaid("here");
    assertThat(lab.live.numbers()).containsExactly(run.number());
    assertThat(lab.live.cancel(run.number(), Canceller.USER)).isTrue();
    assertThat(run.await()).isEqualTo(new CallEnd.Killed(Canceller.USER, CallEnd.NOTHING));
    assertThat(lab.containers.said()).containsExactly("here");
    assertThat(lab.containers.runningNow()).isZero();
    assertThat(lab.live.numbers()).isEmpty();
    assertThat(lab.journal.ended()).isEqualTo(new Ending.Killed(Canceller.USER));
    assertThat(lab.endings()).allMatch(line -> line.endsWith("killed by USER"));
  }

  @Test
  void anEngineThatClosesEndsTheRunAsKilledAndNotAsDone() throws Exception {
    OpRun run =
        lab.op(
                "main",
                """
                run:
                  serial:
                    - parallel:
                        - container: {image: {ref: x}, cmd: [say, here, ;, hang]}
                    - container: {image: {ref: x}, cmd: [say, never]}
                """)
            .start("main");
    lab.containers.awaitSaid("here");
    lab.containers.cancel(Canceller.WAYBILL);
    assertThat(run.await()).isEqualTo(new CallEnd.Killed(Canceller.WAYBILL, CallEnd.NOTHING));
    assertThat(lab.containers.said()).containsExactly("here");
  }

  @Test
  void aServiceEndsWhenTheLastWhoNeedsItHasEndedAndThatIsNoFailure() throws Exception {
    lab.outputs(
        """
        run:
          parallel:
            - name: db
              container: {image: {ref: x}, cmd: [say, db, ;, hang]}
            - needs: [db]
              container: {image: {ref: x}, cmd: [until, db, ;, say, first]}
            - needs: [db]
              serial:
                - container: {image: {ref: x}, cmd: [until, first]}
                - container: {image: {ref: x}, cmd: [say, second]}
        """);
    assertThat(lab.containers.said()).containsExactly("db", "first", "second");
    assertThat(lab.endings()).contains("parallel/db killed by SIBLING", "parallel ok", " ok");
  }

  @Test
  void whatAServiceNeedsGoesWithIt() throws Exception {
    lab.outputs(
        """
        run:
          parallel:
            - name: disk
              container: {image: {ref: x}, cmd: [hang]}
            - name: db
              needs: [disk]
              container: {image: {ref: x}, cmd: [hang]}
            - needs: [db, nobody]
              container: {image: {ref: x}, cmd: [say, done]}
        """);
    assertThat(lab.endings())
        .contains("parallel/db killed by SIBLING", "parallel/disk killed by SIBLING");
  }

  @Test
  void aSkippedCallNeedsNobody() throws Exception {
    lab.outputs(
        """
        run:
          parallel:
            - name: db
              container: {image: {ref: x}, cmd: [hang]}
            - needs: [db]
              if: [{eq: [1, 2]}]
              container: {image: {ref: x}, cmd: [say, never]}
        """);
    assertThat(lab.endings()).contains("parallel/db killed by SIBLING");
  }

  @Test
  void aServiceThatFailsIsAFailure() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  parallel:
                    - name: db
                      container: {image: {ref: x}, cmd: [exit, "5"]}
                    - needs: [db]
                      container: {image: {ref: x}, cmd: [hang]}
                """))
        .isEqualTo("child call failed: nonzero container exit code: 5");
  }

  @Test
  void whatAKilledServiceWroteIsThere() throws Exception {
    lab.outputs(
        """
        run:
          serial:
            - parallel:
                - name: db
                  container: {image: {ref: x}, files: {/log: $(log)}, cmd: [write, /log, up, ;, say, up, ;, hang]}
                - needs: [db]
                  container: {image: {ref: x}, cmd: [until, up]}
            - container: {image: {ref: x}, files: {/l: $(log)}, cmd: [show, /l]}
        """);
    assertThat(lab.containers.said()).containsExactly("up", "/l=up");
  }

  @Test
  void aRunWithoutOutputsLeavesNothingAtAll() throws Exception {
    lab.outputs("run: {container: {image: {ref: x}, files: {/f: $(f)}, cmd: [write, /f, x]}}\n");
    assertThat(lab.runs()).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftOfARunButItsOutputs() throws Exception {
    CallEnd end =
        lab.op(
                "main",
                """
                outputs: {kept: {file: {}}, dir: {dir: {}}, inside: {file: {}}, hidden: {file: {isSecret: true}}}
                run:
                  serial:
                    - container:
                        image: {ref: x}
                        files: {/kept: $(kept), /lost: $(lost), /hidden: $(hidden)}
                        dirs: {/dir: $(dir)}
                        cmd: [write, /kept, k, ;, write, /lost, l, ;, write, /dir/inside, i, ;, write, /hidden, h]
                    - op: {ref: ../same, inputs: {f: $(dir/inside)}, outputs: {f: $(inside)}}
                """)
            .op("same", "inputs: {f: {file: {}}}\noutputs: {f: {file: {}}}\n")
            .run("main");
    var outputs = OpLab.outputs(end);
    Path run = lab.runs().resolve("7");
    assertThat(run.resolve("scratch")).doesNotExist();
    assertThat(run.resolve("outputs/kept")).hasContent("k");
    assertThat(run.resolve("outputs/dir/inside")).hasContent("i");
    assertThat(run.resolve("outputs/hidden")).doesNotExist();
    assertThat(outputs.get("inside"))
        .isEqualTo(
            new waybill.dialects.opspec.value.Value.FileValue(run.resolve("outputs/dir/inside")));
    try (var files = Files.list(lab.path("main"))) {
      assertThat(files).hasSize(1);
    }
  }
}
