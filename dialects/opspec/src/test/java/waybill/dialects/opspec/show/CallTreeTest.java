package waybill.dialects.opspec.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waybill.cli.DisplayText;
import waybill.engine.event.Event;
import waybill.model.task.Outcome.Canceller;

final class CallTreeTest {
  @Test
  void theTreeShowsWhatRunsAndFoldsWhatIsOver() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("serial", "serial", "serial")
            .begin("serial/build", "op", "build")
            .container("serial/build/container", "alpine:3")
            .seconds(12)
            .succeeds("serial/build/container")
            .succeeds("serial/build")
            .begin("serial/parallel", "parallel", "parallel")
            .container("serial/parallel/test", "test/unit")
            .container("serial/parallel/lint", "lint")
            .writes("serial/parallel/test", "ok  pkg/store 1.2s\n")
            .seconds(8)
            .fails("serial/parallel/lint", "nonzero container exit code: 1")
            .seconds(21);
    assertThat(script.rows(12))
        .containsExactly(
            " ⟳ ci                                                 0:41",
            " ├─ ✔ build  1 child                                  0:12",
            " └─ ⟳ parallel                                        0:29",
            "    ├─ ⟳ test/unit  alpine:3  ok  pkg/store 1.2s      0:29",
            "    └─ ✘ lint  alpine:3  FAILED: nonzero container   8.0 s",
            " 1 done  1 failed  1 running  ·  logs: waybill logs -f 7");
  }

  @Test
  void withoutUnicodeTheSignsAreAscii() {
    var script =
        new EventScript(false)
            .begin("", "op", "ci")
            .begin("parallel", "parallel", "parallel")
            .container("parallel/a", "a")
            .isKilled("parallel/a", Canceller.SIBLING)
            .isSkipped("parallel/b", "exists: $(x)");
    assertThat(script.rows(12))
        .allMatch(row -> row.chars().allMatch(c -> c < 128))
        .anyMatch(row -> row.contains("- a  alpine:3  killed (no longer needed)"))
        .anyMatch(row -> row.contains("o b  skipped: exists: $(x)"));
  }

  @Test
  void aLongLoopIsOneRowWithABar() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("loop", "parallelLoop", "deploy", ",\"count\":20");
    for (int i = 0; i < 14; i++) {
      script.container("loop[" + i + "]/container", "alpine:3");
    }
    for (int i = 0; i < 10; i++) {
      script.succeeds("loop[" + i + "]/container");
    }
    script.fails("loop[10]/container", "nonzero container exit code: 1");
    assertThat(script.rows(12))
        .containsExactly(
            " ⟳ ci                                                0.0 s",
            " └─ ⟳ deploy  ×20  █████░░░░░  10 ok  1 failed  3 r  0.0 s",
            "    └─ ✘ [10] alpine:3  FAILED: nonzero container e  0.0 s",
            " 10 done  1 failed  3 running  ·  logs: waybill logs -f 7");
  }

  @Test
  void whatWaitsForItsTurnInASerialIsThereFromTheBeginning() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("serial", "serial", "serial", ",\"plan\":[\"build\",\"test\",\"ship\"]");
    assertThat(script.rows(12))
        .containsExactly(
            " ⟳ ci                                                0.0 s",
            " ├─ · build",
            " ├─ · test",
            " └─ · ship",
            " 0 done  ·  logs: waybill logs -f 7");
    script
        .container("serial/build", "build")
        .succeeds("serial/build")
        .isSkipped("serial/test", "x");
    assertThat(script.rows(12))
        .containsExactly(
            " ⟳ ci                                                0.0 s",
            " ├─ ✔ build  alpine:3                                0.0 s",
            " ├─ ○ test  skipped: x                               0.0 s",
            " └─ · ship",
            " 1 done  ·  logs: waybill logs -f 7");
  }

  @Test
  void ofMoreThanFitWhatIsOverGoesFirst() {
    var script = new EventScript().begin("", "op", "ci").begin("parallel", "parallel", "parallel");
    for (int i = 0; i < 8; i++) {
      script.container("parallel/c" + i, "c" + i);
    }
    for (int i = 0; i < 6; i++) {
      script.succeeds("parallel/c" + i);
    }
    assertThat(script.rows(6))
        .hasSize(6)
        .anyMatch(row -> row.contains("c6"))
        .anyMatch(row -> row.contains("c7"))
        .noneMatch(row -> row.contains("c0"))
        .anyMatch(row -> row.equals(" … 6 more"));
  }

  @Test
  void aMillionIterationsTakeTheRoomOfAFew() {
    var script = new EventScript().begin("", "op", "ci").begin("loop", "serialLoop", "loop");
    for (int i = 0; i < 200_000; i++) {
      script.container("loop[" + i + "]/container", "alpine:3");
      script.succeeds("loop[" + i + "]/container");
      script.lines.clear();
    }
    assertThat(script.rows(12))
        .hasSize(3)
        .anyMatch(row -> row.contains("×200000  ██████████  200000 ok"));
  }

  @Test
  void whatFailedBecauseOfAnotherSaysNoMoreThanThat() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("parallel", "parallel", "parallel")
            .container("parallel/a", "a")
            .fails("parallel/a", "broken")
            .fails("parallel", "child call failed: broken")
            .fails("", "child call failed: broken");
    assertThat(script.rows(12))
        .filteredOn(row -> row.contains("broken"))
        .hasSize(1)
        .allMatch(row -> row.contains("a  alpine:3"));
    assertThat(script.rows(12).getFirst()).contains("✘ ci  FAILED");
  }

  @Test
  void whoWaitsForASlotSaysSoUntilItRuns() {
    var script = new EventScript().begin("", "op", "ci").container("a", "a");
    script.tell("a", new Event.TaskWaiting(Event.WaitReason.SLOT, script.instant()));
    assertThat(script.rows(12)).anyMatch(row -> row.contains("waits: all slots are taken"));
    script.tell("a", new Event.AttemptStarted());
    assertThat(script.rows(12)).noneMatch(row -> row.contains("waits"));
  }

  @Test
  void hostileNamesAreShownAndNotObeyed() {
    String evil = "\u001b[2J\u202egnp.exe\n\u0007";
    var script = new EventScript().begin("", "op", "x");
    script.container("a", evil).writes("a", evil + "\n");
    assertThat(script.tree.rows(200, 12))
        .allSatisfy(row -> assertThat(row.text()).isEqualTo(DisplayText.safe(row.text())));
  }

  @Test
  void theRowsEndWithTheRunEvenWhenItsCallsWereLost() {
    var script = new EventScript().begin("", "op", "ci").container("a", "a");
    script.isKilled("", Canceller.WAYBILL);
    assertThat(script.rows(12).getFirst()).contains("⊘ ci  killed (the agent ended)");
  }

  @Test
  void oneRowIsTheSummary() {
    var script = new EventScript().begin("", "op", "ci").container("a", "a");
    assertThat(script.rows(1)).containsExactly(" 0 done  1 running  ·  logs: waybill logs -f 7");
    assertThat(new EventScript().rows(12)).containsExactly(" 0 done  ·  logs: waybill logs -f 7");
  }
}
