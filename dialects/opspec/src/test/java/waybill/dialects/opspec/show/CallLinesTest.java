package waybill.dialects.opspec.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waybill.engine.event.Event.Ending;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;

final class CallLinesTest {
  @Test
  void anOpThatSucceedsSaysWhatBeganAndWhatItWrote() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("serial", "serial", "serial")
            .container("serial/build", "build")
            .writes("serial/build", "one\ntw")
            .writes("serial/build", StandardStream.STDERR, "careful\n")
            .writes("serial/build", "o\r\nlast")
            .succeeds("serial/build")
            .succeeds("serial")
            .succeeds("")
            .over(new Ending.Succeeded());
    assertThat(script.said())
        .containsExactly(
            "[abc0abc0 ./.opspec/ci] started op",
            "[abc2abc2 ./.opspec/ci] started alpine:3",
            "[abc2abc2 ./.opspec/ci] one",
            "! [abc2abc2 ./.opspec/ci] careful",
            "[abc2abc2 ./.opspec/ci] two",
            "[abc2abc2 ./.opspec/ci] last",
            "[abc2abc2 ./.opspec/ci] alpine:3 exited",
            "[abc0abc0 ./.opspec/ci] op succeeded");
  }

  @Test
  void aFailureIsToldOnceAtItsRoot() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("op", "op", "inner")
            .begin("op/parallel", "parallel", "parallel")
            .container("op/parallel/a", "a")
            .container("op/parallel/b", "b")
            .fails("op/parallel/a", "nonzero container exit code: 3")
            .isKilled("op/parallel/b", Canceller.SIBLING)
            .fails("op/parallel", "child call failed: nonzero container exit code: 3")
            .fails("op", "child call failed: nonzero container exit code: 3")
            .fails("", "child call failed: nonzero container exit code: 3");
    assertThat(script.said())
        .containsExactly(
            "[abc0abc0 ./.opspec/ci] started op",
            "[abc1abc1 ./.opspec/ci] started op",
            "[abc3abc3 ./.opspec/ci] started alpine:3",
            "[abc4abc4 ./.opspec/ci] started alpine:3",
            "! [abc3abc3 ./.opspec/ci] alpine:3 crashed: nonzero container exit code: 3",
            "[abc4abc4 ./.opspec/ci] alpine:3 killed (no longer needed)",
            "! [abc1abc1 ./.opspec/ci] op failed",
            "! [abc0abc0 ./.opspec/ci] op failed");
  }

  @Test
  void aLoopThatFailsByItselfSaysWhy() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .begin("loop", "serialLoop", "loop")
            .fails("loop", "unable to coerce number to array")
            .fails("", "unable to coerce number to array");
    assertThat(script.said())
        .containsExactly(
            "[abc0abc0 ./.opspec/ci] started op",
            "! [abc1abc1 ./.opspec/ci] serialLoop failed: unable to coerce number to array",
            "! [abc0abc0 ./.opspec/ci] op failed");
  }

  @Test
  void aSkippedCallSaysWhichConditionDidNotHold() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .isSkipped("serial/notify", "eq: $(branch), main")
            .succeeds("");
    assertThat(script.said())
        .contains("[abc0abc0 ./.opspec/ci] skipped notify: eq: $(branch), main");
  }

  @Test
  void remarksGoToStandardErrorBehindTheirCall() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .remarks("", "containers use this machine's network");
    assertThat(script.said())
        .contains("! [abc0abc0 ./.opspec/ci] containers use this machine's network");
  }

  @Test
  void aRunThatItsOwnerEndedSaysSoAndOneThatLostItsProcessSaysThat() {
    var script =
        new EventScript()
            .begin("", "op", "ci")
            .isKilled("", Canceller.USER)
            .ofRun("8")
            .begin("", "op", "ci")
            .isKilled("", Canceller.WAYBILL);
    assertThat(script.said())
        .contains(
            "[abc0abc0 ./.opspec/ci] op killed",
            "[abc2abc2 ./.opspec/ci] op killed (the agent ended)");
  }

  @Test
  void callsOfTheSamePathInTwoRunsAreTwoCalls() {
    var script =
        new EventScript()
            .container("", "x")
            .ofRun("8")
            .container("", "x")
            .ofRun("7")
            .writes("", "seven\n")
            .ofRun("8")
            .writes("", "eight\n");
    assertThat(script.said())
        .contains("[abc0abc0 ./.opspec/ci] seven", "[abc1abc1 ./.opspec/ci] eight");
  }

  @Test
  void outputOfACallThatNobodyKnowsIsPassedOver() {
    assertThat(new EventScript().writes("nowhere", "x\n").said()).isEmpty();
  }

  @Test
  void aDetailThatIsNoJsonLeavesACallWithoutIdAndOp() {
    var script = new EventScript();
    script.tell("", new waybill.engine.event.Event.GroupStarted("op", "ci", "{broken"));
    assertThat(script.said()).containsExactly("[ ] started op");
  }
}
