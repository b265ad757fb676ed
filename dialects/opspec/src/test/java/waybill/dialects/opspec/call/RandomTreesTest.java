package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.model.task.Outcome.Canceller;

/**
 * Trees of calls by chance: they always end, leave nothing, and give the same whatever runs first.
 */
class RandomTreesTest {
  private static final int TREES = 150;

  @TempDir Path folder;

  @Test
  void whateverIsCancelledWhenEndsAndLeavesNothing() throws Exception {
    for (int seed = 0; seed < TREES; seed++) {
      var random = new Random(seed);
      var lab = lab(seed).op("main", "run:\n" + call(random, 2, 4, true));
      OpRun run = lab.start("main");
      lab.journal.awaitEntries(random.nextInt(25));
      run.cancel(Canceller.USER);
      CallEnd end = run.await();
      assertThat(end).describedAs("seed %s", seed).isNotInstanceOf(CallEnd.Skipped.class);
      assertThat(lab.containers.runningNow()).describedAs("seed %s", seed).isZero();
      assertThat(lab.live.numbers()).isEmpty();
      assertThat(lab.runs().resolve("7/scratch")).doesNotExist();
      assertEachCallEndsOnce(lab, seed);
    }
  }

  @Test
  void outputsDoNotDependOnWhoEndsFirst() throws Exception {
    for (int seed = 0; seed < TREES; seed++) {
      String tree = call(new Random(seed), 2, 4, false);
      String yaml =
          "outputs: {v0: {string: {default: d}}, v1: {string: {default: d}}, v2: {string: {default: d}}}\nrun:\n"
              + tree;
      var first = new TreeMap<>(OpLab.outputs(lab(seed).op("main", yaml).run("main")));
      for (int again = 0; again < 3; again++) {
        CallEnd end = lab(seed).op("main", yaml).run("main");
        assertThat(new TreeMap<>(OpLab.outputs(end))).describedAs("seed %s", seed).isEqualTo(first);
      }
    }
  }

  private OpLab lab(int seed) {
    return new OpLab(folder.resolve("tree" + seed))
        .op("give", "inputs: {v: {string: {}}}\noutputs: {v: {string: {}}}\n");
  }

  private static void assertEachCallEndsOnce(OpLab lab, int seed) {
    List<String> begun = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    for (FakeJournal.Entry entry : lab.journal.entries()) {
      if (entry.fact() instanceof GroupStarted) {
        begun.add(entry.path());
      } else if (entry.fact() instanceof GroupEnded) {
        ended.add(entry.path());
      }
    }
    Collections.sort(begun);
    Collections.sort(ended);
    assertThat(ended).describedAs("seed %s", seed).containsAll(begun).doesNotHaveDuplicates();
  }

  /** A call that stands {@code indent} deep, with so many levels below it. */
  private static String call(Random random, int indent, int levels, boolean mayFail) {
    int kind = levels == 0 ? random.nextInt(2) : random.nextInt(7);
    return switch (kind) {
      case 0, 5 -> container(random, indent, mayFail);
      case 1, 6 -> op(random, indent);
      case 2, 3 -> group(random, indent, levels, mayFail, kind == 3);
      default -> loop(random, indent, levels, mayFail); // the rest
    };
  }

  private static String container(Random random, int indent, boolean mayFail) {
    List<String> commands =
        mayFail ? List.of("say, x", "exit, '1'", "hang", "say, y") : List.of("say, x");
    return " ".repeat(indent)
        + "container: {image: {ref: x}, cmd: ["
        + commands.get(random.nextInt(commands.size()))
        + "]}\n";
  }

  private static String op(Random random, int indent) {
    return " ".repeat(indent)
        + "op: {ref: ../give, inputs: {v: "
        + random.nextInt(1000)
        + "}, outputs: {v: $(v"
        + random.nextInt(3)
        + ")}}\n";
  }

  private static String group(
      Random random, int indent, int levels, boolean mayFail, boolean parallel) {
    String at = " ".repeat(indent);
    StringBuilder text = new StringBuilder(at).append(parallel ? "parallel:\n" : "serial:\n");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String child = call(random, indent + 4, levels - 1, mayFail);
      text.append(at).append("  - name: c").append(i).append('\n').append(child);
      // Whether one that is needed is done before it may go is nobody's promise.
      if (mayFail && parallel && i > 0 && random.nextBoolean()) {
        text.append(at).append("    needs: [c0]\n");
      }
      if (random.nextInt(6) == 0) {
        text.append(at).append("    if: [{eq: [1, 2]}]\n");
      }
    }
    return text.toString();
  }

  private static String loop(Random random, int indent, int levels, boolean mayFail) {
    String at = " ".repeat(indent);
    return at
        + (random.nextBoolean() ? "serialLoop:\n" : "parallelLoop:\n")
        + at
        + "  range: [1, 2, 3]\n"
        + at
        + "  vars: {value: v0}\n"
        + at
        + "  run:\n"
        + call(random, indent + 4, levels - 1, mayFail);
  }
}
