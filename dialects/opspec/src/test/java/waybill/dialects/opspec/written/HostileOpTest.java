package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** Whatever is read gives an op or problems in its text, in a time that its size deserves. */
class HostileOpTest {
  private static final List<String> PIECES =
      List.of(
          "name",
          "run",
          "inputs",
          "outputs",
          "container",
          "op",
          "serial",
          "parallel",
          "serialLoop",
          "parallelLoop",
          "image",
          "ref",
          "cmd",
          "dirs",
          "files",
          "envVars",
          "ports",
          "sockets",
          "if",
          "eq",
          "exists",
          "needs",
          "vars",
          "value",
          "range",
          "until",
          "pkg",
          "string",
          "default",
          "constraints",
          "minLength",
          "properties",
          "isSecret",
          "description",
          "version",
          ": ",
          ": ",
          ": ",
          ": ",
          "\n",
          "\n",
          "\n  ",
          "\n    ",
          "\n- ",
          "\n  - ",
          "[",
          "]",
          "{",
          "}",
          ", ",
          "~",
          "$(a)",
          "$(",
          ")",
          "/a",
          "/",
          "80",
          "80-81",
          "1.0.0",
          "&a ",
          "*a",
          "<<: *a",
          "'",
          "\"",
          "yes",
          "1e999",
          ".nan",
          "é",
          "😀",
          "\t",
          "# x",
          "---",
          "!!int ",
          "|",
          ">",
          "a",
          "010",
          "?",
          "-",
          "\u0000");

  @Test
  void anyPiecesOfAnOp() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "name: a\nrun: " : "");
      int pieces = random.nextInt(40);
      for (int i = 0; i < pieces; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      read(text.toString());
    }
  }

  @Test
  void anyLineOfAGoodOpChanged() {
    String good =
        """
        name: a
        inputs: {x: {string: {default: y1, constraints: {minLength: 1}}}}
        run:
          serial:
          - parallel: [{serial: [], name: s}, {serial: [], needs: [s]}]
          - container:
              image: {ref: alpine, pullCreds: {username: u, password: p}}
              cmd: [echo, $(x)]
              dirs: {/src: $(src)}
              ports: {80: 8080}
          - serialLoop:
              range: [1]
              until: [{eq: [1, 1]}]
              vars: {value: $(v)}
              run: {op: {ref: ../b, inputs: {a: }, outputs: {b: $(c)}}}
        """;
    assertThat(Told.of(good)).isEmpty();
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(good);
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(4));
        text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
      read(text.toString());
    }
  }

  @Test
  void largeThingsAreReadOrRefusedSoon() {
    String container = "{container: {image: {ref: a}}}";
    String deep = "{serial: [".repeat(95) + "]}".repeat(95);
    List<String> texts =
        List.of(
            "name: " + "a/".repeat(400_000),
            "name: a\nversion: 1.0.0-" + "0.".repeat(400_000),
            "name: a\nrun: {serial: [{serial: [], if: [exists: $(" + "$(".repeat(300_000) + ")]}]}",
            "name: a\nrun: {serial: [" + (container + ",").repeat(3_000) + container + "]}",
            "name: a\nrun: " + deep,
            "name: a\nrun: " + "{serial: [".repeat(500_000),
            "name: a\ninputs: {" + "b: {string: {}}, ".repeat(8_000) + "}",
            "name: a\nx: &x [1,1,1,1,1,1,1,1]\ny: "
                + "[*x,*x,*x,*x,*x,*x,*x,*x,*x]\ny: ".repeat(9000)
                + "1",
            "name: a\n" + "foo: 1\n".repeat(30_000),
            "name: a\ninputs:\n" + bomb(),
            "name: a\nrun: {parallel: [" + needs(2000) + "]}",
            "- ".repeat(100_000),
            "name: |\n" + "  x\n".repeat(500_000));
    for (String text : texts) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> read(text), () -> text.substring(0, 40));
    }
  }

  private static String bomb() {
    StringBuilder text = new StringBuilder("  a0: &a0 {string: {}}\n");
    for (int i = 1; i < 60; i++) {
      text.append("  a%d: &a%d {a: *a%d, b: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    return text.toString();
  }

  private static String needs(int calls) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < calls; i++) {
      text.append("{serial: [], name: c%d, needs: [c%d]}, ".formatted(i, (i + 1) % calls));
    }
    return text.toString();
  }

  private static void read(String text) {
    Problems problems = new Problems();
    try {
      WrittenOp op = OpReader.read(new Source("op.yml", text), problems);
      assertThat(op.name()).isNotNull();
      assertThat(problems.anyError()).isFalse();
    } catch (ProblemsException e) {
      assertThat(problems.anyError()).isTrue();
    }
    int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    for (Problem problem : problems.list()) {
      assertThat(problem.span().startOffset()).as(text).isBetween(0L, (long) bytes);
      assertThat(problem.message().length()).as(problem.message()).isLessThan(2000);
    }
  }
}
